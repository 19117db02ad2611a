import { defineConfig } from 'oxlint';
import config from '../../oxlint.config.ts';

/** The project's own rules, looking at the deliberate violations beside this file. */
export default defineConfig({ ...config, jsPlugins: ['../../.ci/walls.mjs'], ignorePatterns: [] });
