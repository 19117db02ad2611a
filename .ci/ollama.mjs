import { at } from './repository.mjs';
import { execute, main } from './execute.mjs';
import { environment, node24 } from './node24.mjs';
import { setup } from './setup.mjs';

/** OLLAMA_HOST as Ollama reads it: scheme and port may be left out, 0.0.0.0 means here. */
function hostUrl(given = '127.0.0.1:11434') {
  const url = new URL(given.includes('://') ? given : `http://${given}`);
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.port === '' && !given.includes('://')) url.port = '11434';
  return url.href.replace(/\/$/, '');
}

async function ask(url, path, body) {
  const response = await fetch(`${url}${path}`, body ? { method: 'POST', body: JSON.stringify(body) } : {});
  if (!response.ok) throw new Error(`${url}${path} answers ${response.status}`);
  return response.json();
}

async function findModel(url) {
  const { models } = await ask(url, '/api/tags');
  const sizes = new Map(models.map(({ name, size }) => [name, size]));
  for (const name of [...sizes.keys()].toSorted((a, b) => sizes.get(a) - sizes.get(b))) {
    const { capabilities = [] } = await ask(url, '/api/show', { model: name });
    if (capabilities.includes('vision')) return name;
  }
  throw new Error(`Ollama at ${url} has no model that takes pictures. Get one, for example: ollama pull llava:7b-v1.6-mistral`);
}

/** Runs the hosts' contract against the Ollama at OLLAMA_HOST, with the model given, or its smallest that takes pictures. */
await main(async () => {
  await setup();
  const url = hostUrl(process.env.OLLAMA_HOST || undefined);
  const { version } = await ask(url, '/api/version').catch((error) => {
    throw new Error(`No Ollama runs at ${url} (${error.cause?.code ?? error.message}): nothing was tested. Start one with "ollama serve", or name another with OLLAMA_HOST.`);
  });
  const model = process.argv[2] ?? await findModel(url);
  console.log(`Ollama ${version} at ${url}, model ${model}`);
  const contract = at('test/engine/describe/hostContract.test.ts');
  return execute(node24(), [at('node_modules/vitest/vitest.mjs'), 'run', contract], { env: environment({ STICKER_LAB_OLLAMA: url, STICKER_LAB_OLLAMA_MODEL: model }) });
});
