import { layoutVersion, readLayout, type Layout } from '../analyze/layoutFile.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';

/** Milliseconds between two looks: what is told, at most so often. */
const tick = 250;

export interface LayoutNews {
  readonly activity: string;
  /** Null while there is nothing to draw. */
  readonly layout: Layout | null;
}

export interface LayoutWatch {
  /** What the process says it does. */
  activity(text: string): void;
  end(): void;
}

/** Tells of a layout that another process writes, and of what that process does, when either is new. A file that lies there already is not its. */
export async function watchLayout(file: string, tell: (news: LayoutNews) => void): Promise<LayoutWatch> {
  let seen = await layoutVersion(file);
  let layout: Layout | null = null;
  let activity = '';
  let told = '';
  let ended = false;
  const look = async () => {
    const version = await layoutVersion(file);
    const isNew = version !== null && version !== seen;
    if (isNew) {
      // Removed in between: the map is done, or given up.
      layout = await readLayout(file).catch((error: unknown) => {
        if (error instanceof StickerLabError) return layout;
        throw error;
      });
      seen = version;
    }
    if (!ended && (isNew || activity !== told)) {
      told = activity;
      tell({ activity, layout });
    }
    if (!ended) timer = setTimeout(() => void look(), tick);
  };
  let timer = setTimeout(() => void look(), tick);
  return {
    activity: (text) => void (activity = text),
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
