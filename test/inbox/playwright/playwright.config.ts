/** Two workers, so that each has to get an inbox of its own. No browser: what is tested are the fixtures. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  workers: 2,
  fullyParallel: true,
  reporter: 'line',
  outputDir: process.env.OUTPUT_FOLDER ?? '.',
});
