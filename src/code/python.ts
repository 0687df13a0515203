/** Python as text: how a widget's `pytorch.ts` puts its script together. */
import type { Locale } from '#src/i18n.ts';

/**
 * The experiment of a widget as a whole PyTorch script, with these settings in it as literals, and of what depends on them
 * only the branch that they take. It prints the numbers of the summary under their keys, one a line, as JSON.
 */
export type PyTorchScript<Config> = (config: Config, locale: Locale) => string;

/** A value as Python writes it: `True`, `0.1`, `[784, 100, 10]`; strings are to be ASCII. */
export function literal(value: number | boolean | string | readonly (number | string)[]): string {
  if (typeof value === 'object') return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** Blocks of a script, `false` and `undefined` left out: two blank lines around definitions, one between others. */
export function script(...blocks: readonly (string | false | undefined)[]): string {
  const kept = blocks.flatMap((block) => (block ? [block.replace(/^\n+|\s+$/g, '')] : []));
  return `${kept.reduce((text, block) => {
    const apart = endsInDefinition(text) || startsDefinition(block);
    return `${text}${apart ? '\n\n\n' : '\n\n'}${block}`;
  })}\n`;
}

const startsDefinition = (text: string) => /^(@|def |class )/.test(text);
const endsInDefinition = (text: string) =>
  startsDefinition(text.split('\n').findLast((line) => /^[^\s]/.test(line)) ?? '');

/** The same text with each line moved to the right. */
export const indented = (text: string, spaces = 4) =>
  text
    .split('\n')
    .map((line) => (line ? ' '.repeat(spaces) + line : line))
    .join('\n');
