import { createRequire, registerHooks } from 'node:module';
import { StickerLabError } from '../errors/stickerLabError.ts';

export type Sharp = typeof import('sharp').default;

/** Native builds of the image library. The wasm build gives the same pixels at a third of the speed. */
const nativeBuild = /^@img\/sharp-(linux|linuxmusl)-[^/]+\/sharp\.node$/;
const wasmBuild = '@img/sharp-wasm32/sharp.node';

/**
 * The image library, once a process. Electron on Linux brings its own GLib, which clashes with the one in the native
 * build and can end the process, so there the wasm build is taken.
 * @throws StickerLabError where no build for this platform is installed.
 */
export async function loadSharp(electronOnLinux = process.platform === 'linux' && process.versions['electron'] !== undefined): Promise<Sharp> {
  loading ??= load(electronOnLinux);
  return loading;
}

let loading: Promise<Sharp> | undefined;

async function load(wasm: boolean): Promise<Sharp> {
  const hooks = wasm
    ? registerHooks({ resolve: (specifier, context, next) => next(nativeBuild.test(specifier) ? wasmBuild : specifier, context) })
    : null;
  try {
    const sharp = createRequire(import.meta.url)('sharp') as Sharp;
    // Decoded pictures are cached by us where that helps; libvips' own cache only holds memory.
    sharp.cache(false);
    return sharp;
  } catch (error) {
    loading = undefined;
    throw new StickerLabError(
      `The image library cannot be loaded on ${process.platform}-${process.arch}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      'node_modules/sharp',
      `Install the Sticker Lab package made for ${process.platform}-${process.arch}.`,
      { cause: error },
    );
  } finally {
    hooks?.deregister();
  }
}
