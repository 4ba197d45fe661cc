/** A limit of requests that has been reached. */
export interface ReachedLimit {
  /** What the hub calls it: `resolvers` for files, `api`, `pages`. */
  policy: string;
  /** Until it allows requests again. */
  seconds: number;
}

/**
 * Reads the header `RateLimit` (draft-ietf-httpapi-ratelimit-headers): a structured list of policies such as
 * `"resolvers";r=0;t=55`, with what remains of each and the seconds until its reset, in any order among other
 * parameters. It comes with every answer: only what has nothing left is reached, and the longest wait counts.
 * @returns null where no limit is reached, or the header is not of that form
 */
export function reachedLimit(header: string | null): ReachedLimit | null {
  const reached = splitOutsideQuotes(header ?? '', ',')
    .map(readPolicy)
    .filter((limit) => limit !== null);
  return reached.sort((a, b) => b.seconds - a.seconds)[0] ?? null;
}

function readPolicy(member: string): ReachedLimit | null {
  const [policy, ...parameters] = splitOutsideQuotes(member, ';').map((part) => part.trim());
  const values = new Map(parameters.map((parameter) => readParameter(parameter)));
  const [remaining, reset] = ['r', 't'].map((key) => values.get(key) ?? '');
  if (!/^\d{1,15}$/.test(reset) || !/^0+$/.test(remaining)) return null;
  return { policy: unquoted(policy), seconds: Number(reset) };
}

function readParameter(parameter: string): [string, string] {
  const [key, ...value] = parameter.split('=');
  return [key.trim(), unquoted(value.join('=').trim())];
}

function unquoted(text: string): string {
  return /^".*"$/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts = [''];
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    if (character === separator && !isQuoted) parts.push('');
    else parts[parts.length - 1] += character;
    // What is escaped ends no string.
    if (isQuoted && character === '\\') parts[parts.length - 1] += text[++at] ?? '';
  }
  return parts;
}
