import { existsSync, globSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

/** Folders where browsers keep SwiftShader, a Vulkan driver in software, and the loader beside it. */
const patterns = ['/usr/lib/chromium', '/opt/google/chrome', path.join(homedir(), '.cache/ms-playwright/chromium-*/chrome-linux*')];

/** The environment in which WebGPU finds a software adapter; null where no browser ships one. */
export function softwareGpuEnvironment(): NodeJS.ProcessEnv | null {
  const folder = patterns.flatMap((pattern) => globSync(pattern)).find((candidate) => existsSync(path.join(candidate, 'vk_swiftshader_icd.json')));
  if (!folder) return null;
  const driver = path.join(folder, 'vk_swiftshader_icd.json');
  return { ...process.env, VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver, XDG_RUNTIME_DIR: tmpdir(), LD_LIBRARY_PATH: folder };
}
