import { encodePng } from '../images/encodePng.ts';

/** Pictures for a model, made while earlier ones are being asked about. */
export interface PicturesAhead {
  /** PNG. @throws with a reason for people */
  take(id: string): Promise<Uint8Array>;
  /** Begins with these: as many as are asked about at once. */
  begin(ids: readonly string[]): void;
  /** It will not be asked for. */
  drop(id: string): void;
}

/** @param maxSide pixels */
export function createPicturesAhead(fileOf: (id: string) => string, maxSide: number): PicturesAhead {
  const coming = new Map<string, Promise<Uint8Array>>();
  const make = (id: string) => {
    const known = coming.get(id);
    if (known) return known;
    const picture = encodePng(fileOf(id), maxSide);
    // Told to who takes it.
    picture.catch(() => undefined);
    coming.set(id, picture);
    return picture;
  };
  return {
    take(id) {
      const picture = make(id);
      coming.delete(id);
      return picture;
    },
    begin(ids) {
      for (const id of ids) void make(id);
    },
    drop: (id) => void coming.delete(id),
  };
}
