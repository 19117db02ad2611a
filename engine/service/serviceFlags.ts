/**
 * V8's options for the service's process, which holds a dataset's texts and is at work all day. By itself V8 let its space for new objects grow to
 * 134 MB in half a minute of a batch, and called it in no more; and it waited until what nobody holds was several times what is live, so that a
 * batch over 30,739 stickers' own texts ended at 690 MB, 110 MB of them live. New objects now have 16 MB, and it collects at 1.3 times
 * what is live: `npm run bench -- describing` tells what that costs an answer.
 */
export const serviceFlags: readonly string[] = ['--max-semi-space-size=8', '--heap-growing-percent=30'];
