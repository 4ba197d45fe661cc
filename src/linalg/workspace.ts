/**
 * Room for numbers that do not outlive a call, for functions called a million times: allocating and collecting small
 * typed arrays takes longer than the arithmetic on them.
 */
export class Workspace {
  private room = new Float64Array(0);

  /** At least `size` numbers, with whatever the last call left in them. */
  take(size: number): Float64Array {
    if (this.room.length < size) this.room = new Float64Array(2 * size);
    return this.room;
  }
}
