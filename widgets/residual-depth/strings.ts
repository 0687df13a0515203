import { formatCount, formatSetting } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import { type Config, type PresetName, type params, trainedLayers, type Variant } from './config.ts';

export interface Words extends WidgetStrings<typeof params, PresetName> {
  /** A net at the end of its line: its variant, short, and its layers. */
  readonly net: (variant: Variant, layers: number) => string;
  /** The same over all depths. */
  readonly nets: Readonly<Record<Variant, string>>;
  readonly errorChart: string;
  readonly lossChart: string;
  readonly error: string;
  readonly loss: string;
  readonly step: string;
  readonly depthErrorChart: string;
  readonly depthLossChart: string;
  readonly testError: string;
  readonly finalLoss: string;
  readonly layers: string;
  readonly depthNote: string;
  readonly noRuns: string;
  readonly ends: string;
  readonly parameters: string;
  readonly trainError: string;
  readonly diverged: string;
  readonly published: {
    readonly title: string;
    readonly depth: (layers: number) => string;
    /** Of a number in millions, as printed. */
    readonly millions: (count: string) => string;
    readonly exact: string;
    readonly source: string;
    readonly otherTask: string;
  };
  readonly scalars: string;
  readonly curves: string;
  readonly tests: string;
  readonly value: string;
  readonly yes: string;
  readonly no: string;
  readonly rows: Readonly<Record<RowKey, string>>;
  readonly ofCounterpart: (row: string) => string;
}

export type RowKey =
  | 'parameterCount'
  | 'finalLoss'
  | 'validationAccuracy'
  | 'diverged'
  | 'trainLoss'
  | 'trainError'
  | 'testError'
  | 'testLoss';

/** Whether a net of convolutions has to have another number of layers than was asked for. */
const isAnotherDepth = (config: Config) => trainedLayers(config) !== Number(config.layers);

