import { defineConfig } from 'vitest/config';

/** The tests that mutation testing may run, again and again: the rules' own, pure and quick. */
export default defineConfig({
  test: {
    include: ['test/shared/{register,procedures}/**/*.test.ts'],
    exclude: ['test/**/*.store.test.ts'],
    testTimeout: 30_000,
  },
});
