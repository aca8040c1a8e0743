import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // The functions log one line an answer; a test that is about log lines captures them itself.
    silent: 'passed-only',
  },
});
