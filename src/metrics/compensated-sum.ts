/** A running sum that carries what rounding drops (Neumaier 1974): a million terms keep all their digits. */
export class CompensatedSum {
  private sum = 0;
  private dropped = 0;

  add(term: number): void {
    const next = this.sum + term;
    this.dropped += Math.abs(this.sum) >= Math.abs(term) ? this.sum - next + term : term - next + this.sum;
    this.sum = next;
  }

  get value(): number {
    return this.sum + this.dropped;
  }
}
