/** Parts that many of the scripts have in common. */
import type { Locale, Translated } from '#src/i18n.ts';
import type { Initializer } from '#src/nn/initializers.ts';
import { indented, literal } from './python.ts';

interface Words {
  readonly noImages: string;
  readonly images: string;
  readonly border: string;
  readonly batches: string;
  readonly evaluate: string;
  readonly finite: string;
  readonly diverged: string;
  readonly running: string;
}

const words: Translated<Words> = {
  en: {
    noImages: 'give the folder of the course, public/data/fashion-mnist, as the argument',
    images: 'The first images of a split, normalised, [count, 784], and their classes.',
    border: 'with a border of zeros; each pixel is stored as its difference to a guess (Paeth)',
    batches: 'Mini-batches without end: each epoch is a new order, its remainder is left out.',
    evaluate: 'Mean cross-entropy and share of right answers.',
    finite: 'Whether the loss and all gradients are finite numbers.',
    diverged: 'diverged',
    running:
      'PyTorch averages n / (n - 1) times the variance of a batch of n; here it is the variance itself',
  },
  'zh-cn': {
    noImages: '请把课程里 public/data/fashion-mnist 文件夹的路径作为参数',
    images: '某一部分的前 count 张图，已归一化，形状 [count, 784]，以及它们的类别。',
    border: '四周补一圈零；每个像素存的是它与预测值（Paeth）之差',
    batches: '取之不尽的小批量：每轮重新排序，不足一批的余数不用。',
    evaluate: '平均交叉熵与答对的比例。',
    finite: '损失和所有梯度是否都是有限的数。',
    diverged: '发散了',
    running: 'PyTorch 对 n 个样本的批次，平均的是方差的 n / (n - 1) 倍；这里要的是方差本身',
  },
};

/** `fashion_mnist(split, count)`; needs `gzip`, `sys`, `Path` and `torch`. */
export const fashionMnist = (locale: Locale): string => `
FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else "public/data/fashion-mnist")
if not FOLDER.is_dir():
    sys.exit(f"{FOLDER}: ${words[locale].noImages}")


def fashion_mnist(split, count):
    """${words[locale].images}"""
    files = [FOLDER / f"{split}-{i:02}.bin" for i in range(-(-count // 500))]
    data = [bytearray(gzip.decompress(file.read_bytes())) for file in files]
    data = torch.stack([torch.frombuffer(chunk, dtype=torch.uint8) for chunk in data])
    labels = data[:, 12:512].flatten().long()
    stored = data[:, 512:].reshape(-1, 28, 28).int()  # [image, column, row]
    # ${words[locale].border}
    pixels = torch.zeros(len(labels), 29, 29, dtype=torch.int)
    for column in range(28):
        for row in range(28):
            left, up, corner = pixels[:, row + 1, column], pixels[:, row, column + 1], pixels[:, row, column]
            to_left, to_up, to_corner = (up - corner).abs(), (left - corner).abs(), (left + up - 2 * corner).abs()
            guess = torch.where(to_up <= to_corner, up, corner)
            guess = torch.where((to_left <= to_up) & (to_left <= to_corner), left, guess)
            pixels[:, row + 1, column + 1] = (stored[:, column, row] + guess) % 256
    images = pixels[:count, 1:, 1:].reshape(count, 784) / 255
    return (images - 0.286041) / 0.353024, labels[:count]`;

/** `batches(count, size)` */
export const batches = (locale: Locale): string => `
def batches(count, size):
    """${words[locale].batches}"""
    while True:
        order = torch.randperm(count)
        for start in range(0, count - size + 1, size):
            yield order[start : start + size]`;

/** `evaluate(net, images, labels)` */
export const evaluate = (locale: Locale): string => `
@torch.no_grad()
def evaluate(net, images, labels):
    """${words[locale].evaluate}"""
    net.eval()
    logits = net(images)
    net.train()
    right = logits.argmax(1) == labels
    return F.cross_entropy(logits, labels).item(), right.double().mean().item()`;

