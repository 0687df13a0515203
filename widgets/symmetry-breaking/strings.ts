import type { Translated } from '#src/i18n.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import type { PresetName, params } from './config.ts';

interface Words extends WidgetStrings<typeof params, PresetName> {
  readonly maps: string;
  readonly mapsKey: string;
  readonly mapsAlt: (distance: string) => string;
  readonly lossChart: string;
  readonly loss: string;
  readonly distanceChart: string;
  readonly distance: string;
  readonly step: string;
  readonly scalars: string;
  readonly value: string;
  readonly rows: Readonly<
    Record<
      'weightGradientMaxAbs' | 'unitDistanceMax' | 'validationAccuracy' | 'validationLoss' | 'trainLoss',
      string
    >
  >;
}

export const strings: Translated<Words> = {
  en: {
    title: 'Thirty‑two units, or one unit thirty‑two times?',
    question: 'A 784-32-10 tanh net learns to tell clothes apart.',
    params: {
      init: {
        label: 'Initial weights',
        choices: { zero: 'all zero', constant: 'all alike', random: 'random' },
      },
      value: {
        label: 'Standard deviation of the weights',
        labelFor: ({ init }) => (init === 'constant' ? 'Value of every weight' : undefined),
      },
      learningRate: { label: 'Learning rate' },
      steps: { label: 'Training steps' },
      seed: { label: 'Seed' },
    },
    presets: {
      zero: {
        label: 'all zero',
        caption:
          'All weights zero: every weight’s gradient is exactly zero at every step. Only the ten output biases move, and the loss stays at ln 10 ≈ 2.303, that of guessing.',
      },
      constant: {
        label: 'all 0.01',
        caption:
          'All weights 0.01: the 32 units compute the same number, receive the same gradient and stay copies of one another. The pictures are one picture, and the net is as good as a net with a single hidden unit.',
      },
      random: {
        label: 'random, std 10⁻⁴',
        caption:
          'Random weights a hundred times smaller than those of “all 0.01”: no two units are alike, so each gets a gradient of its own. The pictures drift apart and the net learns. Small is not the same as symmetric.',
      },
    },
    ownCaption: () => 'Your own settings: watch whether the pictures become different from one another.',
    maps: 'What each hidden unit looks for: its 784 weights as a picture',
    mapsKey:
      'Blue is positive, orange negative, uncoloured zero. All 32 share one colour scale, set by the largest weight.',
    mapsAlt: (distance) =>
      `Incoming weights of the 32 hidden units as pictures of 28 by 28 pixels; the largest distance between two units is ${distance}.`,
    lossChart: 'Training loss, each mini-batch',
    loss: 'loss',
    distanceChart: 'Largest distance between two units’ weights',
    distance: 'distance',
    step: 'step',
    scalars: 'After training',
    value: 'value',
    rows: {
      weightGradientMaxAbs: 'largest |∂L/∂W| at any step',
      unitDistanceMax: 'largest distance between two hidden units',
      validationAccuracy: 'validation accuracy',
      validationLoss: 'validation loss',
      trainLoss: 'training loss',
    },
  },
  'zh-cn': {
    title: '三十二个神经元，还是同一个神经元抄了三十二遍？',
    question: '一个 784-32-10 的 tanh 网络学着分辨衣服。',
    params: {
      init: { label: '初始权重', choices: { zero: '全零', constant: '全相同', random: '随机' } },
      value: {
        label: '权重的标准差',
        labelFor: ({ init }) => (init === 'constant' ? '每个权重的取值' : undefined),
      },
      learningRate: { label: '学习率' },
      steps: { label: '训练步数' },
      seed: { label: '随机种子' },
    },
    presets: {
      zero: {
        label: '全零',
        caption:
          '权重全为零：每一步、每个权重的梯度都恰好是零。能动的只有十个输出偏置，损失停在 ln 10 ≈ 2.303，等于瞎猜。',
      },
      constant: {
        label: '全为 0.01',
        caption:
          '权重全为 0.01：32 个神经元算出同一个数，得到同一个梯度，永远是彼此的复制品。32 张图其实是同一张，这个网络只抵得上一个隐藏神经元。',
      },
      random: {
        label: '随机，标准差 10⁻⁴',
        caption:
          '随机权重只有“全为 0.01”的百分之一，但没有两个神经元相同，各有各的梯度。图像逐渐分化，网络学会了。小，不等于对称。',
      },
    },
    ownCaption: () => '你的设置：看看这些图会不会变得各不相同。',
    maps: '每个隐藏神经元在找什么：784 个权重画成一张图',
    mapsKey: '蓝色为正，橙色为负，无色处为零。32 张图共用一个色标，由最大的权重决定。',
    mapsAlt: (distance) =>
      `32 个隐藏神经元的输入权重，各画成 28×28 的图；两个神经元之间的最大距离是 ${distance}。`,
    lossChart: '训练损失（每个小批量）',
    loss: '损失',
    distanceChart: '两个神经元权重的最大距离',
    distance: '距离',
    step: '步',
    scalars: '训练之后',
    value: '数值',
    rows: {
      weightGradientMaxAbs: '各步中最大的 |∂L/∂W|',
      unitDistanceMax: '两个隐藏神经元的最大距离',
      validationAccuracy: '验证准确率',
      validationLoss: '验证损失',
      trainLoss: '训练损失',
    },
  },
};
