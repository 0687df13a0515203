import { formatCount, formatNumber } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import type { BlockWords } from './BlockDiagram.tsx';
import type { Config, PresetName, params } from './config.ts';
import type { Frame, Summary } from './experiment.ts';

interface Words extends WidgetStrings<typeof params, PresetName> {
  readonly activationChart: string;
  readonly gradientChart: string;
  readonly block: string;
  readonly blockMark: (block: number) => string;
  readonly activationStd: string;
  readonly gradientStd: string;
  readonly growthNote: (frame: Frame) => string;
  readonly gradientNote: (frame: Frame) => string;
  readonly parameters: (count: string, layers: number, isConv: boolean) => string;
  readonly notReached: string;
  readonly scalars: string;
  readonly value: string;
  readonly none: string;
  readonly diagram: BlockWords;
  readonly rows: Readonly<Record<keyof Summary, string>>;
}

/** Near 1 a factor shows what it adds: over hundreds of blocks 1.005 and 1.009 are far apart. */
const times = (factor: number) => `×\u00a0${formatNumber(factor, Math.abs(factor - 1) < 0.1 ? 4 : 3)}`;
const known = (value: number) => !Number.isNaN(value);

/** What the reader's own settings show, by what the blocks are made of. */
const ownCaptions: Translated<Readonly<Record<Config['variant'], string>>> = {
  en: {
    plain:
      'Plain layers with He weights: in theory both curves are level, and the narrower and deeper the net, the further they wander.',
    'plain-bn':
      'Plain layers with batch norm: level going in, and coming back the gradient grows by a factor at each layer.',
    residual:
      'Bare blocks: going in and coming back, the spread is multiplied at each block, until 32 bits no longer hold it.',
    'residual-bn':
      'Shortcuts and batch norm: the variance grows by addition, and each further block adds a smaller share than the one before.',
    'residual-zero': 'Branches that start at zero: each block is the identity, whatever the depth.',
  },
  'zh-cn': {
    plain: '普通网络加 He 初始化：理论上两条曲线都是平的；网络越窄越深，偏离得越远。',
    'plain-bn': '普通网络加批归一化：往里走是平的，往回传时梯度每层都要放大。',
    residual: '只加捷径：无论往里还是往回，标准差每块都成倍放大，直到 32 位装不下。',
    'residual-bn': '捷径加批归一化：方差靠加法增长，每多一块，新增的份额就更小。',
    'residual-zero': '分支从零开始：无论多深，每块都是恒等映射。',
  },
};
const convNote: Translated<string> = {
  en: 'The net is He et al.’s, on eight images of 16 × 16 pixels; theory, dashed, knows no borders.',
  'zh-cn': '网络是何恺明等人的 ResNet，输入八张 16 × 16 像素的图；理论（虚线）不考虑图像边界。',
};

