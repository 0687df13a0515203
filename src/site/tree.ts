/** What the build's plugins ask of a page's file and of the nodes of its tree. */
import { type Locale, locales } from '#src/i18n.ts';

export interface SourceFile {
  readonly path?: string;
}

export interface TreeNode {
  readonly value?: string;
  readonly properties?: Record<string, unknown>;
  readonly children?: readonly TreeNode[];
}

/** Of a chapter; `undefined` for a file that is in no language's folder. */
export const localeOf = ({ path }: SourceFile): Locale | undefined =>
  locales.find((one) => path?.replaceAll('\\', '/').includes(`/content/${one}/`));

/** All that is written in it. */
export const textOf = ({ value, children }: TreeNode): string =>
  value ?? children?.map(textOf).join('') ?? '';

export function hasClass({ properties }: TreeNode, name: string): boolean {
  const names = properties?.className;
  return Array.isArray(names) && names.includes(name);
}
