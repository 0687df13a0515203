/**
 * Seeded, splittable random numbers: the only source of randomness in the course.
 *
 * A stream is identified by a seed and a path of labels (`rng.child('weights').child('3')`), so that each layer
 * draws the same numbers whatever else an experiment draws, and in whatever order. Bits come from xoroshiro128+
 * (`pure-rand`), normals from the ziggurat of Marsaglia & Tsang (2000, doi:10.18637/jss.v005.i08) with 128 layers;
 * layer index and value use separate bits of each 32-bit draw (Doornik 2005's remedy).
 */
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

export interface Rng {
  /** An independent stream named by `label`; it does not advance this one. */
  child(label: string | number): Rng;
  /** Uniform on {0, …, 2³² − 1}. */
  uint32(): number;
  /** Uniform on [0, 1), 32 bits. */
  uniform(): number;
  /** Uniform on {0, …, bound − 1}; throws RangeError unless `bound` is a positive integer up to 2³². */
  int(bound: number): number;
  /** Standard normal, mean 0 and standard deviation 1. */
  normal(): number;
  /** `count` normals with mean 0 and standard deviation `std` (default 1). */
  normals(count: number, std?: number): Float32Array<ArrayBuffer>;
  /** A uniformly random order of 0 … count − 1 (Fisher–Yates). */
  permutation(count: number): Int32Array<ArrayBuffer>;
}

const LAYERS = 128;
/** Where the ziggurat's tail starts, and the area of each of its layers (Marsaglia & Tsang, table for n = 128). */
const TAIL_START = 3.442619855899;
const LAYER_AREA = 9.91256303526217e-3;
const TWO_31 = 2147483648;
const TWO_32 = 4294967296;

interface Ziggurat {
  /** Accept at once where |integer| is below this. */
  readonly threshold: Float64Array;
  /** Integer to abscissa. */
  readonly width: Float64Array;
  /** Density at the layer's edge. */
  readonly density: Float64Array;
}

const ziggurat = buildZiggurat();

function buildZiggurat(): Ziggurat {
  const threshold = new Float64Array(LAYERS);
  const width = new Float64Array(LAYERS);
  const density = new Float64Array(LAYERS);
  let edge = TAIL_START;
  let previous = edge;
  const q = LAYER_AREA / Math.exp(-0.5 * edge * edge);
  threshold[0] = (edge / q) * TWO_31;
  threshold[1] = 0;
  width[0] = q / TWO_31;
  width[LAYERS - 1] = edge / TWO_31;
  density[0] = 1;
  density[LAYERS - 1] = Math.exp(-0.5 * edge * edge);
  for (let i = LAYERS - 2; i >= 1; i--) {
    edge = Math.sqrt(-2 * Math.log(LAYER_AREA / edge + Math.exp(-0.5 * edge * edge)));
    threshold[i + 1] = (edge / previous) * TWO_31;
    previous = edge;
    density[i] = Math.exp(-0.5 * edge * edge);
    width[i] = edge / TWO_31;
  }
  return { threshold, width, density };
}

/** Mixes 32 bits so that neighbouring inputs give unrelated outputs (MurmurHash3's finaliser). */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** FNV-1a over the label's UTF-16 code units, started from the parent's key. */
function hashLabel(key: number, label: string): number {
  let h = mix(key ^ 0x811c9dc5);
  for (let i = 0; i < label.length; i++) h = Math.imul(h ^ label.charCodeAt(i), 0x01000193);
  return mix(h);
}

/**
 * The stream for a seed.
 * @param seed a positive integer up to 2³² − 1
 * @throws RangeError `invalid seed; not a positive integer below 2^32: ${seed}`
 */
export function createRng(seed: number): Rng {
  if (!Number.isInteger(seed) || seed < 1 || seed >= TWO_32) {
    throw new RangeError(`invalid seed; not a positive integer below 2^32: ${seed}`);
  }
  return streamOf(mix(seed), mix(seed ^ 0x9e3779b9));
}

function streamOf(keyA: number, keyB: number): Rng {
  const generator = xoroshiro128plusFromState([
    mix(keyA + 0x9e3779b9) | 1, // never the all-zero state
    mix(keyB + 0x3c6ef372),
    mix(keyA + 0xdaa66d2b),
    mix(keyB + 0x78dde6e4),
  ]);
  const { threshold, width, density } = ziggurat;

  const uniform = () => (generator.next() >>> 0) / TWO_32;

  function normal(): number {
    for (;;) {
      const bits = generator.next();
      const layer = bits >>> 25;
      const integer = bits << 7; // signed, 25 bits of value
      const x = integer * (width[layer] ?? 0);
      if (Math.abs(integer) < (threshold[layer] ?? 0)) return x;
      if (layer === 0) return tail(integer < 0);
      const upper = density[layer - 1] ?? 0;
      const lower = density[layer] ?? 0;
      if (lower + uniform() * (upper - lower) < Math.exp(-0.5 * x * x)) return x;
    }
  }

  /** Marsaglia's method for the part beyond TAIL_START. */
  function tail(negative: boolean): number {
    for (;;) {
      const x = -Math.log(1 - uniform()) / TAIL_START;
      const y = -Math.log(1 - uniform());
      if (y + y >= x * x) return negative ? -TAIL_START - x : TAIL_START + x;
    }
  }

  function int(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > TWO_32) {
      throw new RangeError(`invalid bound; not an integer in [1, 2^32]: ${bound}`);
    }
    const limit = TWO_32 - (TWO_32 % bound); // rejection keeps every value equally likely
    for (;;) {
      const bits = generator.next() >>> 0;
      if (bits < limit) return bits % bound;
    }
  }

  return {
    child: (label) => streamOf(hashLabel(keyA, String(label)), hashLabel(keyB, String(label))),
    uint32: () => generator.next() >>> 0,
    uniform,
    int,
    normal,
    normals(count, std = 1) {
      const out = new Float32Array(count);
      for (let i = 0; i < count; i++) out[i] = normal() * std;
      return out;
    },
    permutation(count) {
      const order = Int32Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = int(i + 1);
        const kept = order[i] ?? 0;
        order[i] = order[j] ?? 0;
        order[j] = kept;
      }
      return order;
    },
  };
}
