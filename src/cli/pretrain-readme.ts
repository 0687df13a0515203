/** The README beside the nets that `npm run pretrain` makes. */
import { type TransferTaskName, transferTasks } from '#src/data/transfer-tasks.ts';
import { formatCount } from '#src/format.ts';

interface Judgement {
  readonly loss: number;
  readonly accuracy: number;
}

export interface MadeModel {
  readonly name: TransferTaskName;
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly hash: string;
  /** Training and test images of the source. */
  readonly images: number;
  readonly testImages: number;
  /** On those test images: in float32, and as rounded in the file. */
  readonly exact: Judgement;
  readonly rounded: Judgement;
}

export function modelsReadme(
  models: readonly MadeModel[],
  recipe: { readonly seed: number; readonly steps: number },
): string {
  const total = models.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const fileRow = ({ file, bytes, hash }: MadeModel) =>
    `| \`${file}\` | ${formatCount(bytes.length)} | \`${hash}\` |`;
  const accuracyRow = ({ name, file, images, testImages, exact, rounded }: MadeModel) => {
    const { source, target, noise } = transferTasks[name];
    return `| \`${file}\` | ${source.join(' ')} | ${target.join(' ')} | ${noise} | ${formatCount(images)} | ${formatCount(testImages)} | ${exact.accuracy.toFixed(4)} | ${rounded.accuracy.toFixed(4)} | ${exact.loss.toFixed(4)} | ${rounded.loss.toFixed(4)} |`;
  };
  return `# Trained nets

Nets of 784-128-64-K units for the figure \`fine-tuning\` to borrow from: ${formatCount(total)} bytes in ${models.length} files.

## Source

Trained for this course, with its own code, on the Fashion-MNIST subset in \`public/data/fashion-mnist/\` (Xiao, Rasul &
Vollgraf 2017, [arXiv:1708.07747](https://arxiv.org/abs/1708.07747); see the README there). No weight comes from
anywhere else.

## How they were made

\`\`\`sh
npm run pretrain
\`\`\`

The program is \`src/cli/pretrain.ts\`, the recipe \`src/nn/pretraining.ts\`: ReLU, He weights, a last layer from
N(0, 0.01²); ${recipe.steps} steps of gradient descent with momentum 0.9, mini-batches of 100, learning rate 0.05, a tenth of it
after 60 % of the steps. Each time a picture is shown it gets fresh Gaussian noise, independent on every pixel, in units
of the normalised pixels. Seed ${recipe.seed}, backend WASM. \`npm run pretrain -- --check\` makes them again and compares
every byte.

## What they reach

On the test images of their own classes, with noise too: in float32, and as rounded in the file.

| file | classes learned | classes kept for later | noise | training images | test images | accuracy, float32 | accuracy, file | loss, float32 | loss, file |
| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${models.map(accuracyRow).join('\n')}

## Format

Each weight is one signed byte times the scale of its unit, a float32: at most 1/254 of the unit's largest weight from
what was trained. Biases are float32. The layout is in \`src/data/model-file.ts\`; a CRC-32 in the header shows damage.

## Files

| file | bytes | SHA-256 |
| --- | ---: | --- |
${models.map(fileRow).join('\n')}

## Licence

MIT, as the code of the course (\`LICENSE\`). The pictures they were trained on: MIT, © 2017 Zalando SE.
`;
}
