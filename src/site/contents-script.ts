/**
 * In the bundle, `table-of-contents.ts` in place of Starlight’s script of that purpose; its components stay, and take
 * `StarlightTOC` from it.
 */
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const theirs = /\/TableOfContents\/starlight-toc(\.js)?$/;
const ours = fileURLToPath(new URL('table-of-contents.ts', import.meta.url));

export function contentsScript(): AstroIntegration {
  return {
    name: 'contents-script',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({
          vite: {
            plugins: [
              {
                name: 'contents-script',
                enforce: 'pre',
                resolveId: (source) => (theirs.test(source) ? ours : undefined),
                generateBundle() {
                  if (this.environment.name === 'client' && !this.getModuleInfo(ours))
                    this.error('no script of Starlight’s to replace by table-of-contents.ts');
                },
              },
            ],
          },
        });
      },
    },
  };
}
