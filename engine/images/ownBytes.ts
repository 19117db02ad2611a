/**
 * A copy of what the image library gave. The wasm build's buffers are windows on its own memory, which it uses again once
 * the buffer is collected: whoever keeps a view of one sees other pictures' pixels later.
 */
export const ownBytes = (data: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(data);
