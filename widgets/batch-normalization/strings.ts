import { formatSetting } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import type { PresetName, params } from './config.ts';

export interface Words extends WidgetStrings<typeof params, PresetName> {
  readonly lossChart: string;
  readonly loss: string;
  readonly step: string;
  readonly with: string;
  readonly without: string;
  readonly diverged: string;
  readonly runTable: string;
  readonly unitTable: string;
  readonly lossTable: string;
  readonly value: string;
  readonly yes: string;
  readonly no: string;
  readonly byRunningAverages: string;
  readonly byBatchStatistics: string;
  /** In the place of an accuracy by batch statistics: the net has none. */
  readonly noStatistics: string;
  readonly timeRecorded: string;
  readonly timeHere: string;
  /** What batch norm adds to a step, +54%, beside what the article says. */
  readonly extraTime: (extra: string) => string;
  readonly beforeChart: (unit: number) => string;
  readonly normalizedChart: string;
  readonly ownChart: string;
  readonly share: string;
  readonly meanAndStd: (of: string, mean: string, std: string) => string;
  readonly kink: string;
  readonly skewness: string;
  readonly kurtosis: string;
  readonly ownControls: string;
  readonly undo: string;
  readonly pair: (gamma: string, beta: string) => string;
  readonly rows: Readonly<
    Record<
      | 'trainLoss'
      | 'validationAccuracy'
      | 'validationAccuracyBatchStatistics'
      | 'diverged'
      | 'stepMillis'
      | 'otherTrainLoss'
      | 'otherValidationAccuracy'
      | 'otherValidationAccuracyBatchStatistics'
      | 'otherDiverged'
      | 'otherStepMillis'
      | 'unit'
      | 'preActivationMean'
      | 'preActivationStd'
      | 'preActivationSkew'
      | 'preActivationKurtosis'
      | 'normalizedMean'
      | 'normalizedStd'
      | 'normalizedSkew'
      | 'normalizedKurtosis'
      | 'identityGamma'
      | 'identityBeta',
      string
    >
  >;
}

