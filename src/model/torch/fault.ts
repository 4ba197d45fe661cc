/** Where the file was whole but holds more than weights. */
export const SAVE_WEIGHTS =
  'save the weights alone where the file came from: model.save_pretrained(folder), or torch.save(model.state_dict(), file)';

/** What is wrong with a torch file; whoever opened it adds its name. */
export class TorchFault extends Error {
  /** The way out, where it is another than to copy a damaged file again. */
  readonly hint?: string;

  constructor(problem: string, hint?: string) {
    super(problem);
    this.hint = hint;
  }
}

/** A text of the file for a message: quoted, on one line, without what a terminal would obey, and not without end. */
export function quote(text: string): string {
  const shown = text.length > 80 ? `${text.slice(0, 80)}...` : text;
  return JSON.stringify(shown).replaceAll(/\p{C}/gu, escaped);
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
