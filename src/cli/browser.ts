/**
 * `npm run browser`: finds a Chromium for the tests, or installs one: Playwright's build where it can be downloaded,
 * Debian's package where not. Exit status 1 with the way out where neither works.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './find-browser.ts';

const playwrightCli = fileURLToPath(new URL('../../node_modules/playwright-core/cli.js', import.meta.url));
const debianPackages = ['chromium', 'fonts-noto-cjk'];
const DOWNLOAD_LIMIT_MILLIS = 300_000;

const attempts: readonly { readonly what: string; readonly install: () => boolean }[] = [
  {
    what: 'Playwright’s Chromium',
    install: () => run(process.execPath, [playwrightCli, 'install', '--with-deps', 'chromium']),
  },
  {
    what: 'Debian’s chromium package',
    install: () =>
      run('apt-get', ['update', '-qq']) &&
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...debianPackages]),
  },
];

let found = findBrowser();
for (const { what, install } of attempts) {
  if (found) break;
  console.log(`No Chromium found; installing ${what} …`);
  if (install()) found = findBrowser();
}
if (!found) {
  console.error('No Chromium for the tests: install one, or set CHROME_PATH to its executable.');
  process.exit(1);
}
console.log(`Chromium: ${found}`);

function run(command: string, args: readonly string[]): boolean {
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: DOWNLOAD_LIMIT_MILLIS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0;
}
