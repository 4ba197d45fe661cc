/** What is shown of the hub's own words; the longest it sends are about this long. */
const MOST = 300;

/**
 * The hub's own words about a refusal (`X-Error-Message`), without control characters and of bounded length; empty
 * where it says nothing.
 */
export function hubSays({ headers }: Response): string {
  const words = (headers.get('x-error-message') ?? '').replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return words.length > MOST ? `${words.slice(0, MOST)}...` : words;
}
