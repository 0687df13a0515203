/** What the build's plugins ask of the nodes of a page's tree. */

export interface TreeNode {
  readonly value?: string;
  readonly properties?: Record<string, unknown>;
  readonly children?: readonly TreeNode[];
}

/** All that is written in it. */
export const textOf = ({ value, children }: TreeNode): string =>
  value ?? children?.map(textOf).join('') ?? '';

export function hasClass({ properties }: TreeNode, name: string): boolean {
  const names = properties?.className;
  return Array.isArray(names) && names.includes(name);
}
