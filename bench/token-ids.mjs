/** The same pseudo-random token ids for every program that is measured. */
export function tokenIds(count, vocabulary) {
  return Array.from({ length: count }, (_, i) => (i * 7919 + 13) % Math.min(vocabulary, 50000));
}
