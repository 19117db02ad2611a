/** A small WebP picture drawn by the browser, so that tiles hold real pictures. `margin`: pixels left empty at its right. */
export async function drawnSticker(color: string, text: string, margin = 0): Promise<Uint8Array> {
  const canvas = document.createElement('canvas');
  canvas.height = 96;
  canvas.width = canvas.height + margin;
  const paint = canvas.getContext('2d')!;
  paint.fillStyle = color;
  paint.beginPath();
  paint.arc(48, 48, 44, 0, 7);
  paint.fill();
  paint.fillStyle = '#000';
  paint.font = '20px sans-serif';
  paint.textAlign = 'center';
  paint.fillText(text, 48, 54);
  const blob = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, 'image/webp'); });
  return new Uint8Array(await blob!.arrayBuffer());
}
