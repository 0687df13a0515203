import { formatSetting } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import type { PresetName, params } from './config.ts';
import type { MaskedNetWords } from './MaskedNet.tsx';

interface Words extends WidgetStrings<typeof params, PresetName> {
  /** `short` is written at the end of the recorded run's curve. */
  readonly presets: Readonly<
    Record<PresetName, { readonly label: string; readonly short: string; readonly caption: string }>
  >;
  readonly masked: MaskedNetWords;
  readonly accuracyChart: string;
  readonly lossChart: string;
  readonly averageAccuracy: string;
  readonly averageLoss: string;
  readonly accuracy: string;
  readonly loss: string;
  readonly train: string;
  readonly test: string;
  readonly wrong: string;
  readonly epoch: string;
  readonly epochCorner: string;
  readonly passes: string;
  readonly average: string;
  readonly scaled: string;
  readonly afterTraining: string;
  readonly scalars: string;
  readonly curves: string;
  readonly averagesTable: string;
  readonly keptTable: string;
  readonly value: string;
  readonly yes: string;
  readonly no: string;
  readonly rows: Readonly<
    Record<
      | 'trainAccuracy'
      | 'testAccuracy'
      | 'testLoss'
      | 'monteCarloAccuracy'
      | 'monteCarloLoss'
      | 'maskKeptFraction'
      | 'weightScalingAccuracy'
      | 'weightScalingLoss'
      | 'wrongLabelFraction'
      | 'diverged',
      string
    >
  >;
}

const none = { en: 'no dropout', 'zh-cn': '无 dropout' };

