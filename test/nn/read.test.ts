import { memory, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { borrowFloats } from '#src/nn/read.ts';
import { createRng } from '#src/random.ts';
import { backends, startBackend } from '../backends.ts';

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it('borrows every bit that was written, NaN, infinities and −0 too', async () => {
    const values = [...createRng(4).normals(997), Number.NaN, Number.NEGATIVE_INFINITY, -0];
    const tensor = tensor2d(values, [10, 100]);
    expect(Array.from(await borrowFloats(tensor))).toEqual(values);
    tensor.dispose();
  });

  it('leaves no tensor behind, and the tensor as it was', async () => {
    const tensor = tensor1d([1, 2, 3]);
    const before = memory();
    await borrowFloats(tensor);
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
    expect(Array.from(await tensor.data())).toEqual([1, 2, 3]);
    tensor.dispose();
  });
});

it('makes no copy on wasm', async () => {
  await startBackend('wasm');
  const [one, other] = [tensor1d([1, 2]), tensor1d([3, 4])];
  expect((await borrowFloats(one)).buffer).toBe((await borrowFloats(other)).buffer);
  one.dispose();
  other.dispose();
});
