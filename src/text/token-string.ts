const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LONGEST_CHARACTER = 4;

/** Bytes as text; those that are no whole character as `<0xF0>`, so that different tokens look different. */
export function tokenString(bytes: Uint8Array): string {
  let string = '';
  for (let at = 0; at < bytes.length; ) {
    const character = characterAt(bytes, at);
    string += character ?? `<0x${bytes[at].toString(16).toUpperCase().padStart(2, '0')}>`;
    at += character === undefined ? 1 : Buffer.byteLength(character);
  }
  return string;
}

function characterAt(bytes: Uint8Array, at: number): string | undefined {
  for (let length = 1; length <= LONGEST_CHARACTER && at + length <= bytes.length; length++) {
    try {
      return UTF8.decode(bytes.subarray(at, at + length));
    } catch {
      // no character of so many bytes begins here
    }
  }
  return undefined;
}
