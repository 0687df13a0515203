/** Blocks with shortcuts and without, of dense layers and of convolutions, as PyTorch modules. */
import type { Locale, Translated } from '#src/i18n.ts';

interface Words {
  readonly pair: string;
  readonly mlpBlock: string;
  readonly convBlock: string;
  readonly optionA: string;
}

const words: Translated<Words> = {
  en: {
    pair: 'A weight layer with the weights of He et al., and what follows it.',
    mlpBlock: 'Two layers of as many units.',
    convBlock: 'Two convolutions, the first of which may halve the image.',
    optionA: 'option A: every other pixel, and zeros for the new channels',
  },
  'zh-cn': {
    pair: '一个权重层，用 He 等人的初始权重，以及跟在它后面的部分。',
    mlpBlock: '两层，神经元一样多。',
    convBlock: '两个卷积，第一个可能把图像缩小一半。',
    optionA: '选项 A：隔一个像素取一个，新通道补零',
  },
};

export interface BlockOptions {
  readonly residual: boolean;
  readonly batchNorm: boolean;
  /** Each branch starts at F = 0. */
  readonly zeroInitialized: boolean;
}

/** The last weights of a branch that starts at 0. */
const zeroed = ({ batchNorm, zeroInitialized }: BlockOptions) =>
  zeroInitialized && !batchNorm ? '\n        nn.init.zeros_(second.weight)' : '';

/** `He(layer)`: He's weights, and biases of 0 where there are any. */
const he = (locale: Locale) => `
def he(layer):
    """${words[locale].pair}"""
    nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)
    return layer`;

const output = ({ residual }: BlockOptions, past: string) =>
  residual ? `self.branch(h) + ${past}` : 'self.branch(h)';

/** `Block(width)` and `create(width, blocks)`: 784 → width → … → width → 10. */
export function denseNet(options: BlockOptions, locale: Locale): string[] {
  const { batchNorm } = options;
  const layer = (from: string) => `he(nn.Linear(${from}, width${batchNorm ? ', bias=False' : ''}))`;
  const norm = batchNorm ? ', nn.BatchNorm1d(width)' : '';
  return [
    he(locale),
    `
class Block(nn.Module):
    """${words[locale].mlpBlock}"""

    def __init__(self, width):
        super().__init__()
        second = ${layer('width')}${zeroed(options)}
        self.branch = nn.Sequential(
            ${layer('width')}${norm}, nn.ReLU(), second${norm}
        )

    def forward(self, h):
        return F.relu(${output(options, 'h')})`,
    `
def create(width, blocks):
    stem = nn.Sequential(${layer('784')}${norm}, nn.ReLU())
    head = nn.Linear(width, 10)
    nn.init.normal_(head.weight, std=width**-0.5)
    nn.init.zeros_(head.bias)
    return nn.Sequential(stem, *[Block(width) for _ in range(blocks)], head)`,
  ];
}

/** `Block(channels_in, channels, stride)` and `create(width, blocks)`: He et al.'s net for small images, without pooling of its input. */
export function convNet(options: BlockOptions, imageChannels: number, locale: Locale): string[] {
  const { batchNorm, residual } = options;
  const conv = (from: string, to: string, stride: string) =>
    `he(nn.Conv2d(${from}, ${to}, 3, ${stride}, padding=1${batchNorm ? ', bias=False' : ''}))`;
  const norm = (channels: string) => (batchNorm ? `, nn.BatchNorm2d(${channels})` : '');
  const shortcut = `
        past = h[:, :, :: self.stride, :: self.stride]  # ${words[locale].optionA}
        past = F.pad(past, (0, 0, 0, 0, 0, self.added))`;
  return [
    he(locale),
    `
class Block(nn.Module):
    """${words[locale].convBlock}"""

    def __init__(self, before, channels, stride):
        super().__init__()
        second = ${conv('channels', 'channels', '1')}${zeroed(options)}
        self.branch = nn.Sequential(
            ${conv('before', 'channels', 'stride')}${norm('channels')}, nn.ReLU(),
            second${norm('channels')},
        )${residual ? '\n        self.stride, self.added = stride, channels - before' : ''}

    def forward(self, h):${residual ? shortcut : ''}
        return F.relu(${output(options, 'past')})`,
    `
def create(width, blocks):
    stem = nn.Sequential(${conv(String(imageChannels), 'width', '1')}${norm('width')}, nn.ReLU())
    parts, before = [], width
    for stage in range(3):
        for i in range(blocks // 3):
            channels = width * 2**stage
            parts.append(Block(before, channels, 2 if channels > before else 1))
            before = channels
    head = nn.Linear(before, 10)
    nn.init.normal_(head.weight, std=before**-0.5)
    nn.init.zeros_(head.bias)
    return nn.Sequential(stem, *parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), head)`,
  ];
}
