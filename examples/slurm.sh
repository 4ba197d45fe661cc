#!/bin/bash
# Runs llmgeo entropy as a Slurm array of 8, and the merge after it: start this file with bash.
# Started again, it computes only what is missing. Both jobs heed SBATCH_ACCOUNT and SBATCH_PARTITION.
#SBATCH --job-name=llmgeo-entropy
#SBATCH --array=1-8
#SBATCH --cpus-per-task=4
#SBATCH --mem=8G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:USR1@120

command=(llmgeo entropy --model nano-xs --limit 12 --run run-entropy)

if [ -z "${SLURM_ARRAY_TASK_ID:-}" ]; then
  array=$(sbatch --parsable "$0") || exit
  exec sbatch --job-name=llmgeo-entropy-merge --dependency="afterok:${array%;*}" --kill-on-invalid-dep=yes <<'EOF'
#!/bin/bash
llmgeo merge run-entropy -o entropy.csv
EOF
fi

# llmgeo reads from the environment which shard it is. When the time is nearly up (USR1), or the job is cancelled or
# preempted (TERM), it ends after the unit under way; what is done is kept.
timeUp=""
trap 'timeUp=yes; kill -TERM "$task"' USR1
trap 'kill -TERM "$task"' TERM
"${command[@]}" &
task=$!
while kill -0 "$task" 2>/dev/null; do wait "$task"; done
wait "$task"
code=$?

# 75 says that trying again may help; 143 that it was stopped
if [ "$code" = 75 ] || { [ "$code" = 143 ] && [ -n "$timeUp" ]; }; then
  [ "${SLURM_RESTART_COUNT:-0}" -ge 20 ] || scontrol requeue "$SLURM_JOB_ID"
fi
exit "$code"
