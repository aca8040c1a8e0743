import { defineConfig } from 'vitest/config';

const chosen = process.env['MUTATION_TESTS'];

/** The tests that mutation testing runs, again and again: the rules' own, pure and quick; or those chosen. */
export default defineConfig({
  test: {
    include: chosen ? chosen.split(',') : ['test/shared/{register,procedures}/**/*.test.ts'],
    exclude: ['test/**/*.store.test.ts'],
    testTimeout: 30_000,
  },
});
