/** A job ended because someone asked it to, with nothing lost. Not an error. */
export class Interrupted extends Error {
  constructor(message = 'Interrupted.') {
    super(message);
    this.name = 'Interrupted';
  }
}
