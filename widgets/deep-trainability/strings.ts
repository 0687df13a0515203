import { formatSetting } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import { type PresetName, type params, presets } from './config.ts';

/** Of the recorded runs. */
const TANH_RATE = formatSetting(presets['tanh-xavier'].learningRate);
const RELU_RATE = formatSetting(presets['relu-he'].learningRate);

interface Words extends WidgetStrings<typeof params, PresetName> {
  readonly presets: Readonly<
    Record<PresetName, { readonly label: string; readonly short: string; readonly caption: string }>
  >;
  readonly lossChart: string;
  readonly loss: string;
  readonly step: string;
  readonly scalars: string;
  readonly value: string;
  readonly thisRun: string;
  /** A recorded run, at the end of its line. */
  readonly thatDiverged: (run: string) => string;
  readonly diverged: string;
  readonly finalLoss: string;
  readonly yes: string;
  readonly no: string;
  readonly rows: Readonly<Record<'validationAccuracy' | 'validationLoss' | 'trainLoss' | 'diverged', string>>;
}

export const strings: Translated<Words> = {
  en: {
    title: 'Can it learn from here?',
    question: 'Ten hidden layers of 100 units on Fashion-MNIST, plain gradient descent, mini-batches of 100.',
    params: {
      activation: { label: 'Activation', choices: { tanh: 'tanh', relu: 'ReLU', sigmoid: 'sigmoid' } },
      init: { label: 'Initialisation', choices: { gaussian: 'Gaussian', xavier: 'Xavier', he: 'He' } },
      scale: { label: 'Standard deviation of the weights' },
      learningRate: { label: 'Learning rate' },
      batchNorm: { label: 'Batch norm' },
      steps: { label: 'Training steps' },
      seed: { label: 'Seed' },
    },
    presets: {
      'tanh-small': {
        label: 'tanh, std 0.01',
        short: 'std 0.01',
        caption:
          'Signals and gradients have died out long before layer ten: the loss stays at ln 10 ≈ 2.303, that of guessing.',
      },
      'tanh-large': {
        label: 'tanh, std 1',
        short: 'std 1',
        caption:
          'Saturated units and exploding gradients: the loss jerks about, and after 300 steps it is still close to that of guessing.',
      },
      'tanh-xavier': {
        label: 'tanh, Xavier',
        short: 'Xavier',
        caption: 'With Xavier’s scale the same net learns at once.',
      },
      'relu-small': {
        label: 'ReLU, std 0.01',
        short: 'std 0.01',
        caption:
          'Signals and gradients have died out long before layer ten: the loss stays at ln 10 ≈ 2.303, that of guessing.',
      },
      'relu-xavier': {
        label: 'ReLU, Xavier',
        short: 'Xavier',
        caption:
          'Half of the second moment is lost in each layer, so what reaches the output is small: after 300 steps learning has only just begun (guessing would be right one time in ten).',
      },
      'relu-he': {
        label: 'ReLU, He',
        short: 'He',
        caption:
          'A factor √2 in the initial weights is the whole difference to Xavier: from the first steps on, the net learns.',
      },
      'relu-large': {
        label: 'ReLU, std 1',
        short: 'std 1',
        caption:
          'Weights of std 1 multiply the signal sevenfold in each layer: the first loss is already of the order of 10¹⁰, and after one step it is no longer a number.',
      },
    },
    ownCaption: (config) =>
      `Your own settings, at learning rate ${formatSetting(config.learningRate)}. Grey lines are recorded runs of the presets with this activation, at learning rate ${config.activation === 'tanh' ? TANH_RATE : RELU_RATE}.`,
    lossChart: 'Training loss: mean of 20 mini-batches, single ones thin; above 3 drawn at 3',
    loss: 'loss',
    step: 'step',
    scalars: 'After training',
    value: 'value',
    thisRun: 'this run',
    thatDiverged: (run) => `${run}: diverged`,
    diverged: 'diverged',
    finalLoss: 'mean loss of the last 30 steps',
    yes: 'yes',
    no: 'no',
    rows: {
      validationAccuracy: 'validation accuracy',
      validationLoss: 'validation loss',
      trainLoss: 'training loss',
      diverged: 'diverged (a loss that is no finite number)',
    },
  },
  'zh-cn': {
    title: '从这里出发，学得动吗？',
    question: '十个隐藏层，每层 100 个神经元，在 Fashion-MNIST 上做普通梯度下降，小批量为 100。',
    params: {
      activation: { label: '激活函数', choices: { tanh: 'tanh', relu: 'ReLU', sigmoid: 'sigmoid' } },
      init: { label: '初始化', choices: { gaussian: '高斯', xavier: 'Xavier', he: 'He' } },
      scale: { label: '权重的标准差' },
      learningRate: { label: '学习率' },
      batchNorm: { label: '批归一化' },
      steps: { label: '训练步数' },
      seed: { label: '随机种子' },
    },
    presets: {
      'tanh-small': {
        label: 'tanh，标准差 0.01',
        short: '标准差 0.01',
        caption: '信号和梯度远没到第十层就已消失：损失停在 ln 10 ≈ 2.303，等于瞎猜。',
      },
      'tanh-large': {
        label: 'tanh，标准差 1',
        short: '标准差 1',
        caption: '神经元饱和，梯度爆炸：损失来回乱跳，300 步之后仍和瞎猜差不多。',
      },
      'tanh-xavier': {
        label: 'tanh，Xavier',
        short: 'Xavier',
        caption: '换成 Xavier 的尺度，同一个网络立刻开始学习。',
      },
      'relu-small': {
        label: 'ReLU，标准差 0.01',
        short: '标准差 0.01',
        caption: '信号和梯度远没到第十层就已消失：损失停在 ln 10 ≈ 2.303，等于瞎猜。',
      },
      'relu-xavier': {
        label: 'ReLU，Xavier',
        short: 'Xavier',
        caption: '二阶矩每过一层就少一半，传到输出的信号太小，300 步之后才刚刚开始学（瞎猜也有一成答对）。',
      },
      'relu-he': {
        label: 'ReLU，He',
        short: 'He',
        caption: '与 Xavier 的区别只是初始权重乘了 √2：从最初几步起，网络就在学习。',
      },
      'relu-large': {
        label: 'ReLU，标准差 1',
        short: '标准差 1',
        caption:
          '标准差为 1 的权重让信号每过一层就变成约七倍：最初的损失就有 10¹⁰ 的量级，走一步之后就变成 NaN 了。',
      },
    },
    ownCaption: (config) =>
      `你的设置，学习率 ${formatSetting(config.learningRate)}。灰色的线是同一激活函数各预设的运行记录，学习率 ${config.activation === 'tanh' ? TANH_RATE : RELU_RATE}。`,
    lossChart: '训练损失：20 个小批量的平均，细线为单个小批量；高于 3 的画在 3 处',
    loss: '损失',
    step: '步',
    scalars: '训练之后',
    value: '数值',
    thisRun: '本次运行',
    thatDiverged: (run) => `${run}：发散`,
    diverged: '发散',
    finalLoss: '最后 30 步的平均损失',
    yes: '是',
    no: '否',
    rows: {
      validationAccuracy: '验证准确率',
      validationLoss: '验证损失',
      trainLoss: '训练损失',
      diverged: '是否发散（损失不再是有限的数）',
    },
  },
};
