/** Code on the pages breaks its lines, so it needs no script that lays out every closed block to see whether it scrolls. */
import { createRenderer } from '@astrojs/starlight/expressive-code';

const LOOKS_FOR_SCROLLING = 'tabindex-js-module';

/** Expressive Code’s own renderer of blocks without that script; throws where there is none any more. */
export const rendererWithoutScrolling: typeof createRenderer = async (options) => {
  const renderer = await createRenderer(options);
  const needed = renderer.jsModules.filter((script) => !script.includes(LOOKS_FOR_SCROLLING));
  if (needed.length === renderer.jsModules.length)
    throw new Error(`no script “${LOOKS_FOR_SCROLLING}” to leave out; see src/site/code-script.ts`);
  return { ...renderer, jsModules: needed };
};
