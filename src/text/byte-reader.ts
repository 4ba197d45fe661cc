/** Takes bytes of a stream in pieces of any length; what is taken is not held. */
export class ByteReader {
  private readonly rest: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.rest = stream[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; fewer where the stream ends before. */
  async take(length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let missing = length;
    while (missing > 0 && (this.held.length > 0 || (await this.read()))) {
      const piece = this.held.subarray(0, missing);
      this.held = this.held.subarray(piece.length);
      pieces.push(piece);
      missing -= piece.length;
    }
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  }

  /** Ends the stream. */
  async close(): Promise<void> {
    await this.rest.return?.();
  }

  private async read(): Promise<boolean> {
    const { done, value } = await this.rest.next();
    if (!done) this.held = value;
    return !done;
  }
}
