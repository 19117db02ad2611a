import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { at } from './repository.mjs';
import { getBrowser } from './browser.mjs';
import { build } from './build.mjs';
import { countSpecs, prepareSpecs, runSpecs } from './e2e.mjs';
import { main } from './execute.mjs';
import { lint } from './lint.mjs';
import { packageExtension } from './package.mjs';
import { setup } from './setup.mjs';
import { unit } from './unit.mjs';

const UNIT_REPORT = at('test-results/unit.json');
const SPEC_REPORT = at('test-results/specs.json');

const total = { passed: 0, failed: 0, skipped: 0 };

/** Runs one stage; a failure that no report of single tests shows counts as one. Resolves to whether it went well. */
async function stage(name, work) {
  const started = Date.now();
  const failedBefore = total.failed;
  console.log(`\n== ${name}`);
  const problem = await work().then((code) => (code ? `ended with ${code}` : null), (error) => error.message);
  console.log(`== ${name}: ${problem ?? 'done'} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
  if (problem && total.failed === failedBefore) total.failed += 1;
  return !problem;
}

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

function add({ passed, failed, skipped }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

/** Runs tests and adds what their report counts. */
async function tested(run, counts) {
  const code = await run();
  const counted = counts();
  if (counted) add(counted);
  return code;
}

function unitCounts() {
  const report = read(UNIT_REPORT);
  return report && { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests };
}

function specCounts() {
  const report = read(SPEC_REPORT);
  return report && { passed: report.stats.expected + report.stats.flaky, failed: report.stats.unexpected, skipped: report.stats.skipped };
}

await main(async () => {
  await setup();
  rmSync(at('test-results'), { recursive: true, force: true });
  mkdirSync(at('test-results'), { recursive: true });
  const browser = await getBrowser();
  await stage('Lint and types', lint);
  await stage('Unit tests', () => tested(() => unit([], UNIT_REPORT), unitCounts));
  const isPackaged = await stage('Build and package', async () => {
    await build();
    await packageExtension();
  });
  if (isPackaged) {
    await stage('UI specs', async () => {
      const prepared = await prepareSpecs(browser);
      if (prepared) return tested(() => runSpecs(prepared, [], SPEC_REPORT), specCounts);
      total.skipped += await countSpecs();
    });
  }
  if (total.skipped > 0) console.log(`\n${total.skipped} skipped: the messages above say why.`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
});
