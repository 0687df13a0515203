/** Code is laid out when it comes near; until then its height is that of the rows it will have (`shell.css`). */
import { definePlugin } from '@astrojs/starlight/expressive-code';
import { select, setInlineStyle } from '@astrojs/starlight/expressive-code/hast';

/** Characters that a line of code holds on a phone. */
const PHONE_COLUMNS = 42;

/** How many rows `lines` take where a row holds `columns` characters: a line that is longer is broken. */
function rowsOf(lines: readonly string[], columns: number): number {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / columns)), 0);
}

/** Says on each block of code how many lines it has, and how many rows they take on a phone. */
export const codeRows = () =>
  definePlugin({
    name: 'code-rows',
    hooks: {
      postprocessRenderedBlock: ({ codeBlock, renderData }) => {
        const pre = select('pre', renderData.blockAst);
        if (!pre) throw new Error('a block of code without <pre>; see src/site/code-rows.ts');
        const lines = codeBlock.getLines().map((line) => line.text);
        setInlineStyle(pre, '--rows', String(lines.length));
        setInlineStyle(pre, '--phone-rows', String(rowsOf(lines, PHONE_COLUMNS)));
      },
    },
  });
