/** Lets the unit under way become safe before a process stops. */
export class UnitGuard {
  private isAtWork = false;
  private reason: Error | undefined;

  /**
   * Asks for a stop after the unit under way.
   * @param reason what is thrown then
   * @returns false where no unit is under way: then nothing is to be waited for
   */
  ask(reason: Error): boolean {
    if (this.isAtWork) this.reason = reason;
    return this.isAtWork;
  }

  /**
   * Does work that is made of units, each of which ends with `unitDone`.
   * @throws the reason where a stop was asked for after the last of them
   */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.isAtWork = true;
    try {
      const done = await work();
      this.unitDone();
      return done;
    } finally {
      this.isAtWork = false;
    }
  }

  /** @throws the reason where a stop was asked for */
  unitDone(): void {
    if (this.reason) throw this.reason;
  }
}
