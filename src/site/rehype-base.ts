/** Chapters link to one another from the site's root (`/en/weights/he/`); this puts the deployment's base path in front. */

interface Node {
  readonly type: string;
  readonly properties?: Record<string, unknown>;
  readonly attributes?: readonly { readonly name?: string; value?: unknown }[];
  readonly children?: readonly Node[];
}

const fromRoot = (value: unknown): value is string => typeof value === 'string' && /^\/(?!\/)/.test(value);

export function rehypeBase({ base }: { readonly base: string }) {
  const withBase = (path: string) => base.replace(/\/$/, '') + path;
  const visit = (node: Node): void => {
    if (node.properties && fromRoot(node.properties.href))
      node.properties.href = withBase(node.properties.href);
    // links written as JSX in MDX
    for (const attribute of node.attributes ?? []) {
      if (attribute.name === 'href' && fromRoot(attribute.value)) attribute.value = withBase(attribute.value);
    }
    node.children?.forEach(visit);
  };
  return (tree: Node) => visit(tree);
}
