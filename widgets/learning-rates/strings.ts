import { formatSetting } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import type { PresetName, params } from './config.ts';

interface Words extends WidgetStrings<typeof params, PresetName> {
  readonly fourChart: string;
  readonly oneChart: string;
  readonly ratioChart: string;
  readonly loss: string;
  readonly smoothed: string;
  readonly ratio: string;
  readonly advised: string;
  readonly epoch: (steps: number) => string;
  readonly changed: (rate: string) => string;
  readonly rate: string;
  readonly rateByStep: string;
  readonly rateByEpoch: string;
  readonly epochCorner: string;
  readonly step: string;
  readonly scalars: string;
  readonly value: string;
  readonly diverged: string;
  readonly yes: string;
  readonly no: string;
  readonly rows: Readonly<Record<'trainLoss' | 'epochLoss' | 'updateRatio' | 'diverged', string>>;
}

export const strings: Translated<Words> = {
  en: {
    title: 'Loss curves',
    question:
      'One hidden layer of 100 units on Fashion-MNIST, plain gradient descent: how long should the step be?',
    params: {
      curves: { label: 'Curves', choices: { four: 'the four', one: 'one of your own' } },
      learningRate: { label: 'Learning rate' },
      batchSize: { label: 'Batch size' },
      steps: { label: 'Training steps' },
      seed: { label: 'Seed' },
    },
    presets: {
      four: {
        label: 'all four',
        caption:
          'The article’s picture: 0.001 is too low and still on its way, 0.1 is good, 0.5 shoots up before it comes down and stays higher, and 10 leaves the chart for good.',
      },
      low: {
        label: 'low: 0.001',
        caption:
          'A low rate goes down slowly and steadily; 300 steps don’t bring it anywhere near the bottom.',
      },
      good: {
        label: 'good: 0.1',
        caption:
          'A good rate is down within an epoch. The band is the spread of the mini-batches within an epoch, and the line their mean over 20 steps.',
      },
      high: {
        label: 'high: 0.5',
        caption:
          'A high rate throws the loss off the chart before it comes down, and then it bounces between the walls of the valley: it ends higher than 0.1 does.',
      },
      'very-high': {
        label: 'very high: 10',
        caption:
          'Each step makes the next gradient larger: within thirty steps the loss is no longer a number.',
      },
      'small-batches': {
        label: 'batches of 10',
        caption:
          'Same rate, mini-batches of ten: a loss measured on ten images jumps about. The noise comes from the size of the sample.',
      },
      'large-batches': {
        label: 'batches of 1,000',
        caption:
          'Mini-batches of a thousand: the band is thin, and every step costs ten times as much to compute.',
      },
    },
    ownCaption: ({ curves, learningRate, batchSize }) =>
      curves === 'four'
        ? `The four rates with mini-batches of ${batchSize}.`
        : `Learning rate ${formatSetting(learningRate)}, mini-batches of ${batchSize}. Move the rate while it runs: the next step takes it, and the chart marks where.`,
    fourChart: 'Training loss: mean of 20 mini-\u2060batches; above 4 drawn at 4',
    oneChart: 'Training loss: each mini-batch, the spread of each epoch, the mean of 20; above 4 drawn at 4',
    ratioChart: 'Size of the update relative to the weights, ‖Δw‖/‖w‖, first layer; above 1 drawn at 1',
    loss: 'loss',
    smoothed: 'mean of 20',
    ratio: '‖Δw‖/‖w‖',
    advised: 'about 10⁻³',
    epoch: (steps) => `epoch, below: step (${steps} an epoch)`,
    changed: (rate) => `rate ${rate}`,
    rate: 'Rate',
    rateByStep: 'Rate, step',
    rateByEpoch: 'Rate, epoch',
    epochCorner: 'Epoch',
    step: 'Step',
    scalars: 'The end of the run',
    value: 'value',
    diverged: 'diverged',
    yes: 'yes',
    no: 'no',
    rows: {
      trainLoss: 'training loss of the mini-batch',
      epochLoss: 'mean training loss of the epoch',
      updateRatio: 'update relative to the weights',
      diverged: 'diverged (a loss that is no finite number)',
    },
  },
  'zh-cn': {
    title: '损失曲线',
    question: '100 个神经元的单隐藏层，Fashion-MNIST，普通梯度下降：一步该迈多大？',
    params: {
      curves: { label: '曲线', choices: { four: '四条', one: '自己选一条' } },
      learningRate: { label: '学习率' },
      batchSize: { label: '批大小' },
      steps: { label: '训练步数' },
      seed: { label: '随机种子' },
    },
    presets: {
      four: {
        label: '四条一起',
        caption:
          '原文的那张图：0.001 太低，还在半路上；0.1 正好；0.5 先冲高再降下来，停在较高处；10 冲出图外，一去不回。',
      },
      low: { label: '低：0.001', caption: '学习率低，损失降得慢而稳；300 步远远到不了底。' },
      good: {
        label: '正好：0.1',
        caption: '学习率合适，一轮之内就降下来了。色带是一轮之内各个小批量的损失范围，线是 20 步的平均。',
      },
      high: {
        label: '偏高：0.5',
        caption:
          '学习率偏高，损失先冲出图外再降下来，随后在山谷两壁之间来回弹跳，最后停在比 0.1 那条曲线更高的地方。',
      },
      'very-high': {
        label: '太高：10',
        caption: '每走一步，下一步的梯度就更大：不出三十步，损失已经不是数了。',
      },
      'small-batches': {
        label: '批大小 10',
        caption: '学习率不变，每批只有十张：十张图片上量出来的损失，当然跳来跳去。抖动来自样本量太小。',
      },
      'large-batches': {
        label: '批大小 1000',
        caption: '每批一千张：色带变窄了，但每一步的计算量也是原来的十倍。',
      },
    },
    ownCaption: ({ curves, learningRate, batchSize }) =>
      curves === 'four'
        ? `四种学习率，批大小 ${batchSize}。`
        : `学习率 ${formatSetting(learningRate)}，批大小 ${batchSize}。运行途中也可以拖动学习率：下一步就生效，图上会标出位置。`,
    fourChart: '训练损失：20 个小批量的平均；高于 4 的画在 4 处',
    oneChart: '训练损失：单个小批量、每轮的范围、20 个的平均；高于 4 的画在 4 处',
    ratioChart: '更新量与权重之比 ‖Δw‖/‖w‖（第一层）；高于 1 的画在 1 处',
    loss: '损失',
    smoothed: '20 步平均',
    ratio: '‖Δw‖/‖w‖',
    advised: '10⁻³ 左右',
    epoch: (steps) => `轮数，下面一行是步数（每轮 ${steps} 步）`,
    changed: (rate) => `学习率 ${rate}`,
    rate: '学习率',
    rateByStep: '学习率，步',
    rateByEpoch: '学习率，轮',
    epochCorner: '轮',
    step: '步',
    scalars: '运行结果',
    value: '数值',
    diverged: '发散',
    yes: '是',
    no: '否',
    rows: {
      trainLoss: '小批量的训练损失',
      epochLoss: '每轮的平均训练损失',
      updateRatio: '更新量与权重之比',
      diverged: '是否发散（损失不再是有限的数）',
    },
  },
};
