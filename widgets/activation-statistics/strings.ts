import { formatNumber, formatSetting } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { ConfigRecord } from '#src/lab/params.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import { type Config, type PresetName, type params, sigmaW } from './config.ts';

interface Words extends WidgetStrings<typeof params, PresetName> {
  readonly histograms: string;
  readonly raw: string;
  readonly rescaled: string;
  readonly histogramScale: string;
  readonly describeHistogram: (layer: number, std: string) => string;
  /** In the place of a curve that is zero everywhere. */
  readonly allZero: string;
  readonly zeros: string;
  readonly stdChart: string;
  readonly meanChart: string;
  readonly gradientChart: string;
  readonly weightGradientChart: string;
  readonly std: string;
  readonly otherSeeds: string;
  readonly mean: string;
  readonly gradientStd: string;
  /** Half of all back-propagated signals are smaller than this: in the first layer, and in the last. */
  readonly gradientMedians: (first: string, last: string) => string;
  readonly weightGradient: string;
  readonly rows: Readonly<
    Record<
      | 'activationMean'
      | 'activationStd'
      | 'theoryStd'
      | 'zeroFraction'
      | 'saturatedFraction'
      | 'distinctFraction'
      | 'gradientStd'
      | 'theoryGradientStd'
      | 'gradientMedianAbs'
      | 'preActivationGradientStd'
      | 'preActivationGradientMedianAbs'
      | 'zeroDerivativeFraction'
      | 'weightGradientStd',
      string
    >
  >;
}

/** 1 for Xavier whatever the width: the number that a layer's scale depends on. */
const sigmaReadout = (config: ConfigRecord) =>
  Number.isNaN(sigmaW(config)) ? '' : `σ√n = ${formatSetting(sigmaW(config))}`;

/** Where the theory of the border between order and chaos is about: random weights, tanh or ReLU, no batch norm. */
const hasBorder = ({ init, activation, batchNorm }: Config) =>
  init === 'gaussian' && activation !== 'sigmoid' && !batchNorm;

