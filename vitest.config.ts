import { defineConfig } from 'vitest/config';

const shared = {
  testTimeout: 30_000,
  hookTimeout: 180_000,
  // The functions log one line an answer; a test that is about log lines captures them itself.
  silent: 'passed-only',
} as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'here',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.{http,browser}.test.ts'],
        },
      },
      {
        // One local cloud serves every test over HTTP of a run.
        test: {
          ...shared,
          name: 'cloud',
          include: ['test/**/*.http.test.ts'],
          globalSetup: ['test/cloud.ts'],
        },
      },
    ],
  },
});
