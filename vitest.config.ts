import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    // Generous: a machine that is shared or slow must not fail what is right.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The runs that kill processes depend on the machine's timing; a failure that does not come back is told, and no verdict.
    retry: process.env['CI'] ? 2 : 0,
  },
});