export const strings: Translated<Words> = {
  en: {
    title: 'What arrives at the far end?',
    question: 'A very deep net before any training: signals going in, gradients coming back.',
    params: {
      variant: {
        label: 'Blocks',
        choices: {
          plain: 'plain',
          'plain-bn': 'plain + batch norm',
          residual: 'residual, bare',
          'residual-bn': 'residual + batch norm',
          'residual-zero': 'residual, branches at zero',
        },
      },
      model: { label: 'Net', choices: { mlp: 'dense layers', conv: 'He et al.’s ResNet' } },
      layers: { label: 'Layers' },
      width: {
        label: 'Width (units per layer)',
        labelFor: ({ model }) => (model === 'conv' ? 'Channels of the first stage' : undefined),
      },
      block: { label: 'Block' },
      seed: { label: 'Seed' },
    },
    presets: {
      'plain-56': {
        label: 'plain, 56',
        caption:
          'Fifty-six ReLU layers with He weights, no shortcuts, no batch norm. In theory both curves are level; at a width of 64 they wander. Nothing vanishes: over twenty seeds the gradient reaches the stem with a tenth to 2.5 times the size at which it set out.',
      },
      'plain-bn-56': {
        label: 'plain + batch norm, 56',
        caption:
          'With batch norm every layer has the same spread, and the gradient grows by 21% a layer on its way back: over 54 layers that makes thirty thousand times in theory, and more than twenty thousand in this run. This is the plain net of the ResNet paper in small. Its gradients do not fade; they explode.',
      },
      'residual-56': {
        label: 'bare residual, 56',
        caption:
          'Shortcuts and nothing else: what a block adds is √2 times as large as what it got. The spread grows by about half in each block, to between 2·10⁴ and 2·10⁵ at the end, depending on the seed, and the gradient grows on the way back. At a depth of 1,202 the numbers leave what 32 bits can hold.',
      },
      'residual-bn-56': {
        label: 'residual + batch norm, 56',
        caption:
          'Batch norm keeps each branch at a spread of 1, so that the variance grows by a fixed amount a block and not by a factor. The gradient grows by some 40 times over 27 blocks, most of it near the stem, against thirty thousand times without the shortcuts.',
      },
      'residual-zero-56': {
        label: 'residual from zero, 56',
        caption:
          'No batch norm; the last weights of each branch are zero. Each block starts as the identity: the signal arrives unchanged, and so does the gradient, but for what the last ReLU cuts off. The branches grow as they learn.',
      },
      'conv-20': {
        label: 'ResNet-20',
        caption:
          'He et al.’s ResNet-20 for CIFAR-10 with its 269,722 parameters, on eight images. At blocks 4 and 7 each image is halved and half of the channels start anew. Going in, the spread drops there; coming back, the gradient is spread over four times as many pixels, and shrinks. Theory (dashed) knows no borders of zeros and no small batches.',
      },
      'conv-110': {
        label: 'ResNet-110',
        caption:
          'ResNet-110, 1,727,962 parameters: six times as many blocks, and the gradient at the stem is twenty to thirty times that at the last block. Take the shortcuts out, and it is ten million times.',
      },
      'conv-1202': {
        label: 'ResNet-1202',
        caption:
          'All 1,202 layers, 19,421,274 parameters, once forward and once back. Even here the spread ends near 13 and the gradient grows by about one per cent a block on average. Signals pass.',
      },
    },
    ownCaption: ({ variant, model }) => ownCaptions.en[variant] + (model === 'conv' ? ` ${convNote.en}` : ''),
    activationChart: 'Going in: spread of the activations',
    gradientChart: 'Coming back: spread of the gradient',
    block: 'Block (0: the stem)',
    blockMark: (block) => `block ${block}`,
    activationStd: 'std of h',
    gradientStd: 'std ∂L/∂h',
    growthNote: ({ growthPerBlock, theoryGrowthPerBlock, activationOverflow }) =>
      activationOverflow >= 0
        ? `In block ${activationOverflow} the numbers pass 3.4·10³⁸, the largest that 32 bits hold. The curve ends there, with ${times(growthPerBlock)} a block until then: no loss, no gradient.`
        : `Each block, on average: ${times(growthPerBlock)}${known(theoryGrowthPerBlock) ? ` (theory ${times(theoryGrowthPerBlock)})` : ''}`,
    gradientNote: (facts) => {
      if (facts.activationOverflow >= 0) return 'Without a loss there is no gradient.';
      const factor = `${times(facts.gradientGrowthPerBlock)}${known(facts.theoryGradientGrowthPerBlock) ? ` (theory ${times(facts.theoryGradientGrowthPerBlock)})` : ''}`;
      return facts.gradientOverflow >= 0
        ? `Each block on the way back, on average: ${factor}. At block ${facts.gradientOverflow} the gradient passes 3.4·10³⁸, and the curve ends.`
        : `Each block on the way back, on average: ${factor}. Stem over last block: ${formatNumber(facts.gradientRatio)}`;
    },
    parameters: (count, layers, isConv) =>
      isConv
        ? `He et al.’s net of ${formatCount(layers)} layers has ${count} parameters (CIFAR-10, batch norm, shortcuts without parameters).`
        : `This net of ${formatCount(layers)} layers has ${count} parameters.`,
    notReached: 'nothing arrived',
    scalars: 'In single numbers',
    value: 'value',
    none: 'none',
    diagram: {
      title: (block, blocks) => `Block ${block} of ${blocks}, with what flows through it`,
      takeOut: 'Take the shortcut out',
      putBack: 'Put the shortcut back',
      weights: 'weight layer',
      zeroWeights: 'weights = 0',
      batchNorm: 'batch norm',
      input: 'x, from the block before',
      output: 'to the next block',
      shortcut: 'shortcut',
      narrowing: 'height and width halved, zeros for new channels',
      legend:
        '↓ forward: standard deviation σ and mean μ of the activations. ↑ back: standard deviation of ∂L/\u2060∂(the\u00a0same\u00a0place).',
      describe: ({ block, blocks, parts, input, branch, sum, output, back }) =>
        `Block ${block} of ${blocks}: ${parts.join(', ')}. Forward, standard deviations: x ${input}, branch F(x) ${branch}, ${sum ? `x plus F(x) ${sum}, ` : ''}after the ReLU ${output}. Back, standard deviations of the gradient: arriving ${back.output}, behind the ReLU ${back.rectified}, through the branch ${back.branch}, leaving to the block before ${back.input}.`,
    },
    rows: {
      activationStd: 'std of h',
      gradientStd: 'std of ∂L/∂h',
      theoryActivationStd: 'std of h, mean-field theory',
      theoryGradientStd: 'std of ∂L/∂h, mean-field theory',
      growthPerBlock: 'std of h, factor per block',
      theoryGrowthPerBlock: 'the same, theory',
      gradientGrowthPerBlock: 'std of ∂L/∂h, factor per block going back',
      theoryGradientGrowthPerBlock: 'the same, theory',
      varianceIncreasePerBlock: 'variance of h, added per block',
      gradientRatio: 'gradient at the stem over that at the last block',
      initialLoss: 'loss before training',
      activationOverflow: 'block in which activations leave 32 bits',
      gradientOverflow: 'block at which the gradient leaves 32 bits',
      parameterCount: 'parameters',
      forwardMillis: 'forward, measured',
      backwardMillis: 'back, measured',
    },
  },
  'zh-cn': {
    title: '另一头能收到什么？',
    question: '一个还没训练的极深网络：信号往里走，梯度往回传。',
    params: {
      variant: {
        label: '块的类型',
        choices: {
          plain: '普通',
          'plain-bn': '普通 + 批归一化',
          residual: '残差，只加捷径',
          'residual-bn': '残差 + 批归一化',
          'residual-zero': '残差，分支从零开始',
        },
      },
      model: { label: '网络', choices: { mlp: '全连接层', conv: '何恺明等人的 ResNet' } },
      layers: { label: '层数' },
      width: {
        label: '宽度（每层神经元数）',
        labelFor: ({ model }) => (model === 'conv' ? '第一段的通道数' : undefined),
      },
      block: { label: '块号' },
      seed: { label: '随机种子' },
    },
    presets: {
      'plain-56': {
        label: '普通，56 层',
        caption:
          '56 层 ReLU，He 初始化，没有捷径，也没有批归一化。理论上两条曲线都是平的；宽度只有 64，所以会上下摇摆。梯度并没有消失：二十个随机种子里，回到第一层时，大小是出发时的十分之一到 2.5 倍。',
      },
      'plain-bn-56': {
        label: '普通 + 批归一化，56 层',
        caption:
          '有了批归一化，各层激活值的标准差都一样，梯度却每往回一层就放大 21%，54 层下来，按理论是三万倍，这次运行是两万多倍。这就是 ResNet 论文里普通网络的缩影：它的梯度不是消失，而是爆炸。',
      },
      'residual-56': {
        label: '只加捷径，56 层',
        caption:
          '只有捷径，别的都没有：每块加上去的，比它收到的还大。标准差每块增大约一半，到末尾是两万到二十万，因随机种子而异；梯度往回也一路放大。到了 1202 层，数值就超出 32 位能表示的范围了。',
      },
      'residual-bn-56': {
        label: '残差 + 批归一化，56 层',
        caption:
          '批归一化把每个分支的标准差定在 1，于是方差每块只加一个定量，不再成倍放大。27 块下来梯度约放大 40 倍，而且多半发生在靠近输入的几块；没有捷径时是三万倍。',
      },
      'residual-zero-56': {
        label: '残差从零开始，56 层',
        caption:
          '没有批归一化，每个分支的最后一层权重为零。每块一开始就是恒等映射：信号原样到达，梯度也原样返回，只有最后一个 ReLU 截掉一部分。分支会在学习中慢慢长出来。',
      },
      'conv-20': {
        label: '20 层 ResNet',
        caption:
          '何恺明等人用于 CIFAR-10 的 ResNet-20，269,722 个参数，输入八张图。第 4 块和第 7 块把图像的长宽减半，通道里有一半是新添的，从零开始。往里走，标准差在这里回落；往回传，梯度摊到四倍的像素上，跟着变小。理论（虚线）不考虑图像四周补的零，也不考虑小批量太小。',
      },
      'conv-110': {
        label: '110 层 ResNet',
        caption:
          'ResNet-110，1,727,962 个参数：块数是 ResNet-20 的六倍，第一层的梯度是最后一块的二三十倍。拆掉捷径，就是一千万倍。',
      },
      'conv-1202': {
        label: '1202 层 ResNet',
        caption:
          '1202 层一层不少，19,421,274 个参数，前向一遍，反向一遍。即使这么深，标准差最后也只有 13 左右，梯度平均每块也只放大 1% 左右。信号是通的。',
      },
    },
    ownCaption: ({ variant, model }) =>
      ownCaptions['zh-cn'][variant] + (model === 'conv' ? convNote['zh-cn'] : ''),
    activationChart: '前向：激活值的标准差',
    gradientChart: '反向：梯度的标准差',
    block: '块（0 是第一层）',
    blockMark: (block) => `第 ${block} 块`,
    activationStd: 'h 的标准差',
    gradientStd: '∂L/∂h 的标准差',
    growthNote: ({ growthPerBlock, theoryGrowthPerBlock, activationOverflow }) =>
      activationOverflow >= 0
        ? `到第 ${activationOverflow} 块，数值超过 3.4·10³⁸，32 位装不下了。曲线到此为止，此前每块平均 ${times(growthPerBlock)}；没有损失，也就没有梯度。`
        : `每块平均 ${times(growthPerBlock)}${known(theoryGrowthPerBlock) ? `（理论 ${times(theoryGrowthPerBlock)}）` : ''}`,
    gradientNote: (facts) => {
      if (facts.activationOverflow >= 0) return '算不出损失，也就没有梯度。';
      const factor = `${times(facts.gradientGrowthPerBlock)}${known(facts.theoryGradientGrowthPerBlock) ? `（理论 ${times(facts.theoryGradientGrowthPerBlock)}）` : ''}`;
      return facts.gradientOverflow >= 0
        ? `往回每块平均 ${factor}。到第 ${facts.gradientOverflow} 块，梯度超过 3.4·10³⁸，曲线到此为止。`
        : `往回每块平均 ${factor}。第一层与最后一块之比：${formatNumber(facts.gradientRatio)}`;
    },
    parameters: (count, layers, isConv) =>
      isConv
        ? `何恺明等人的 ${layers} 层网络有 ${count} 个参数（CIFAR-10，带批归一化，捷径没有参数）。`
        : `这个 ${layers} 层的网络有 ${count} 个参数。`,
    notReached: '什么都没传到',
    scalars: '汇总数值',
    value: '数值',
    none: '无',
    diagram: {
      title: (block, blocks) => `第 ${block} 块（共 ${blocks} 块）与流过它的数值`,
      takeOut: '拆掉捷径',
      putBack: '接回捷径',
      weights: '权重层',
      zeroWeights: '权重 = 0',
      batchNorm: '批归一化',
      input: 'x，来自上一块',
      output: '送往下一块',
      shortcut: '捷径',
      narrowing: '长宽减半，新通道补零',
      legend: '↓ 前向：激活值的标准差 σ 与均值 μ。↑ 反向：损失对同一处的梯度的标准差。',
      describe: ({ block, blocks, parts, input, branch, sum, output, back }) =>
        `第 ${block} 块，共 ${blocks} 块：${parts.join('，')}。前向的标准差：x 为 ${input}，分支 F(x) 为 ${branch}，${sum ? `x 加 F(x) 为 ${sum}，` : ''}ReLU 之后为 ${output}。反向的梯度标准差：到达时 ${back.output}，经过 ReLU 后 ${back.rectified}，穿过分支 ${back.branch}，传给上一块 ${back.input}。`,
    },
    rows: {
      activationStd: 'h 的标准差',
      gradientStd: '∂L/∂h 的标准差',
      theoryActivationStd: 'h 的标准差（平均场理论）',
      theoryGradientStd: '∂L/∂h 的标准差（平均场理论）',
      growthPerBlock: 'h 的标准差，每块的倍数',
      theoryGrowthPerBlock: '同上，理论值',
      gradientGrowthPerBlock: '∂L/∂h 的标准差，往回每块的倍数',
      theoryGradientGrowthPerBlock: '同上，理论值',
      varianceIncreasePerBlock: 'h 的方差，每块增加',
      gradientRatio: '第一层的梯度与最后一块之比',
      initialLoss: '训练前的损失',
      activationOverflow: '激活值超出 32 位的块',
      gradientOverflow: '梯度超出 32 位的块',
      parameterCount: '参数个数',
      forwardMillis: '前向用时（实测）',
      backwardMillis: '反向用时（实测）',
    },
  },
};
