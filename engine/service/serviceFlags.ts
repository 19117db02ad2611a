/**
 * V8's options for the service's process. A new object's space may grow to 16 MB, as much as it works in: by itself V8 took 134 MB for it
 * after half a minute of a batch, and called it in no more, at the same processor time an answer.
 */
export const serviceFlags: readonly string[] = ['--max-semi-space-size=8'];
