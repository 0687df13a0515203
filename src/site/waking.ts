/** Gives the widgets `client:reached`. */
import type { AstroIntegration } from 'astro';

export function waking(): AstroIntegration {
  return {
    name: 'waking',
    hooks: {
      'astro:config:setup': ({ addClientDirective }) =>
        addClientDirective({ name: 'reached', entrypoint: './src/site/wake.ts' }),
    },
  };
}
