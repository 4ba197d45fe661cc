const STEP = 1000;

/** Bytes to read: 4375680 is "4.4 MB". */
export function readableBytes(bytes: number): string {
  return scaled(bytes, ['B', 'kB', 'MB', 'GB', 'TB']);
}

/** A count to read, as the names of models say it: 11846072320 is "11.8 B". */
export function readableCount(count: number): string {
  return scaled(count, ['', 'k', 'M', 'B', 'T']);
}

function scaled(value: number, units: string[]): string {
  let power = 0;
  // 999.95 would be written as 1000.0
  while (power < units.length - 1 && value >= STEP - 0.5) {
    value /= STEP;
    power++;
  }
  return `${value.toFixed(power === 0 || value >= 99.95 ? 0 : 1)} ${units[power]}`.trim();
}
