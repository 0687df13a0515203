/** A page of the site with workers of the tests' own, which have the course's engine to themselves. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import type { BackendName } from '#src/lab/contract.ts';
import type { Visit } from './browser.ts';
import type { Answer, Question } from './engine-nets/answer.ts';

/** Where the workers seem to be, on the site. */
const ADDRESS = 'engine-nets/';
const workers = ['measure', 'long-training'] as const;
export type WorkerName = (typeof workers)[number];

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

export interface Workshop {
  /** A page on which `ask` finds its workers. */
  open(visit: Visit): Promise<Page>;
  dispose(): Promise<void>;
}

/** Bundles the workers, as the site's build does with its own. */
export async function buildWorkshop(): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-nets-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    base: './',
    publicDir: false,
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'esnext',
      modulePreload: false, // it asks for the document, which a worker doesn't have
      chunkSizeWarningLimit: 2500,
      rolldownOptions: {
        input: Object.fromEntries(workers.map((name) => [name, `test/site/engine-nets/${name}.ts`])),
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  return {
    open: (visit) =>
      visit('en/glossary/', {
        prepare: (page) =>
          page.route(`**/${ADDRESS}**`, async (route) => {
            const [, file = ''] = new URL(route.request().url()).pathname.split(`/${ADDRESS}`);
            const contentType = contentTypes[extname(file)] ?? '';
            await route.fulfill({ contentType, body: await readFile(join(folder, file)) });
          }),
      }),
    dispose: () => rm(folder, { recursive: true }),
  };
}

/** What a new worker of the page answers. */
export function ask<Input, Output>(
  page: Page,
  worker: WorkerName,
  backend: BackendName,
  input: Input,
): Promise<Answer<Output>> {
  const question: Question<Input> = { backend, input };
  return page.evaluate(
    ([url, message]) =>
      new Promise<Answer<Output>>((resolve, reject) => {
        const one = new Worker(url, { type: 'module' });
        one.onmessage = ({ data }: MessageEvent<Answer<Output>>) => {
          one.terminate();
          resolve(data);
        };
        one.onerror = (event) => {
          event.preventDefault(); // the test reports it
          reject(new Error(event.message || 'a worker could not be started'));
        };
        one.postMessage(message);
      }),
    [new URL(`../../${ADDRESS}${worker}.js`, page.url()).href, question] as const,
  );
}
