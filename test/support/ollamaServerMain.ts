import { parseArgs } from 'node:util';
import { embeddingModel, fullName, textModel, thinkingModel, visionModel, type ServedModel } from './ollamaModels.ts';
import { startOllamaServer } from './ollamaServer.ts';

// `node ollamaServerMain.ts [serve] [--port 11434] [--delay ms] [--load ms] [--parallel n] [--version v] [--models a,b] [--registry c]`.
// Prints its address, then serves until it is ended. OLLAMA_HOST (host:port) gives the port where --port does not.
const { values } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string' }, delay: { type: 'string' }, load: { type: 'string' }, parallel: { type: 'string' }, version: { type: 'string' },
    models: { type: 'string' }, registry: { type: 'string' }, 'step-delay': { type: 'string' },
  },
});
const known = [visionModel, textModel, thinkingModel, embeddingModel];
const modelsOf = (names: string | undefined): ServedModel[] | undefined => names?.split(',').filter((name) => name !== '').map(fullName)
  .map((name) => known.find((model) => model.name === name) ?? { name, capabilities: ['completion', 'vision'] });

const server = await startOllamaServer({
  log: false, delay: Number(values.delay ?? 0), loadDelay: Number(values.load ?? 0), parallel: Number(values.parallel ?? 1), version: values.version ?? '0.33.0',
  models: modelsOf(values.models) ?? known, registry: modelsOf(values.registry) ?? known,
}, Number(values.port ?? /:(\d+)$/u.exec(process.env.OLLAMA_HOST ?? '')?.[1] ?? 11434));
server.pull.stepDelay = Number(values['step-delay'] ?? 0);
console.log(server.url);