export const strings: Translated<Words> = {
  en: {
    title: 'Don’t learn it by heart',
    question: 'Two hidden layers of 256 ReLU units, and training labels of which some may be wrong.',
    params: {
      dropRate: { label: 'Drop rate, hidden units' },
      inputDropRate: { label: 'Drop rate, inputs' },
      labelNoise: { label: 'Share of labels drawn anew' },
      images: { label: 'Training images' },
      epochs: { label: 'Epochs' },
      seed: { label: 'Seed' },
    },
    presets: {
      'noisy-none': {
        label: 'noisy labels, no dropout',
        short: none.en,
        caption:
          'The net learns even the wrong labels by heart. Test accuracy is best after a few epochs and falls from there.',
      },
      'noisy-hidden': {
        label: 'noisy, hidden 0.5',
        short: 'hidden 0.5',
        caption:
          'With half of the hidden units dropped, a wrong label is hard to store. Test accuracy goes on rising, or holds.',
      },
      'noisy-both': {
        label: 'noisy, hidden 0.5, inputs 0.2',
        short: '0.5 + 0.2',
        caption:
          'Half of the hidden units are dropped, and a fifth of the pixels. The training accuracy, against labels of which more than a quarter are wrong, stays far below 100%, and that is the point. Each step draws new masks, and each example has its own.',
      },
      'clean-none': {
        label: 'clean labels, no dropout',
        short: none.en,
        caption:
          'All labels are right. The net learns every one of them; its test loss climbs while the test accuracy holds.',
      },
      'clean-hidden': {
        label: 'clean, hidden 0.5',
        short: 'hidden 0.5',
        caption:
          'The honest case: with clean labels dropout makes the test loss much lower, and the test accuracy a little lower too.',
      },
    },
    ownCaption: ({ dropRate, inputDropRate, labelNoise, images }) =>
      `Your own settings: hidden units dropped at ${formatSetting(dropRate)}, inputs at ${formatSetting(inputDropRate)}; ${images} images, ${formatSetting(100 * labelNoise)}% of the labels drawn anew. Grey lines, where there are any, are recorded runs that differ in the drop rates alone.`,
    masked: {
      net: (step) => `The net that one example saw in step ${step}`,
      example: 'Example of the mini-batch',
      layers: ['inputs', 'hidden 1', 'hidden 2', 'outputs'],
      kept: (kept, all) => `${kept} of ${all}`,
      outputs: '10 of 10',
      legend:
        'Crossed out: dropped. Of the inputs and of each hidden layer twelve units are drawn; the numbers say how many of all of them are kept.',
      describe: (step, example, [inputs, first, second]) =>
        `The net in step ${step} for example ${example}. Kept of the inputs: ${inputs}; of hidden layer 1: ${first}; of hidden layer 2: ${second}.`,
    },
    accuracyChart: 'Accuracy after each epoch, all units; grey: test',
    lossChart: 'Test loss after each epoch; above 2.5 drawn at 2.5',
    averageAccuracy: 'After training: average over masks, accuracy on 1,000 test images',
    averageLoss: 'After training: average over masks, loss on 1,000 test images',
    accuracy: 'accuracy',
    loss: 'loss',
    train: 'training',
    test: 'test',
    wrong: 'wrong labels',
    epoch: 'epoch',
    epochCorner: 'Epoch',
    passes: 'passes with random masks',
    average: 'average',
    scaled: 'all units',
    afterTraining: 'comes after training',
    scalars: 'After training',
    curves: 'After each epoch',
    averagesTable: 'Average of the softmax over passes with random masks, first 1,000 test images',
    keptTable: 'What the masks kept, over all steps and examples',
    value: 'value',
    yes: 'yes',
    no: 'no',
    rows: {
      trainAccuracy: 'training accuracy (given labels)',
      testAccuracy: 'test accuracy',
      testLoss: 'test loss',
      monteCarloAccuracy: 'accuracy of the average',
      monteCarloLoss: 'loss of the average',
      maskKeptFraction: 'share kept',
      weightScalingAccuracy: 'accuracy with all units (weight scaling), first 1,000 test images',
      weightScalingLoss: 'loss with all units (weight scaling), first 1,000 test images',
      wrongLabelFraction: 'training labels that are wrong',
      diverged: 'diverged (a loss that is no finite number)',
    },
  },
  'zh-cn': {
    title: '别死记硬背',
    question: '两个隐藏层，各 256 个 ReLU；训练标签可以全对，也可以有一部分是错的。',
    params: {
      dropRate: { label: '隐藏神经元的丢弃率' },
      inputDropRate: { label: '输入的丢弃率' },
      labelNoise: { label: '重新抽取的标签比例' },
      images: { label: '训练图片' },
      epochs: { label: '轮数' },
      seed: { label: '随机种子' },
    },
    presets: {
      'noisy-none': {
        label: '标签有错，无 dropout',
        short: none['zh-cn'],
        caption: '网络连错的标签也背了下来。测试准确率几轮之后就到最高点，随后一路下滑。',
      },
      'noisy-hidden': {
        label: '标签有错，隐藏层 0.5',
        short: '隐藏层 0.5',
        caption: '一半隐藏神经元被丢掉，错的标签就很难记住。测试准确率继续上升，至少不再下滑。',
      },
      'noisy-both': {
        label: '标签有错，隐藏层 0.5，输入 0.2',
        short: '0.5 + 0.2',
        caption:
          '隐藏神经元丢掉一半，像素丢掉五分之一。标签有四分之一以上是错的，训练准确率远低于 100%，这正是想要的。每一步都抽新的掩码，每个样本各有各的。',
      },
      'clean-none': {
        label: '标签全对，无 dropout',
        short: none['zh-cn'],
        caption: '标签全对。网络把它们都背了下来；测试损失往上爬，测试准确率却没有变。',
      },
      'clean-hidden': {
        label: '标签全对，隐藏层 0.5',
        short: '隐藏层 0.5',
        caption: '没有帮助的一例：标签全对时，dropout 让测试损失低了许多，测试准确率却也略低了一些。',
      },
    },
    ownCaption: ({ dropRate, inputDropRate, labelNoise, images }) =>
      `你的设置：隐藏神经元丢弃率 ${formatSetting(dropRate)}，输入丢弃率 ${formatSetting(inputDropRate)}；图片 ${images} 张，${formatSetting(100 * labelNoise)}% 的标签重新抽取。如果有灰线，那是事先录下的运行，与你的设置只差丢弃率。`,
    masked: {
      net: (step) => `第 ${step} 步，一个样本看到的网络`,
      example: '小批量里的样本',
      layers: ['输入', '隐藏层 1', '隐藏层 2', '输出'],
      kept: (kept, all) => `${kept} / ${all}`,
      outputs: '10 / 10',
      legend: '打叉的被丢掉。输入和隐藏层每层只画 12 个；数字是全层留下了多少个。',
      describe: (step, example, [inputs, first, second]) =>
        `第 ${step} 步，样本 ${example} 看到的网络。输入留下 ${inputs}，隐藏层 1 留下 ${first}，隐藏层 2 留下 ${second}。`,
    },
    accuracyChart: '每一轮之后的准确率，全部神经元参加；灰线是测试',
    lossChart: '每一轮之后的测试损失；高于 2.5 的画在 2.5 处',
    averageAccuracy: '训练后，对掩码取平均：1000 张测试图片的准确率',
    averageLoss: '训练后，对掩码取平均：1000 张测试图片的损失',
    accuracy: '准确率',
    loss: '损失',
    train: '训练',
    test: '测试',
    wrong: '错误标签',
    epoch: '轮',
    epochCorner: '轮',
    passes: '用随机掩码算的遍数',
    average: '平均',
    scaled: '全部神经元',
    afterTraining: '训练完才有',
    scalars: '训练之后',
    curves: '每一轮之后',
    averagesTable: '用随机掩码算多遍，softmax 取平均；前 1000 张测试图片',
    keptTable: '掩码留下的比例，按所有步、所有样本统计',
    value: '数值',
    yes: '是',
    no: '否',
    rows: {
      trainAccuracy: '训练准确率（对给定的标签）',
      testAccuracy: '测试准确率',
      testLoss: '测试损失',
      monteCarloAccuracy: '平均之后的准确率',
      monteCarloLoss: '平均之后的损失',
      maskKeptFraction: '留下的比例',
      weightScalingAccuracy: '全部神经元（权重缩放）的准确率，前 1000 张测试图片',
      weightScalingLoss: '全部神经元（权重缩放）的损失，前 1000 张测试图片',
      wrongLabelFraction: '错的训练标签',
      diverged: '是否发散（损失不再是有限的数）',
    },
  },
};
