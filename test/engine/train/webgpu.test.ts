import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { softwareGpuEnvironment } from '../../support/softwareGpu.ts';

const run = promisify(execFile);
const script = path.join(import.meta.dirname, 'fiveSteps.ts');
const gpu = softwareGpuEnvironment();

interface FiveSteps {
  readonly losses: number[];
  readonly locations: string[];
  readonly norms: Record<string, number>;
}

async function fiveSteps(device: string, env: NodeJS.ProcessEnv): Promise<FiveSteps> {
  const { stdout } = await run(process.execPath, [script, device], { env, maxBuffer: 1 << 24 });
  return JSON.parse(stdout.slice(stdout.indexOf('{'))) as FiveSteps;
}

test('five training steps on WebGPU equal the CPU\'s, state staying on the device', { timeout: 240_000 }, async ({ skip }) => {
  if (!gpu) return skip('no software WebGPU adapter: install Chromium (it ships SwiftShader)');
  const [cpu, webgpu] = [await fiveSteps('cpu', process.env), await fiveSteps('webgpu', gpu)];
  expect(cpu.locations).toEqual(['cpu']);
  expect(webgpu.locations).toEqual(['gpu-buffer']);
  cpu.losses.forEach((loss, step) => expect(Math.abs(webgpu.losses[step] - loss) / loss).toBeLessThan(1e-4));
  expect(cpu.losses.at(-1)).not.toBeCloseTo(cpu.losses[0], 2);
  // A key's bias moves all scores alike, so its gradient is nothing but rounding, which AdamW's division makes into steps.
  const compared = Object.entries(cpu.norms).filter(([name]) => !/^(block|fusion).*attn\.(kv|key)\.bias$/.test(name));
  for (const [name, norm] of compared) expect(Math.abs(webgpu.norms[name] - norm) / (norm + 1e-4), name).toBeLessThan(2e-2);
});