/** `is_finite(loss, net)`, after `loss.backward()` */
export const finiteness = (locale: Locale): string => `
def is_finite(loss, net):
    """${words[locale].finite}"""
    gradients = [p.grad for p in net.parameters() if p.grad is not None]
    return all(x.isfinite().all() for x in [loss, *gradients])`;

const fills = {
  gaussian: (scale) => `nn.init.normal_(layer.weight, std=${literal(scale)})`,
  xavier: () => 'nn.init.normal_(layer.weight, std=inputs**-0.5)',
  he: () => 'nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")  # std = sqrt(2 / inputs)',
  constant: (scale) => `nn.init.constant_(layer.weight, ${literal(scale)})`,
  zero: () => 'nn.init.zeros_(layer.weight)',
} satisfies Record<Initializer['name'], (scale: number) => string>;

/** `dense(inputs, outputs)` with these weights, and biases of 0. */
export const dense = ({ name, scale }: Initializer): string => `
def dense(inputs, outputs):
    layer = nn.Linear(inputs, outputs)
    ${fills[name](scale)}
    nn.init.zeros_(layer.bias)
    return layer`;

/** He et al.'s weights, of which no parameter is a setting. */
export const heWeights: Initializer = { name: 'he', scale: 0 };

/** What a script needs that trains dense nets on the images: `fashion_mnist`, `batches`, `dense`, `is_finite`. */
export const trainingOnImages = (weights: Initializer, locale: Locale): string[] => [
  fashionMnist(locale),
  batches(locale),
  dense(weights),
  finiteness(locale),
];

/** Remark on a branch that is taken where a run has diverged. */
export const divergedRemark = (locale: Locale): string => `  # ${words[locale].diverged}`;

/**
 * The start of a training step on the images of `rows`, in a loop whose body is so far to the right: the loss, its
 * gradients, and the head of the branch for those that are not finite.
 */
export const gradientStep = (locale: Locale, spaces = 4): string =>
  indented(
    `loss = F.cross_entropy(net(images[rows]), labels[rows])
optimizer.zero_grad()
loss.backward()
if not is_finite(loss, net):${divergedRemark(locale)}`,
    spaces,
  );

/**
 * After so many steps on batches of so many (both are expressions): what batch norm's running variances would be as
 * averages of the batches' own, in place of PyTorch's estimates. Needs `net` with `nn.BatchNorm1d` of the usual momentum.
 */
export const ownVariances = (steps: string, batchSize: string, locale: Locale, spaces = 0): string =>
  indented(
    `# ${words[locale].running}
first = 0.9**${steps}
for norm in net.modules():
    if isinstance(norm, nn.BatchNorm1d):
        norm.running_var = first + (norm.running_var - first) * (${batchSize} - 1) / ${batchSize}`,
    spaces,
  );

/** Weights as these in a call of `nn.init`, for a layer named `layer` with `inputs`. */
export const fill = ({ name, scale }: Initializer): string => fills[name](scale);

/** Prints what the dictionary `summary` holds. */
export const printSummary = `
for key, value in summary.items():
    print(f"{key}: {json.dumps(value)}")`;

/** What the scripts on images import; `standard`: from Python's own library, beside `Path`. */
export const imports = (standard: readonly string[] = ['gzip', 'json', 'math', 'sys']): string =>
  `${standard.map((name) => `import ${name}\n`).join('')}from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn`;

/** `dense(…), nn.ReLU(), …` with an activation after each layer but the last. */
export const denseStack = (sizes: readonly number[], activation: string): string =>
  sizes
    .slice(1)
    .map((size, l) => `dense(${sizes[l]}, ${size})`)
    .join(`, ${activation}, `);

/** A penalty of half `STRENGTH` on the squared weights, and none on the biases. */
export const decayed = (settings: string): string =>
  `
optimizer = torch.optim.SGD(
    [
        {"params": [p for p in net.parameters() if p.ndim > 1], "weight_decay": STRENGTH},
        {"params": [p for p in net.parameters() if p.ndim == 1]},
    ],
    ${settings},
)`.trim();