export const strings: Translated<Words> = {
  en: {
    title: 'What reaches layer ten?',
    question: 'A deep net at the moment of its birth, before any training.',
    params: {
      activation: { label: 'Activation', choices: { tanh: 'tanh', relu: 'ReLU', sigmoid: 'sigmoid' } },
      init: {
        label: 'Initialisation',
        choices: { gaussian: 'Gaussian', xavier: 'Xavier', he: 'He', constant: 'constant', zero: 'zero' },
      },
      scale: {
        label: 'Standard deviation of the weights',
        labelFor: ({ init }) => (init === 'constant' ? 'Value of every weight' : undefined),
        readout: sigmaReadout,
      },
      batchNorm: { label: 'Batch norm' },
      epsilon: { label: 'Batch norm’s ε' },
      width: { label: 'Width (units per layer)' },
      depth: { label: 'Depth (layers)' },
      samples: { label: 'Input examples' },
      seed: { label: 'Seed' },
    },
    presets: {
      'tanh-small': {
        label: 'std 0.01',
        caption:
          'Gaussian input through ten tanh layers of 500 units. From layer 3 on, each layer multiplies the spread by √0.05 ≈ 0.2236, so layer 10 is left with 3·10⁻⁷: tiny, but not zero, and almost no two values agree. Divided by its own std, each layer would still show nearly the same bell.',
      },
      'tanh-large': {
        label: 'std 1',
        caption:
          'Nine activations in ten sit beyond ±0.99, so the std looks healthy while the histograms are two walls. Going back, the median |∂L/∂z| is exactly zero, yet the std of the gradient grows about 3.5-fold a layer.',
      },
      'tanh-xavier': {
        label: 'Xavier',
        caption:
          'Weights of std 1/√500. The spread still shrinks, but slowly, as 1/√(2·layer) rather than exponentially, and gradients arrive at the first layer with two fifths of their size.',
      },
      'relu-xavier': {
        label: 'Xavier + ReLU',
        caption:
          'The same weights under ReLU. Each layer sets half of its values to zero and halves the second moment: the spread falls by a factor of about √2 a layer, along the dashed line of theory, give or take the chance of one seed. The share of zeros stays near one half; it does not pile up.',
      },
      'relu-he': {
        label: 'He + ReLU',
        caption:
          'Weights of std √(2/500) give back what ReLU takes. Mean and spread wander away from their starting values, typically by about a tenth in ten layers, at times by a fifth; the seed decides which way. Neither signal nor gradient dies out.',
      },
      constant: {
        label: 'constant',
        caption:
          'Every weight the same: all 500 units of a layer compute the same number, so each input is left with one value per layer, and every unit gets the same gradient.',
      },
      zero: {
        label: 'zero',
        caption:
          'Every weight zero: tanh(0) = 0 in every layer, and no gradient passes back through zero weights.',
      },
      'tanh-batch-norm': {
        label: 'batch norm',
        caption:
          'The weights that starve this net, std 0.01, with batch norm before each tanh: every layer has a spread of 0.63. With any std above 0.001 next to nothing changes. The gradient is not held: it grows by 8.5% a layer going back.',
      },
      'relu-batch-norm': {
        label: 'batch norm + ReLU',
        caption:
          'Std 0.01, batch norm, ReLU: a spread of 0.58 in every layer, and a gradient that grows by 21% a layer going back, to 5.6 times its size over nine layers.',
      },
    },
    ownCaption: (config) => {
      const border = hasBorder(config)
        ? ` In a very deep network σ√n = 1 (tanh) or √2 ≈ 1.414 (ReLU) is the border: below it signals and gradients die out; above it gradients explode in the end, a ReLU signal with them, while a tanh signal comes to rest, the nearer to ±1 the larger σ√n. Near the border ten layers may show little of this. Here σ√n = ${formatSetting(sigmaW(config))}.`
        : '';
      return `Your own settings: ${config.depth} layers of ${config.width} units, ${formatNumber(config.samples)} inputs.${border}`;
    },
    histograms: 'Activations of each layer, and their std',
    raw: 'one axis',
    rescaled: 'rescaled',
    histogramScale: 'Histograms',
    describeHistogram: (layer, std) => `Layer ${layer}, standard deviation ${std}`,
    allZero: '0 in every layer: a logarithmic axis has no zero',
    zeros: 'zeros',
    stdChart: 'Spread of the activations',
    meanChart: 'Mean of the activations',
    gradientChart: 'Gradient arriving at each layer',
    weightGradientChart: 'Gradient of each layer’s weights',
    std: 'std of h',
    otherSeeds: 'other seeds',
    mean: 'mean of h',
    gradientStd: 'std ∂L/∂h',
    gradientMedians: (first, last) => `Median |∂L/∂z|: ${first} in the first layer, ${last} in the last`,
    weightGradient: 'std ∂L/∂W',
    rows: {
      activationMean: 'mean of h',
      activationStd: 'std of h',
      theoryStd: 'std of h, mean-field theory',
      zeroFraction: 'zero fraction (h = 0)',
      saturatedFraction: 'share of |h| > 0.99',
      distinctFraction: 'distinct values of h, share',
      gradientStd: 'std of ∂L/∂h',
      theoryGradientStd: 'std of ∂L/∂h, mean-field theory',
      gradientMedianAbs: 'median |∂L/∂h|',
      preActivationGradientStd: 'std of ∂L/∂z',
      preActivationGradientMedianAbs: 'median |∂L/∂z|',
      zeroDerivativeFraction: 'share of φ′(z) = 0',
      weightGradientStd: 'std of ∂L/∂W',
    },
  },
  'zh-cn': {
    title: '第十层还剩下什么？',
    question: '一个刚初始化、还没训练的深层网络。',
    params: {
      activation: { label: '激活函数', choices: { tanh: 'tanh', relu: 'ReLU', sigmoid: 'sigmoid' } },
      init: {
        label: '初始化',
        choices: { gaussian: '高斯', xavier: 'Xavier', he: 'He', constant: '常数', zero: '全零' },
      },
      scale: {
        label: '权重的标准差',
        labelFor: ({ init }) => (init === 'constant' ? '每个权重的取值' : undefined),
        readout: sigmaReadout,
      },
      batchNorm: { label: '批归一化' },
      epsilon: { label: '批归一化的 ε' },
      width: { label: '宽度（每层神经元数）' },
      depth: { label: '深度（层数）' },
      samples: { label: '输入样本数' },
      seed: { label: '随机种子' },
    },
    presets: {
      'tanh-small': {
        label: '标准差 0.01',
        caption:
          '高斯输入穿过十层 tanh，每层 500 个神经元。从第 3 层起，每过一层标准差就乘以 √0.05 ≈ 0.2236，到第 10 层只剩 3·10⁻⁷：很小，但不是零，数值也几乎两两不同。分布的形状也还在：每层除以自己的标准差，都是差不多的钟形。',
      },
      'tanh-large': {
        label: '标准差 1',
        caption:
          '九成激活值落在 ±0.99 之外：标准差看似正常，直方图却是两堵墙。往回传时，|∂L/∂z| 的中位数恰好为零，梯度的标准差却每往回一层就变成原来的约 3.5 倍。',
      },
      'tanh-xavier': {
        label: 'Xavier',
        caption:
          '权重的标准差取 1/√500。激活值的分布仍会变窄，但慢得多：标准差按 1/√(2·层号) 下降，而不是按指数。梯度传到第一层还剩五分之二。',
      },
      'relu-xavier': {
        label: 'Xavier + ReLU',
        caption:
          '同样的权重，换成 ReLU。每层把一半数值置零，二阶矩减半，标准差每层大约除以 √2；虚线是理论值，单个随机种子会略有偏离。零的比例始终在一半左右，并不会逐层累积。',
      },
      'relu-he': {
        label: 'He + ReLU',
        caption:
          '权重的标准差取 √(2/500)，把 ReLU 拿走的补回来。均值和标准差从起点慢慢游走，十层下来通常偏离一成左右，有时两成；往哪边偏，全看随机种子。信号和梯度都没有消失。',
      },
      constant: {
        label: '常数',
        caption:
          '所有权重都相同：一层的 500 个神经元算出同一个数，每个输入在每层只剩一个值，每个神经元得到的梯度也一样。',
      },
      zero: {
        label: '全零',
        caption: '权重全为零：每层都是 tanh(0) = 0，梯度也穿不过全零的权重。',
      },
      'tanh-batch-norm': {
        label: '批归一化',
        caption:
          '权重的标准差还是 0.01，原本会让信号消失；在每个 tanh 之前加上批归一化，各层的标准差都是 0.63：换成 0.001 以上的任何标准差，几乎什么都不变。梯度却没有被定住：往回每过一层，放大 8.5%。',
      },
      'relu-batch-norm': {
        label: '批归一化 + ReLU',
        caption:
          '标准差 0.01，批归一化，ReLU：各层的标准差都是 0.58；梯度往回每过一层放大 21%，九层下来是 5.6 倍。',
      },
    },
    ownCaption: (config) => {
      const border = hasBorder(config)
        ? `网络很深时，σ√n 以 1（tanh）或 √2 ≈ 1.414（ReLU）为界：低于它，信号和梯度逐层消失；高于它，梯度终究会爆炸，ReLU 的信号也爆炸，tanh 的信号停在一个水平上，σ√n 越大越贴近 ±1。离界线不远时，十层未必看得出来。这里 σ√n = ${formatSetting(sigmaW(config))}。`
        : '';
      return `你的设置：${config.depth} 层，每层 ${config.width} 个神经元，${formatNumber(config.samples)} 个输入。${border}`;
    },
    histograms: '各层激活值的分布与标准差',
    raw: '同一横轴',
    rescaled: '缩放后',
    histogramScale: '直方图',
    describeHistogram: (layer, std) => `第 ${layer} 层，标准差 ${std}`,
    allZero: '各层都是 0，对数轴上画不出来',
    zeros: '零',
    stdChart: '激活值的标准差',
    meanChart: '激活值的均值',
    gradientChart: '传到各层的梯度',
    weightGradientChart: '各层权重的梯度',
    std: 'h 的标准差',
    otherSeeds: '其他种子',
    mean: 'h 的均值',
    gradientStd: '∂L/∂h 的标准差',
    gradientMedians: (first, last) => `|∂L/∂z| 的中位数：第一层 ${first}，最后一层 ${last}`,
    weightGradient: '∂L/∂W 的标准差',
    rows: {
      activationMean: 'h 的均值',
      activationStd: 'h 的标准差',
      theoryStd: 'h 的标准差（平均场理论）',
      zeroFraction: '零的比例（h = 0）',
      saturatedFraction: '|h| > 0.99 的比例',
      distinctFraction: '互不相同的 h 的比例',
      gradientStd: '∂L/∂h 的标准差',
      theoryGradientStd: '∂L/∂h 的标准差（平均场理论）',
      gradientMedianAbs: '|∂L/∂h| 的中位数',
      preActivationGradientStd: '∂L/∂z 的标准差',
      preActivationGradientMedianAbs: '|∂L/∂z| 的中位数',
      zeroDerivativeFraction: 'φ′(z) = 0 的比例',
      weightGradientStd: '∂L/∂W 的标准差',
    },
  },
};
