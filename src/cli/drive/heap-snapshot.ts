/** What a heap holds, read from a snapshot as Chromium's protocol gives it: one text, in chunks. */

export interface HeapBytes {
  /** The scripts' objects, functions, texts and numbers. */
  readonly objects: number;
  /** What the engine has made of the scripts so as to run them: bytecode, machine code and what it has learned for them. */
  readonly code: number;
}

interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      /** Of each field; the names of the kinds of node, where the field is `type`. */
      readonly node_types: readonly (string | readonly string[])[];
    };
  };
  /** As many numbers for each node as there are fields. */
  readonly nodes: readonly number[];
}

/** Of the browser's own: elements and the like, which are counted elsewhere. */
const NOT_OF_SCRIPTS = ['native', 'synthetic'];

/** @throws where the snapshot says of its nodes neither what they are nor how large */
export function heapBytes(text: string): HeapBytes {
  const { snapshot, nodes }: Snapshot = JSON.parse(text);
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [typeAt, sizeAt] = [fields.indexOf('type'), fields.indexOf('self_size')];
  const kinds = types[typeAt];
  if (sizeAt < 0 || !Array.isArray(kinds))
    throw new Error(`a heap snapshot with the fields ${fields.join(', ')}`);
  const bytes = { objects: 0, code: 0 };
  for (let node = 0; node < nodes.length; node += fields.length) {
    const kind: unknown = kinds[nodes[node + typeAt] ?? -1];
    const size = nodes[node + sizeAt] ?? 0;
    if (kind === 'code') bytes.code += size;
    else if (!NOT_OF_SCRIPTS.includes(String(kind))) bytes.objects += size;
  }
  return bytes;
}
