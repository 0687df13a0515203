/** Where a Chromium is, and how it is started, for what looks at the built site as readers do. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Flags under which a Chromium does nothing of its own accord. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
];

/** WebGPU in software: slow, and the only kind that every machine has. */
export const softwareWebgpuFlags = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];

/** WebGPU on a graphics card, where a browser without a window would not look for one. */
export const graphicsCardFlags = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--ignore-gpu-blocklist',
  ...(process.platform === 'linux' ? ['--use-angle=vulkan', '--disable-vulkan-surface'] : []),
];

/** CHROME_PATH, what the system has, then Playwright's own; `undefined` where there is none. */
export function findBrowser(): string | undefined {
  const candidates = [
    process.env.CHROME_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    chromium.executablePath(),
  ];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}