export const strings: Translated<Words> = {
  en: {
    title: 'Initialise it badly',
    question: 'Six hidden layers of 100 ReLU units on Fashion-MNIST: what does batch norm change?',
    params: {
      batchNorm: { label: 'Batch norm' },
      compare: { label: 'The other way beside it' },
      init: { label: 'Initialisation', choices: { he: 'He', gaussian: 'Gaussian' } },
      initScale: {
        label: 'Standard deviation of the weights',
        labelFor: ({ init }) => (init === 'he' ? 'Weights’ std, first layer' : undefined),
      },
      learningRate: { label: 'Learning rate' },
      batchSize: { label: 'Batch size' },
      epsilon: { label: 'ε' },
      affine: { label: 'γ and β are learned' },
      steps: { label: 'Training steps' },
      gamma: { label: 'Your γ' },
      beta: { label: 'Your β' },
      seed: { label: 'Seed' },
    },
    presets: {
      'small-weights': {
        label: 'weights 0.01',
        caption:
          'Weights of standard deviation 0.01: without batch norm the loss stays at ln 10, with it the same net learns. And one unit of it: batch norm moves and stretches its distribution, and its shape stays as skewed as it was.',
      },
      'large-weights': {
        label: 'weights 1',
        caption:
          'Weights of standard deviation 1: without batch norm the loss is no longer a number at the third step. With it the net learns, but slowly: the larger the weights, the less a step of the same length turns them.',
      },
      'high-rate': {
        label: 'rate 1',
        caption:
          'He weights, learning rate 1: twenty times the usual. Without batch norm training is over within five steps; with it the loss comes down as if nothing were the matter.',
      },
      'low-rate': {
        label: 'rate 0.003',
        caption:
          'He weights, learning rate 0.003: here the net without batch norm is ahead. What batch norm brings is that a higher rate can be used.',
      },
      'tiny-batches': {
        label: 'batches of 2',
        caption:
          'Mini-batches of two: normalised over two images, a unit says only which of the two gave the larger number. The net with batch norm learns next to nothing from that.',
      },
      'large-epsilon': {
        label: 'ε = 10⁻³',
        caption:
          'Weights of 0.001 and ε = 0.001, TensorFlow.js’s default: the variances of the deeper layers are far below ε, and there x̂ is next to nothing, and batch norm no longer saves this net. With ε = 10⁻⁵ it does.',
      },
    },
    ownCaption: ({ init, initScale, learningRate, batchSize, epsilon }) =>
      `Your own settings: ${init === 'he' ? 'He weights' : `weights of standard deviation ${formatSetting(initScale)}`}, learning rate ${formatSetting(learningRate)}, batches of ${batchSize}, ε = ${formatSetting(epsilon)}.`,
    lossChart: 'Training loss, mean of 10 mini‑batches; above 4 drawn at 4',
    loss: 'loss',
    step: 'step',
    with: 'with',
    without: 'without',
    diverged: 'diverged',
    runTable: 'With and without batch norm, after training',
    unitTable: 'One unit of the first layer, over 1,000 images, before training',
    lossTable: 'Training loss',
    value: 'value',
    yes: 'yes',
    no: 'no',
    byRunningAverages: 'Right on unseen images, by running averages (inference)',
    byBatchStatistics: 'The same, by statistics of the batch (as in training)',
    noStatistics: '–',
    timeRecorded: 'Time of a step, median, where this run was recorded',
    timeHere: 'Time of a step, median, on your machine',
    extraTime: (extra) => `Time of a step with batch norm: ${extra}; the article says +30%.`,
    beforeChart: (unit) => `Unit ${unit} of the first layer before training, over 1,000 images`,
    normalizedChart: 'Normalised: x̂ = (z − μ)/√(v + ε)',
    ownChart: 'With your γ and β: what the activation gets',
    share: 'share of the images',
    meanAndStd: (of, mean, std) => `${of}: mean ${mean}, std ${std}`,
    kink: 'ReLU passes →',
    skewness: 'Skewness, z → x̂',
    kurtosis: 'Excess kurtosis, z → x̂',
    ownControls: 'Your γ and β',
    undo: 'γ = √(v+ε), β = μ: undo it',
    pair: (gamma, beta) => `γ = ${gamma}, β = ${beta}`,
    rows: {
      trainLoss: 'training loss of the mini-batch',
      validationAccuracy: 'validation accuracy, running averages',
      validationAccuracyBatchStatistics: 'validation accuracy, batch statistics',
      diverged: 'diverged (a loss that is no finite number)',
      stepMillis: 'measured time of a step, median',
      otherTrainLoss: 'the run beside it: training loss',
      otherValidationAccuracy: 'the run beside it: accuracy, running averages',
      otherValidationAccuracyBatchStatistics: 'the run beside it: accuracy, batch statistics',
      otherDiverged: 'the run beside it: diverged',
      otherStepMillis: 'the run beside it: time of a step',
      unit: 'unit (the most skewed of the 100)',
      preActivationMean: 'mean μ of z',
      preActivationStd: 'standard deviation √v of z',
      preActivationSkew: 'skewness of z',
      preActivationKurtosis: 'excess kurtosis of z',
      normalizedMean: 'mean of x̂',
      normalizedStd: 'standard deviation of x̂',
      normalizedSkew: 'skewness of x̂',
      normalizedKurtosis: 'excess kurtosis of x̂',
      identityGamma: 'γ that undoes it, √(v + ε)',
      identityBeta: 'β that undoes it, μ',
    },
  },
  'zh-cn': {
    title: '故意初始化得很糟',
    question: '六个隐藏层，每层 100 个 ReLU，Fashion-MNIST：加上批归一化，有什么不同？',
    params: {
      batchNorm: { label: '批归一化' },
      compare: { label: '同时跑另一种' },
      init: { label: '初始化', choices: { he: 'He', gaussian: '高斯' } },
      initScale: {
        label: '权重的标准差',
        labelFor: ({ init }) => (init === 'he' ? '权重的标准差（第一层）' : undefined),
      },
      learningRate: { label: '学习率' },
      batchSize: { label: '批大小' },
      epsilon: { label: 'ε' },
      affine: { label: '训练 γ 和 β' },
      steps: { label: '训练步数' },
      gamma: { label: '你的 γ' },
      beta: { label: '你的 β' },
      seed: { label: '随机种子' },
    },
    presets: {
      'small-weights': {
        label: '权重 0.01',
        caption:
          '权重的标准差是 0.01：不加批归一化，损失停在 ln 10 不动；加上它，同一个网络就学起来了。再看其中一个神经元：批归一化把它的分布移动、拉伸，形状却和原来一样偏。',
      },
      'large-weights': {
        label: '权重 1',
        caption:
          '权重的标准差是 1：不加批归一化，到第三步，损失就变成 NaN 了。加上它能学，但学得慢：权重越大，同样长的一步就越难让它转向。',
      },
      'high-rate': {
        label: '学习率 1',
        caption:
          'He 权重，学习率 1，是平时的二十倍。不加批归一化，五步之内训练就垮了；加上它，损失照样往下走，像没事一样。',
      },
      'low-rate': {
        label: '学习率 0.003',
        caption:
          'He 权重，学习率 0.003：这回领先的是不加批归一化的网络。批归一化的好处，在于可以用更大的学习率。',
      },
      'tiny-batches': {
        label: '批大小 2',
        caption:
          '每批只有两张图：拿两张图来归一化，一个神经元只能说出哪一张的数更大。加了批归一化的网络从中几乎学不到东西。',
      },
      'large-epsilon': {
        label: 'ε = 10⁻³',
        caption:
          '权重 0.001，ε 取 TensorFlow.js 的默认值 0.001：较深各层的方差远小于 ε，那里的 x̂ 几乎为零，批归一化也救不了这个网络；换成 ε = 10⁻⁵ 就救得了。',
      },
    },
    ownCaption: ({ init, initScale, learningRate, batchSize, epsilon }) =>
      `你的设置：${init === 'he' ? 'He 权重' : `权重的标准差 ${formatSetting(initScale)}`}，学习率 ${formatSetting(learningRate)}，批大小 ${batchSize}，ε = ${formatSetting(epsilon)}。`,
    lossChart: '训练损失，10 个小批量的平均；高于 4 的画在 4 处',
    loss: '损失',
    step: '步',
    with: '加',
    without: '不加',
    diverged: '发散',
    runTable: '训练之后：加与不加批归一化',
    unitTable: '第一层的一个神经元，1000 张图，训练之前',
    lossTable: '训练损失',
    value: '数值',
    yes: '是',
    no: '否',
    byRunningAverages: '没见过的图片上的准确率，用滑动平均（推断）',
    byBatchStatistics: '同上，用这一批的统计量（和训练时一样）',
    noStatistics: '–',
    timeRecorded: '每步用时的中位数（记录这次运行的机器）',
    timeHere: '每步用时的中位数（你的机器）',
    extraTime: (extra) => `加上批归一化，每一步的用时：${extra}；原文说 +30%。`,
    beforeChart: (unit) => `训练之前，第一层第 ${unit} 个神经元，1000 张图`,
    normalizedChart: '归一化之后：x̂ = (z − μ)/√(v + ε)',
    ownChart: '再用你的 γ 和 β：激活函数收到的值',
    share: '图片的比例',
    meanAndStd: (of, mean, std) => `${of}：均值 ${mean}，标准差 ${std}`,
    kink: 'ReLU 放行 →',
    skewness: '偏度，z → x̂',
    kurtosis: '超额峰度，z → x̂',
    ownControls: '你的 γ 和 β',
    undo: 'γ = √(v+ε)，β = μ：还原',
    pair: (gamma, beta) => `γ = ${gamma}，β = ${beta}`,
    rows: {
      trainLoss: '小批量的训练损失',
      validationAccuracy: '验证准确率，用滑动平均',
      validationAccuracyBatchStatistics: '验证准确率，用这一批的统计量',
      diverged: '是否发散（损失不再是有限的数）',
      stepMillis: '实测的每步用时，中位数',
      otherTrainLoss: '另一种：训练损失',
      otherValidationAccuracy: '另一种：准确率，用滑动平均',
      otherValidationAccuracyBatchStatistics: '另一种：准确率，用这一批的统计量',
      otherDiverged: '另一种：是否发散',
      otherStepMillis: '另一种：每步用时',
      unit: '神经元（100 个里最偏的一个）',
      preActivationMean: 'z 的均值 μ',
      preActivationStd: 'z 的标准差 √v',
      preActivationSkew: 'z 的偏度',
      preActivationKurtosis: 'z 的超额峰度',
      normalizedMean: 'x̂ 的均值',
      normalizedStd: 'x̂ 的标准差',
      normalizedSkew: 'x̂ 的偏度',
      normalizedKurtosis: 'x̂ 的超额峰度',
      identityGamma: '还原所用的 γ，√(v + ε)',
      identityBeta: '还原所用的 β，μ',
    },
  },
};
