/** The same pass forward and back in PyTorch. */
import { fashionMnist, imports, printSummary } from '#src/code/blocks.ts';
import { type PyTorchScript, script } from '#src/code/python.ts';
import { convNet, denseNet } from '#src/code/residual.ts';
import type { Translated } from '#src/i18n.ts';
import { CONV_WIDTH, type Config, ingredients } from './config.ts';

const words: Translated<{
  what: string;
  frame: string;
  finite: string;
  growth: string;
  first: string;
  parameters: string;
}> = {
  en: {
    what: 'What arrives at the far end of a deep net before any training: after each block, both ways.',
    frame: 'in a black frame of 32 x 32, three times the same channel, averaged by fours',
    finite: 'Standard deviation; no number where a value is beyond what 32 bits can hold.',
    growth: 'The factor from one block to the next, as a geometric mean.',
    first: 'the first block whose numbers left what 32 bits can hold; -1: none',
    parameters: 'counted with batch norm, two for each channel',
  },
  'zh-cn': {
    what: '训练之前，深层网络的另一端收到什么：每个残差块之后，前向和反向都量。',
    frame: '放进 32 x 32 的黑框，三个通道相同，每四个像素取平均',
    finite: '标准差；有数超出 32 位能表示的范围时为 nan。',
    growth: '从一块到下一块的倍数，取几何平均。',
    first: '数值第一次超出 32 位范围的那一块；-1 表示没有',
    parameters: '按带批归一化的网络计，每个通道两个',
  },
};

export const pytorch: PyTorchScript<Config> = (config, locale) => {
  const note = words[locale];
  const isConv = config.model === 'conv';
  const options = ingredients[config.variant];
  const net = isConv ? convNet(options, 3, locale) : denseNet(options, locale);
  return script(
    `"""${note.what}"""`,
    imports(),
    `torch.manual_seed(${config.seed})
BLOCKS = (${config.layers} - 2) // 2`,
    fashionMnist(locale),
    ...net,
    `
def std(x):
    """${note.finite}"""
    return x.double().std(correction=0).item() if x is not None and x.isfinite().all() else math.nan`,
    `
def growth(stds):
    """${note.growth}"""
    known = [i for i, value in enumerate(stds) if math.isfinite(value)]
    if len(known) < 2:
        return math.nan
    first, last = known[0], known[-1]
    return (stds[last] / stds[first]) ** (1 / (last - first)) if stds[first] > 0 else math.nan`,
    `images, labels = fashion_mnist("train", ${isConv ? 8 : 256})
${
  isConv
    ? `# ${note.frame}
images = F.pad(images.view(-1, 1, 28, 28), (2, 2, 2, 2), value=-0.286041 / 0.353024)
images = F.avg_pool2d(images.expand(-1, 3, -1, -1), 2)
`
    : ''
}net = create(${isConv ? CONV_WIDTH : config.width}, BLOCKS)
activations, h = [], images
for part in net[: BLOCKS + 1]:
    h = part(h)
    h.retain_grad()
    activations.append(h)
loss = F.cross_entropy(net[BLOCKS + 1 :](h), labels)
loss.backward()

stds = [std(h) for h in activations]
gradients = [std(h.grad) for h in activations]
reached = sum(math.isfinite(value) for value in stds) - 1
if reached < BLOCKS:
    gradients = [math.nan] * (BLOCKS + 1)
parameters = sum(p.numel() for p in net.parameters())
${
  isConv && !options.batchNorm
    ? `parameters += sum(m.out_channels for m in net.modules() if isinstance(m, nn.Conv2d))  # ${note.parameters}
`
    : ''
}# ${note.first}
lost = [block for block, value in enumerate(gradients) if not math.isfinite(value)]
summary = {
    "activationStd": stds,
    "gradientStd": gradients,
    "growthPerBlock": growth(stds),
    "gradientGrowthPerBlock": growth(gradients[::-1]),
    "gradientRatio": gradients[0] / gradients[-1] if gradients[-1] else math.nan,
    "initialLoss": loss.item() if reached == BLOCKS else math.nan,
    "activationOverflow": reached + 1 if reached < BLOCKS else -1,
    "gradientOverflow": lost[-1] if lost and reached == BLOCKS else -1,
    "parameterCount": parameters,
    "varianceIncreasePerBlock": (stds[reached] ** 2 - stds[0] ** 2) / reached if reached > 0 else math.nan,
}`,
    printSummary,
  );
};
