/** Which counters of one key have come by one path: each is taken once, and none that is far behind. */

/** Frames of all a sender's streams share one counter: some four seconds of six of them. */
const SPAN = 1024;

export class Window {
  readonly #seen = new Uint32Array(SPAN / 32);
  #highest = -1;

  /** Whether this counter may still be taken. */
  isFresh(counter: number): boolean {
    if (counter > this.#highest) return true;
    return counter > this.#highest - SPAN && !this.#has(counter);
  }

  /** Notes one that was authentic; forged ones must not move the window. */
  take(counter: number): void {
    for (let passed = Math.max(this.#highest + 1, counter - SPAN + 1); passed <= counter; passed += 1) this.#mark(passed, false);
    this.#highest = Math.max(this.#highest, counter);
    this.#mark(counter, true);
  }

  #has(counter: number): boolean {
    const bit = counter % SPAN;
    return (((this.#seen[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
  }

  #mark(counter: number, isSeen: boolean): void {
    const bit = counter % SPAN;
    const word = this.#seen[bit >>> 5] ?? 0;
    this.#seen[bit >>> 5] = isSeen ? word | (1 << (bit & 31)) : word & ~(1 << (bit & 31));
  }
}
