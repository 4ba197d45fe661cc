/** A name is cut here: file systems allow 255 bytes, and more than a name stands in it. */
const LONGEST = 120;

/**
 * A function that turns names of any kind (`org/repo`, a path) into names of files that every file system takes, and
 * never gives one twice, not even where upper and lower case count as the same.
 * @example const safe = safeNames(); safe('org/repo'); // 'org--repo', and the second time 'org--repo-2'
 */
export function safeNames(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const readable = name
      .replaceAll('/', '--')
      .replace(/[^\w.-]+/g, '-')
      .slice(0, LONGEST);
    const base = readable.replace(/^[.-]+|\.+$/g, '') || 'unnamed';
    let safe = base;
    for (let n = 2; taken.has(safe.toLowerCase()); n++) safe = `${base}-${n}`;
    taken.add(safe.toLowerCase());
    return safe;
  };
}
