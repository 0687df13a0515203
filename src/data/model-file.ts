/**
 * Trained nets as files: dense layers, each weight one signed byte times the scale of its unit.
 *
 * A net of 784-128-64-8 has 109,256 weights: 437 kB in float32, 110 kB so. A weight moves by at most half a step, which
 * is 1/254 of its unit's largest weight. What that costs is in `public/models/README.md`, measured.
 *
 * The format, integers and floats little-endian:
 *
 * | bytes | content |
 * | --- | --- |
 * | 3 | `NND` |
 * | 1 | format version, 1 |
 * | 4 | CRC-32 (the one of gzip) of every byte from offset 8 on |
 * | 4 | count of layers, L |
 * | 4 × (L + 1) | units of each, the input first |
 *
 * and then for each layer, with n units in front of it and m of its own:
 *
 * | bytes | content |
 * | --- | --- |
 * | 4 × m | scale of each unit, float32 |
 * | 4 × m | bias of each unit, float32 |
 * | n × m | weights [n, m], row after row, −127 … 127 |
 */
import { crc32 } from './crc32.ts';
import { DataError, type FileReader } from './data-error.ts';

const MAGIC = [0x4e, 0x4e, 0x44] as const; // 'NND'
const VERSION = 1;
const CRC_OFFSET = 4;
const BODY_OFFSET = 8;
const LARGEST = 127;
const MAX_LAYERS = 100;

export interface DenseWeights {
  /** [fanIn, fanOut], row after row. */
  readonly weights: Float32Array<ArrayBuffer>;
  /** [fanOut] */
  readonly bias: Float32Array<ArrayBuffer>;
}

export interface NetWeights {
  /** Units, the input first: [784, 128, 64, 8]. */
  readonly sizes: readonly number[];
  readonly layers: readonly DenseWeights[];
}

/** A file of a net that cannot be used. */
export class ModelFileError extends DataError {}

/** Path of a net below the folder of models: `fashion-8to2.bin`. */
export const modelPath = (name: string) => `fashion-${name}.bin`;

/**
 * Reads a net.
 * @throws ModelFileError where the file is missing or damaged
 * @throws the signal's reason once it is aborted
 */
export async function readModel(read: FileReader, name: string, signal?: AbortSignal): Promise<NetWeights> {
  const file = modelPath(name);
  try {
    return decodeModel(file, await read(file, signal));
  } catch (cause) {
    if (cause instanceof DataError) throw new ModelFileError(cause.code, file, cause.detail, { cause });
    throw cause;
  }
}

/** @throws RangeError where lengths and sizes do not agree, or a number is not finite */
export function encodeModel({ sizes, layers }: NetWeights): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fileBytes(sizes));
  const view = new DataView(bytes.buffer);
  bytes.set([...MAGIC, VERSION]);
  let at = BODY_OFFSET;
  for (const value of [layers.length, ...sizes]) {
    view.setUint32(at, value, true);
    at += 4;
  }
  for (const [l, { weights, bias }] of layers.entries()) {
    const [fanIn = 0, fanOut = 0] = sizes.slice(l, l + 2);
    if (weights.length !== fanIn * fanOut || bias.length !== fanOut) {
      throw new RangeError(
        `layer ${l} of ${fanIn}-${fanOut} has ${weights.length} weights, ${bias.length} biases`,
      );
    }
    if (![...weights, ...bias].every(Number.isFinite)) {
      throw new RangeError(`layer ${l} has a number that is not finite`);
    }
    const scales = unitScales(weights, fanOut);
    for (const values of [scales, bias]) {
      for (const value of values) {
        view.setFloat32(at, value, true);
        at += 4;
      }
    }
    for (const [i, weight] of weights.entries()) {
      const scale = scales[i % fanOut] ?? 0;
      view.setInt8(at++, scale > 0 ? Math.round(weight / scale) : 0);
    }
  }
  view.setUint32(CRC_OFFSET, crc32(bytes.subarray(BODY_OFFSET)), true);
  return bytes;
}

/**
 * Undoes `encodeModel`, up to its rounding.
 * @param file named in the error
 * @throws DataError('damaged') where magic, version, length or CRC-32 is not what the format says
 */
export function decodeModel(file: string, bytes: Uint8Array): NetWeights {
  const damaged = (detail: string) => new DataError('damaged', file, detail);
  if (bytes.length < BODY_OFFSET + 4) throw damaged(`${bytes.length} bytes, less than a header`);
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) throw damaged('not a net');
  if (bytes[3] !== VERSION) throw damaged(`format version ${bytes[3]} instead of ${VERSION}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (crc32(bytes.subarray(BODY_OFFSET)) !== view.getUint32(CRC_OFFSET, true))
    throw damaged('wrong checksum');
  const layerCount = view.getUint32(BODY_OFFSET, true);
  let at = BODY_OFFSET + 4;
  if (layerCount > MAX_LAYERS || bytes.length < at + 4 * (layerCount + 1)) {
    throw damaged(`${layerCount} layers in ${bytes.length} bytes`);
  }
  const sizes = Array.from({ length: layerCount + 1 }, (_, i) => view.getUint32(at + 4 * i, true));
  if (bytes.length !== fileBytes(sizes))
    throw damaged(`${bytes.length} bytes instead of ${fileBytes(sizes)}`);
  at += 4 * sizes.length;
  const floats = (count: number) => {
    const values = Float32Array.from({ length: count }, (_, i) => view.getFloat32(at + 4 * i, true));
    at += 4 * count;
    return values;
  };
  const layers = sizes.slice(1).map((fanOut, l) => {
    const scales = floats(fanOut);
    const bias = floats(fanOut);
    const start = at;
    const weights = Float32Array.from(
      { length: (sizes[l] ?? 0) * fanOut },
      (_, i) => view.getInt8(start + i) * (scales[i % fanOut] ?? 0),
    );
    at += weights.length;
    return { weights, bias };
  });
  return { sizes, layers };
}

/** For each unit 1/127 of its largest weight, in float32; 0 where all of them are 0. */
function unitScales(weights: Float32Array, fanOut: number): Float32Array {
  const largest = new Float32Array(fanOut);
  for (const [i, weight] of weights.entries()) {
    largest[i % fanOut] = Math.max(largest[i % fanOut] ?? 0, Math.abs(weight));
  }
  return largest.map((value) => value / LARGEST);
}

const fileBytes = (sizes: readonly number[]) =>
  BODY_OFFSET +
  4 * (1 + sizes.length) +
  sizes.slice(1).reduce((sum, fanOut, l) => sum + fanOut * (8 + (sizes[l] ?? 0)), 0);
