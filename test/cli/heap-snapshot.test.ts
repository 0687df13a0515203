import { expect, it } from 'vitest';
import { heapBytes } from '#src/cli/drive/heap-snapshot.ts';

const meta = {
  node_fields: ['type', 'name', 'id', 'self_size', 'edge_count'],
  node_types: [
    ['hidden', 'code', 'native', 'object', 'string', 'synthetic'],
    'string',
    'number',
    'number',
    'number',
  ],
};

it('tells the scripts’ objects from what the engine compiles, and leaves out the browser’s own', () => {
  const kinds = { hidden: 0, code: 1, native: 2, object: 3, string: 4, synthetic: 5 };
  const node = (kind: keyof typeof kinds, bytes: number) => [kinds[kind], 0, 0, bytes, 0];
  const nodes = [
    ...node('synthetic', 1),
    ...node('object', 20),
    ...node('code', 300),
    ...node('hidden', 4000),
    ...node('native', 50_000),
    ...node('string', 600_000),
  ];
  expect(heapBytes(JSON.stringify({ snapshot: { meta }, nodes }))).toEqual({ objects: 604_020, code: 300 });
});

it('refuses a snapshot that is told in other words', () => {
  const other = { ...meta, node_fields: ['kind', 'bytes'] };
  expect(() => heapBytes(JSON.stringify({ snapshot: { meta: other }, nodes: [] }))).toThrow('kind, bytes');
});
