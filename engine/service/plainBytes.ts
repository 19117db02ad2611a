/** Webviews are sent a Buffer as JSON, and a Uint8Array as bytes. */
export const plainBytes = (bytes: Uint8Array) => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