export const strings: Translated<Words> = {
  en: {
    title: 'Deeper, with and without shortcuts',
    question:
      'The same deep net twice, from the same weights through the same mini-batches; one of them adds each block’s input to its output.',
    params: {
      variant: {
        label: 'Net (its counterpart beside it)',
        choices: {
          plain: 'plain',
          'residual-zero': 'residual, F = 0 at first',
          residual: 'residual, bare',
          'plain-bn': 'plain, batch norm',
          'residual-bn': 'residual, batch norm',
        },
      },
      layers: {
        label: 'Layers',
        choices: {
          '4': '4',
          '8': '8',
          '10': '10',
          '20': '20',
          '32': '32',
          '38': '38',
          '56': '56',
          '110': '110',
        },
      },
      model: { label: 'Kind of layer', choices: { mlp: 'dense', conv: 'convolutions' } },
      learningRate: { label: 'Learning rate' },
      compare: { label: 'Train both' },
      steps: { label: 'Training steps' },
      images: { label: 'Training images' },
      batchSize: { label: 'Batch size' },
      width: { label: 'Units of a layer' },
      channels: { label: 'Channels of the first stage' },
      show: { label: 'Draw', choices: { error: 'error', loss: 'loss' } },
      seed: { label: 'Seed' },
    },
    presets: {
      'plain-20': {
        label: '20 layers',
        caption:
          'With He’s weights, signals and gradients keep their size through all twenty layers, and still the plain net lags. The residual one, whose branches start at F = 0, learns like a shallow net.',
      },
      'plain-4': {
        label: '4 layers',
        caption: 'With four layers there is next to nothing between the two: the plain net needs no help.',
      },
      'plain-56': {
        label: '56 layers',
        caption:
          'The plain net of 56 layers hardly learns. It lags on the images that it trains on, so this is no overfitting. The residual one does about as well as with 20.',
      },
      'residual-20': {
        label: '20, bare residual',
        caption:
          'A trap: shortcuts without batch norm, He’s weights in every branch. Each block makes the signal larger by about half, and within a few steps nothing is a number any more; a lucky seed leaves the net guessing. The plain net learns.',
      },
      'residual-naive-38': {
        label: '38, bare residual',
        caption:
          'Deeper, sooner: after a few steps the bare residual net is gone. Batch norm, or branches that start at zero, would keep it in check.',
      },
      'plain-bn-4': {
        label: '4, batch norm',
        caption: 'With batch norm after each layer, as in the paper. At four layers the two nets agree.',
      },
      'plain-bn-20': {
        label: '20, batch norm',
        caption:
          'Batch norm in both: the plain net is behind in training (dashed) as well as on unseen images (solid). That is the paper’s degradation problem.',
      },
      'plain-bn-56': {
        label: '56, batch norm',
        caption:
          'At 56 layers batch norm does not rescue the plain net, which barely gets away from guessing. Beside it the residual net learns.',
      },
      'conv-plain-20': {
        label: '20, convolutions',
        caption:
          'He et al.’s net for small images with 8, 16 and 32 channels, on images averaged down to 14 × 14. These 120 small steps only show the start: the residual net is well ahead.',
      },
    },
    ownCaption: (config) =>
      [
        `Your own settings: ${trainedLayers(config)} layers at learning rate ${formatSetting(config.learningRate)}.`,
        isAnotherDepth(config)
          ? `A net of convolutions has 6n + 2 layers: ${trainedLayers(config)} are trained in place of ${config.layers}.`
          : '',
        'Grey lines are other runs that differ in depth alone.',
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    net: (variant, layers) => `${strings.en.nets[variant]} ${layers}`,
    nets: {
      plain: 'plain',
      'residual-zero': 'residual',
      residual: 'bare',
      'plain-bn': 'plain',
      'residual-bn': 'residual',
    },
    errorChart: 'Error, %: test (solid), mini-\u2060batches in training (dashed, mean of 20)',
    lossChart: 'Loss: test (solid), mini-\u2060batches in training (dashed, mean of 20); above 3 drawn at 3',
    error: 'error, %',
    loss: 'loss',
    step: 'step',
    depthErrorChart: 'Test error against depth, %',
    depthLossChart: 'Training loss of the last 20 steps against depth',
    testError: 'test error',
    finalLoss: 'training loss, last 20 steps',
    layers: 'layers',
    depthNote:
      'Each dot is one run with the settings of the figure apart from depth and shortcuts. At the top: diverged.',
    noRuns: 'No finished run with these settings yet.',
    ends: 'How far they got',
    parameters: 'parameters',
    trainError: 'training error, last 20 steps',
    diverged: 'diverged',
    published: {
      title: 'As published: CIFAR-10, test error in % (He et al. 2015)',
      depth: formatCount,
      millions: (count) => `${count} M`,
      exact: 'counted',
      source:
        'Residual: table 6 of arXiv:1512.03385; 110 layers: best of five runs, 6.61 ± 0.16. Plain (≈): read off figure 6, where the net of 110 layers, above 60%, is not shown. Counted: 97,216n − 21,926 for 6n + 2 layers.',
      otherTask: 'Other images, wider nets, 64,000 steps: compare the order, not the percentages.',
    },
    scalars: 'After training',
    curves: 'By step',
    tests: 'Test images, by step',
    value: 'value',
    yes: 'yes',
    no: 'no',
    rows: {
      parameterCount: 'parameters',
      finalLoss: 'training loss, mean of the last 20 steps',
      validationAccuracy: 'accuracy on 1,000 test images',
      diverged: 'diverged (something is no finite number)',
      trainLoss: 'training loss of the mini-batch',
      trainError: 'training error of the mini-batch',
      testError: 'test error',
      testLoss: 'test loss',
    },
    ofCounterpart: (row) => `counterpart: ${row}`,
  },
  'zh-cn': {
    title: '越深越好？看有没有捷径',
    question: '同一个深层网络训练两份：初始权重相同，小批量也相同；其中一份把每个块的输入加到输出上。',
    params: {
      variant: {
        label: '网络（另一种在旁对照）',
        choices: {
          plain: '普通',
          'residual-zero': '残差，开始时 F = 0',
          residual: '残差，只加捷径',
          'plain-bn': '普通，批归一化',
          'residual-bn': '残差，批归一化',
        },
      },
      layers: {
        label: '层数',
        choices: {
          '4': '4',
          '8': '8',
          '10': '10',
          '20': '20',
          '32': '32',
          '38': '38',
          '56': '56',
          '110': '110',
        },
      },
      model: { label: '层的种类', choices: { mlp: '全连接', conv: '卷积' } },
      learningRate: { label: '学习率' },
      compare: { label: '两种都训练' },
      steps: { label: '训练步数' },
      images: { label: '训练图片' },
      batchSize: { label: '批大小' },
      width: { label: '每层神经元数' },
      channels: { label: '第一段的通道数' },
      show: { label: '画什么', choices: { error: '错误率', loss: '损失' } },
      seed: { label: '随机种子' },
    },
    presets: {
      'plain-20': {
        label: '20 层',
        caption:
          '用 He 初始化，信号和梯度穿过二十层，大小几乎不变，普通网络却还是学得慢。残差网络的各个分支从 F = 0 开始，学起来像浅层网络一样快。',
      },
      'plain-4': { label: '4 层', caption: '只有四层时，两者几乎没有差别：普通网络用不着帮忙。' },
      'plain-56': {
        label: '56 层',
        caption:
          '56 层的普通网络几乎学不动。它在训练图片上就已落后，所以这不是过拟合。残差网络和 20 层时差不多一样好。',
      },
      'residual-20': {
        label: '20 层，只加捷径',
        caption:
          '一个陷阱：只加捷径，不用批归一化，各分支照常用 He 初始化。每过一个块，信号就增大约一半，没几步就变成 NaN 了；换个随机种子，偶尔也能不发散，但只是瞎猜。普通网络倒还在学。',
      },
      'residual-naive-38': {
        label: '38 层，只加捷径',
        caption: '更深，垮得更快：开头几步就发散了。要压住它，得靠批归一化，或者让分支从零开始。',
      },
      'plain-bn-4': {
        label: '4 层，批归一化',
        caption: '和论文一样，每层之后都有批归一化。只有四层时，两个网络不相上下。',
      },
      'plain-bn-20': {
        label: '20 层，批归一化',
        caption:
          '两边都有批归一化：普通网络不仅在没见过的图片上（实线）落后，在训练中（虚线）也落后。这就是论文所说的退化问题。',
      },
      'plain-bn-56': {
        label: '56 层，批归一化',
        caption: '到了 56 层，批归一化也救不了普通网络，它比瞎猜好不了多少。旁边的残差网络照样在学。',
      },
      'conv-plain-20': {
        label: '20 层，卷积',
        caption:
          '何恺明（Kaiming He）等人用于小图片的网络，通道数 8、16、32，图片平均缩小到 14 × 14。这里只走 120 小步，看到的只是开头：残差网络已经遥遥领先。',
      },
    },
    ownCaption: (config) =>
      [
        `你的设置：${trainedLayers(config)} 层，学习率 ${formatSetting(config.learningRate)}。`,
        isAnotherDepth(config)
          ? `卷积网络的层数是 6n + 2，所以这里训练的是 ${trainedLayers(config)} 层，而不是 ${config.layers} 层。`
          : '',
        '灰线是只有深度不同的其他运行。',
      ].join(''),
    net: (variant, layers) => `${strings['zh-cn'].nets[variant]} ${layers} 层`,
    nets: {
      plain: '普通',
      'residual-zero': '残差',
      residual: '只加捷径',
      'plain-bn': '普通',
      'residual-bn': '残差',
    },
    errorChart: '错误率（%）：测试图片（实线），训练中的小批量（虚线，20 步平均）',
    lossChart: '损失：测试图片（实线），训练中的小批量（虚线，20 步平均）；高于 3 的画在 3 处',
    error: '错误率，%',
    loss: '损失',
    step: '步',
    depthErrorChart: '测试错误率随深度的变化，%',
    depthLossChart: '最后 20 步的训练损失随深度的变化',
    testError: '测试错误率',
    finalLoss: '训练损失，最后 20 步',
    layers: '层数',
    depthNote: '一个点是一次运行；除了深度和捷径，设置都与图中相同。画在顶端的：已发散。',
    noRuns: '这样的设置还没有跑完过一次。',
    ends: '各自学到什么程度',
    parameters: '参数',
    trainError: '训练错误率，最后 20 步',
    diverged: '发散',
    published: {
      title: '何恺明等（2015）：CIFAR-10 测试错误率，%',
      depth: String,
      millions: (count) => `${Math.round(100 * Number(count))} 万`,
      exact: '精确数目',
      source:
        '残差网络：arXiv:1512.03385 的表 6；110 层取五次运行中最好的一次，五次为 6.61 ± 0.16。普通网络（≈）：从图 6 读出，110 层的高于 60%，图中没有画。参数的精确数目：6n + 2 层为 97,216n − 21,926。',
      otherTask: '图片不同，网络更宽，训练 6.4 万步：能与本图相比的是好坏次序，不是百分数。',
    },
    scalars: '训练之后',
    curves: '各步的数值',
    tests: '测试图片，各步的数值',
    value: '数值',
    yes: '是',
    no: '否',
    rows: {
      parameterCount: '参数个数',
      finalLoss: '最后 20 步的平均训练损失',
      validationAccuracy: '1000 张测试图片上的准确率',
      diverged: '是否发散（出现无穷大或 NaN）',
      trainLoss: '小批量的训练损失',
      trainError: '小批量的训练错误率',
      testError: '测试错误率',
      testLoss: '测试损失',
    },
    ofCounterpart: (row) => `对照网络：${row}`,
  },
};
