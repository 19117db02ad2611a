/** How long a picture takes in training. */
export class Pace {
  #images = 0;
  #seconds = 0;
  #first: number | null = null;

  add(images: number, seconds: number): void {
    // The first step also warms the session up: it counts only where it stays the only one.
    if (this.#first === null) {
      this.#first = seconds / images;
      return;
    }
    this.#images += images;
    this.#seconds += seconds;
  }

  get secondsPerImage(): number {
    return this.#images > 0 ? this.#seconds / this.#images : this.#first ?? 0;
  }
}
