/** Builds the site for this project (root or sub-path), serves it, and tells the tests where it is. */
import { build, preview } from 'astro';
import type { TestProject } from 'vitest/node';
import { SITE_ADDRESS } from './address.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the site's front page, with a slash at the end. */
    siteUrl: string;
    /** Folder of the built site. */
    siteFolder: string;
  }
}

const basePaths: Readonly<Record<string, string>> = { site: '/', 'site-subpath': '/teaching/course/' };
/** One of the two doesn't know its address. The other's is not where it is served: what asks there fails. */
const addresses: Readonly<Record<string, string>> = { 'site-subpath': SITE_ADDRESS };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const base = basePaths[project.name];
  if (!base) throw new Error(`no base path for the test project ${project.name}`);
  const outDir = `./dist-test/${project.name}`;
  process.env.BASE_PATH = base;
  process.env.OUT_DIR = outDir;
  process.env.SITE_URL = addresses[project.name] ?? '';
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production'; // or Starlight takes it for a site under development, which has no search
  await build({ logLevel: 'warn' });
  process.env.NODE_ENV = NODE_ENV;
  const server = await preview({ logLevel: 'warn', server: { port: 0, host: '127.0.0.1' } });
  project.provide('siteUrl', `http://127.0.0.1:${server.port}${base}`);
  project.provide('siteFolder', outDir);
  return () => server.stop();
}
