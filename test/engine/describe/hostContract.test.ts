import { afterAll } from 'vitest';
import { visionModel } from '../../support/ollamaModels.ts';
import { startOllamaServer, type OllamaServer } from '../../support/ollamaServer.ts';
import { checkContract } from './hostContract.ts';

let server: OllamaServer | null = null;
afterAll(() => server?.stop());

// Set by `npm run test:ollama`: a real Ollama, and a model of its that takes pictures.
const { STICKER_LAB_OLLAMA: url, STICKER_LAB_OLLAMA_MODEL: model } = process.env;

checkContract(async () => {
  if (url && model) return { host: { url, headers: {} }, model };
  server = await startOllamaServer({ delay: 210 });
  return { host: { url: server.url, headers: {} }, model: visionModel.name };
});
