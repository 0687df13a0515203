import { formatPoints, formatSetting } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import type { PresetName, params } from './config.ts';

interface Words extends WidgetStrings<typeof params, PresetName> {
  readonly accuracyChart: string;
  readonly lossChart: string;
  readonly lossAndPenalty: string;
  readonly accuracy: string;
  readonly loss: string;
  readonly penalty: string;
  readonly train: string;
  readonly validation: string;
  readonly gap: string;
  /** A difference of two shares of 1. */
  readonly points: (difference: number) => string;
  readonly epoch: string;
  readonly epochCorner: string;
  readonly epochNumber: (epoch: number) => string;
  /** Where the validation loss is lowest. */
  readonly earlyStop: (epoch: number) => string;
  readonly scalars: string;
  readonly curves: string;
  readonly value: string;
  readonly yes: string;
  readonly no: string;
  readonly rows: Readonly<
    Record<
      | 'trainAccuracy'
      | 'validationAccuracy'
      | 'trainLoss'
      | 'validationLoss'
      | 'penaltyLoss'
      | 'gap'
      | 'bestEpoch'
      | 'diverged',
      string
    >
  >;
}

export const strings: Translated<Words> = {
  en: {
    title: 'Mind the gap',
    question: 'The same net on images that it has trained on and on images that it has never seen.',
    params: {
      images: { label: 'Training images' },
      hiddenUnits: { label: 'Hidden units' },
      l2: { label: 'L2 strength λ' },
      epochs: { label: 'Epochs' },
      seed: { label: 'Seed' },
    },
    presets: {
      good: {
        label: 'good',
        caption:
          'The article’s best case: 5,000 images, few units and a penalty keep the two curves together. Neither of them gets very high.',
      },
      slight: {
        label: 'slight overfit',
        caption:
          'The article’s red and green lines: training accuracy runs a little ahead. Validation accuracy is no lower than in the good case: a small gap is not the goal.',
      },
      strong: {
        label: 'strong overfit',
        caption:
          'The strong overfitting of the article’s picture: 256 units learn 200 images by heart, and more than one unseen image in four comes out wrong.',
      },
      'early-stopping': {
        label: 'when to stop',
        caption:
          'With 1,000 images the validation loss is lowest after a few epochs and then rises, while validation accuracy holds: the net grows more certain of its mistakes.',
      },
    },
    ownCaption: ({ images, hiddenUnits, l2 }) =>
      `Your own settings: ${images} training images, ${hiddenUnits} hidden units, λ = ${formatSetting(l2)}.`,
    accuracyChart: 'Accuracy after each epoch; the gap is shaded',
    lossChart: 'Data loss',
    lossAndPenalty: 'Data loss, and the penalty apart from it',
    accuracy: 'accuracy',
    loss: 'loss',
    penalty: 'penalty',
    train: 'training',
    validation: 'validation',
    gap: 'gap',
    points: (difference) => `${formatPoints(difference)} points`,
    epoch: 'epoch',
    epochCorner: 'Epoch',
    epochNumber: (epoch) => `epoch ${epoch}`,
    earlyStop: (epoch) => `validation lowest: epoch ${epoch}`,
    scalars: 'After the last epoch',
    curves: 'After each epoch',
    value: 'value',
    yes: 'yes',
    no: 'no',
    rows: {
      trainAccuracy: 'training accuracy',
      validationAccuracy: 'validation accuracy',
      trainLoss: 'training data loss',
      validationLoss: 'validation data loss',
      penaltyLoss: 'penalty ½λ‖W‖²',
      gap: 'gap: training less validation accuracy',
      bestEpoch: 'epoch with the lowest validation loss',
      diverged: 'diverged (a loss that is no finite number)',
    },
  },
  'zh-cn': {
    title: '盯住差距',
    question: '同一个网络，既测训练过的图片，也测从没见过的图片。',
    params: {
      images: { label: '训练图片' },
      hiddenUnits: { label: '隐藏神经元' },
      l2: { label: 'L2 强度 λ' },
      epochs: { label: '轮数' },
      seed: { label: '随机种子' },
    },
    presets: {
      good: {
        label: '良好',
        caption:
          '原文所说的最好状态：5000 张图片，神经元不多，再加惩罚项，两条曲线靠在一起。不过两条都不算高。',
      },
      slight: {
        label: '略微过拟合',
        caption:
          '原文的红线与绿线：训练准确率稍稍领先。验证准确率并不比“良好”那一例低：差距小，本身不是目标。',
      },
      strong: {
        label: '严重过拟合',
        caption:
          '原文图里的“严重过拟合”：256 个神经元把 200 张图片背了下来，没见过的图片却错了四分之一以上。',
      },
      'early-stopping': {
        label: '何时停下',
        caption:
          '1000 张图片时，验证损失几轮之后就到最低点，然后回升，验证准确率却没有下降：网络对自己的错误越来越有把握。',
      },
    },
    ownCaption: ({ images, hiddenUnits, l2 }) =>
      `你的设置：训练图片 ${images} 张，隐藏神经元 ${hiddenUnits} 个，λ = ${formatSetting(l2)}。`,
    accuracyChart: '每一轮之后的准确率；阴影是差距',
    lossChart: '数据损失',
    lossAndPenalty: '数据损失；惩罚项单独画出',
    accuracy: '准确率',
    loss: '损失',
    penalty: '惩罚项',
    train: '训练',
    validation: '验证',
    gap: '差距',
    points: (difference) => `${formatPoints(difference)} 个百分点`,
    epoch: '轮',
    epochCorner: '轮',
    epochNumber: (epoch) => `第 ${epoch} 轮`,
    earlyStop: (epoch) => `验证损失最低：第 ${epoch} 轮`,
    scalars: '最后一轮之后',
    curves: '每一轮之后',
    value: '数值',
    yes: '是',
    no: '否',
    rows: {
      trainAccuracy: '训练准确率',
      validationAccuracy: '验证准确率',
      trainLoss: '训练集上的数据损失',
      validationLoss: '验证集上的数据损失',
      penaltyLoss: '惩罚项 ½λ‖W‖²',
      gap: '差距：训练准确率减验证准确率',
      bestEpoch: '验证损失最低的一轮',
      diverged: '是否发散（损失不再是有限的数）',
    },
  },
};
