// Real Chromium against the real program with a fresh database, the sample workspace and a simulated Jira.
import { defineConfig } from '@playwright/test';
import { LISTEN, RESULTS } from './addresses.mjs';
import { DECLINED } from './tests/consent';

export default defineConfig({
  testDir: './tests',
  timeout: 120_000,
  // One more than there are processors: pages also wait.
  workers: 3,
  fullyParallel: true,
  forbidOnly: true,
  reporter: [['list']],
  outputDir: RESULTS,
  snapshotPathTemplate: '{testDir}/{testFileName}-snapshots/{arg}{ext}',
  // Edges of marks may be smoothed a little differently; a mark that moved or changed its colour is far more.
  expect: { timeout: 15_000, toHaveScreenshot: { maxDiffPixelRatio: 0.0003, threshold: 0.05 } },
  use: {
    baseURL: `http://${LISTEN}`,
    browserName: 'chromium',
    trace: 'off',
    reducedMotion: 'reduce',
    // Everything works the same for those who decline.
    storageState: DECLINED,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'owner', testMatch: /owner\.setup\.ts/ },
    { name: 'browser', testMatch: /\.spec\.ts/, dependencies: ['owner'] },
  ],
  webServer: {
    command: 'node serve.mjs',
    url: `http://${LISTEN}/healthz`,
    timeout: 30_000,
    reuseExistingServer: false,
    stdout: 'ignore',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
});
