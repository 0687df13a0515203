/**
 * `npm run pretrain [-- --check [NAME …]] [--out FOLDER]`: trains the nets that `fine-tuning` borrows from, on WASM, and writes
 * them into `public/models/` with a README. The same code gives the same bytes on every run.
 * With `--check` nothing is written: each file, or each of those named (8to2, 5to5, clean), is made again and compared,
 * byte for byte; exit status 1 where one differs.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ofClasses, withNoise } from '#src/data/classes.ts';
import { CHUNK_COUNTS, CHUNK_IMAGES } from '#src/data/data-source.ts';
import { decodeModel, encodeModel, modelPath, type NetWeights } from '#src/data/model-file.ts';
import { type TransferTaskName, transferTaskNames, transferTasks } from '#src/data/transfer-tasks.ts';
import { backboneNet, netWeights, PRETRAINING_STEPS, pretrain, setWeights } from '#src/nn/pretraining.ts';
import { type DeviceData, evaluate, uploadData } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';
import { nodeData, refuse, refuseArguments, root, startBackend } from './node-lab.ts';
import { modelsReadme } from './pretrain-readme.ts';

const BACKEND = 'wasm';
const PRETRAINING_SEED = 20180402;
const DEFAULT_OUT = fileURLToPath(new URL('public/models/', root));

const { check, out, names } = readArguments();
await startBackend(BACKEND);
const data = nodeData();
const trainingImages = await data.fashionMnist('train', CHUNK_COUNTS.train * CHUNK_IMAGES);
const testImages = await data.fashionMnist('test', CHUNK_COUNTS.test * CHUNK_IMAGES);
const models = [];
for (const name of names) models.push(await makeModel(name));
const readme = modelsReadme(models, { seed: PRETRAINING_SEED, steps: PRETRAINING_STEPS });
const files = [
  ...models.map(({ file, bytes }) => ({ file, bytes })),
  ...(names.length === transferTaskNames.length ? [{ file: 'README.md', bytes: Buffer.from(readme) }] : []),
];
await (check ? compare() : write());

interface Arguments {
  readonly check: boolean;
  readonly out: string;
  readonly names: readonly TransferTaskName[];
}

function readArguments(): Arguments {
  const { values, positionals } = parsed();
  const { check = false, out = DEFAULT_OUT } = values;
  const names = positionals.map((given) => {
    const name = transferTaskNames.find((known) => known === given);
    return name ?? refuse(`unknown net: ${given} (allowed: ${transferTaskNames.join(' | ')})`);
  });
  if (names.length > 0 && !check)
    refuse(`all of the nets are written or none: ${names.join(' ')} (allowed: --check NAME …)`);
  return { check, out, names: names.length > 0 ? names : transferTaskNames };
}

function parsed() {
  const options = { check: { type: 'boolean' }, out: { type: 'string' } } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return refuseArguments(error, '--check [NAME …] | --out FOLDER');
  }
}

/** Trains one net, rounds it as its file does, and measures what the rounding costs. */
async function makeModel(name: TransferTaskName) {
  const { source, noise } = transferTasks[name];
  const rng = createRng(PRETRAINING_SEED).child(name);
  const images = ofClasses(trainingImages, source);
  const net = backboneNet(source.length, rng.child('weights'));
  const test = uploadData(withNoise(ofClasses(testImages, source), noise, rng.child('test')), source.length);
  try {
    const training = { net, images, classes: source.length, noise, rng: rng.child('training') };
    for await (const { diverged } of pretrain(training)) if (diverged) throw new Error(`${name} diverged`);
    const file = modelPath(name);
    const exact = await evaluate(net, test);
    const bytes = encodeModel({ sizes: net.spec.sizes, layers: await netWeights(net) });
    const rounded = await judged(net, decodeModel(file, bytes), test);
    const hash = createHash('sha256').update(bytes).digest('hex');
    console.log(`${file}: ${bytes.length} bytes, test accuracy ${rounded.accuracy.toFixed(4)}`);
    return { name, file, bytes, hash, images: images.count, testImages: test.count, exact, rounded };
  } finally {
    net.dispose();
    test.dispose();
  }
}

async function judged(net: Parameters<typeof setWeights>[0], weights: NetWeights, test: DeviceData) {
  setWeights(net, weights.layers);
  return evaluate(net, test);
}

async function write(): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    for (const { file, bytes } of files) await writeFile(join(out, file), bytes);
  } catch (cause) {
    refuse(`--out, cannot write to ${out}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

async function compare(): Promise<void> {
  for (const { file, bytes } of files) {
    const path = join(out, file);
    const stored = await readFile(path).catch(() => undefined);
    if (stored && Buffer.compare(stored, bytes) === 0) continue;
    const what = stored ? 'is not what this program makes' : 'is not there';
    console.error(`${relative('', path)} ${what}: run npm run pretrain, and say why it changed`);
    process.exitCode = 1;
  }
}
