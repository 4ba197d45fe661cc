/**
 * For bash, in place of the script of @bomb.sh/tab: that one needs the bash-completion package, cannot be read twice,
 * evaluates what is being typed, and completes neither files nor --flag=value.
 */
export const BASH_COMPLETION = `# bash completion for llmgeo, in ~/.bashrc: source <(llmgeo completion bash)
__llmgeo_complete() {
  local word words=() current=\${COMP_WORDS[COMP_CWORD]} IFS=$'\\n'
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    # bash makes three words of --flag=value
    [[ $word == = ]] || words+=("$word")
  done
  if [[ $current == = ]]; then
    current=
    words+=('')
  fi
  COMPREPLY=($(compgen -W "$(llmgeo complete -- "\${words[@]}" 2>/dev/null | cut -f1 | grep -v '^:')" -- "$current"))
}
complete -o default -F __llmgeo_complete llmgeo
`;
