import { type ConfigJson, flag } from './config-values.ts';

/** What follows the last hidden state in a family: how its classes are called, and how large they are. */
export interface HeadFamily {
  /** What the names of its classes begin with, as `GPTNeoX`. */
  name: string;
  isTiedByDefault: boolean;
  /** Entries of the last hidden state. */
  width: number;
  vocabulary: number;
}

/**
 * Numbers of what follows the last hidden state: the output embedding, unless tied to that of the tokens, or a classifier.
 * Of the class that `architectures` names; where it names none that is known here, of the language model.
 */
export function headParameters(json: ConfigJson, family: HeadFamily): number {
  const { name: prefix, isTiedByDefault, width, vocabulary } = family;
  const isTied = flag(json, 'tie_word_embeddings', isTiedByDefault);
  const [name] = Array.isArray(json.architectures) ? json.architectures : [];
  if (name === `${prefix}Model`) return 0;
  if (name === `${prefix}ForSequenceClassification`) return labels(json) * width;
  if (name === `${prefix}ForTokenClassification`) return labels(json) * (width + 1);
  if (name === `${prefix}ForQuestionAnswering`) return 2 * (width + 1);
  return isTied ? 0 : vocabulary * width;
}

function labels({ id2label, num_labels: labels }: ConfigJson): number {
  if (typeof id2label === 'object' && id2label !== null) return Object.keys(id2label).length;
  return typeof labels === 'number' ? labels : 2;
}
