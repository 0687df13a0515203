/** What a teacher pastes into a page of their own: a frame with the figure, and what gives the frame its height. */
import { SHOW_KEY, SHOW_NONE } from '#src/lab/url-state.ts';

export interface EmbedOptions {
  /** Address of the figure's page for frames, with the settings to start from. */
  readonly address: string;
  readonly title: string;
  /** Keys of the controls to show; absent: all of them. */
  readonly shown?: readonly string[];
}

/** Until the figure has said how high it is, and where scripts are off. */
const FIRST_HEIGHT = 900;

export function embedCode({ address, title, shown }: EmbedOptions): string {
  const url = new URL(address);
  if (shown) url.searchParams.set(SHOW_KEY, shown.length > 0 ? shown.join(',') : SHOW_NONE);
  const source = url.href.replaceAll('%2C', ',');
  return [
    `<iframe src="${escapeAttribute(source)}" title="${escapeAttribute(title)}"`,
    `  width="100%" height="${FIRST_HEIGHT}" style="border: 0" loading="lazy" allow="clipboard-write"></iframe>`,
    '<script>',
    "  addEventListener('message', ({ source, data }) => {",
    "    for (const frame of document.querySelectorAll('iframe'))",
    '      if (frame.contentWindow === source && data?.figureHeight > 0) frame.height = data.figureHeight;',
    '  });',
    '</script>',
  ].join('\n');
}

const escapeAttribute = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
