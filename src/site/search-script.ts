/** In the bundle, the search's own script takes `search-count.ts` along, so that pages that are only read do without it. */
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const theirs = /\/@pagefind\/default-ui\/.*ui-core\.m?js$/;
const ours = fileURLToPath(new URL('search-count.ts', import.meta.url));

export function searchScript(): AstroIntegration {
  return {
    name: 'search-script',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({
          vite: {
            plugins: [
              {
                name: 'search-script',
                transform: (code, id) =>
                  theirs.test(id)
                    ? {
                        code: `import { sayWhatIsFound } from ${JSON.stringify(ours)};\n${code}\nsayWhatIsFound();`,
                        map: null,
                      }
                    : undefined,
                generateBundle() {
                  if (this.environment.name === 'client' && !this.getModuleInfo(ours))
                    this.error('no script of Pagefind’s to take search-count.ts along');
                },
              },
            ],
          },
        });
      },
    },
  };
}
