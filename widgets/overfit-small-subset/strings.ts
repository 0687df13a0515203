import type { Translated } from '#src/i18n.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import type { HuntWords } from './BugHunt.tsx';
import type { PresetName, params } from './config.ts';

interface Words extends WidgetStrings<typeof params, PresetName> {
  readonly images: string;
  readonly describeImages: (right: number, all: number) => string;
  readonly legend: (right: number, all: number, share: string) => string;
  readonly lossChart: string;
  readonly clipped: string;
  readonly accuracyChart: string;
  readonly loss: string;
  readonly accuracy: string;
  readonly guessing: string;
  readonly epoch: (steps: number) => string;
  readonly epochs: string;
  readonly scalars: string;
  readonly value: string;
  readonly diverged: string;
  readonly never: string;
  readonly yes: string;
  readonly no: string;
  readonly rows: Readonly<Record<'epochsToFit' | 'diverged' | 'trainLoss' | 'trainAccuracy', string>>;
  readonly hunt: HuntWords;
}

export const strings: Translated<Words> = {
  en: {
    title: 'Can it memorise?',
    question: 'One hidden layer, a few images, no regularisation: the error rate has to come down to zero.',
    params: {
      images: { label: 'Images', choices: { '20': '20', '500': '500' } },
      labels: { label: 'Labels', choices: { true: 'true', random: 'random' } },
      bug: {
        label: 'Bug',
        choices: {
          none: 'none',
          sign: 'wrong sign',
          shuffle: 'labels left behind',
          'zero-init': 'zero weights',
          'tiny-rate': 'tiny rate',
          'off-by-one': 'off by one',
          hidden: 'hidden',
        },
      },
      seed: { label: 'Seed' },
    },
    presets: {
      memorise: {
        label: '500 images',
        caption:
          'The article’s check: 256 units learn 500 images by heart in about eleven epochs. The loss comes close to zero and never reaches it.',
      },
      twenty: {
        label: '20 images',
        caption:
          'CS231n’s check takes 20 images: a handful of steps is enough, and the answer is there at once.',
      },
      'random-labels': {
        label: 'random labels',
        caption:
          'The labels have nothing to do with the pictures, and the net learns them all the same: it takes twice as long. So passing this check proves less than one would like.',
      },
      sign: {
        label: 'wrong sign',
        caption: 'The first layer climbs while the second descends: the loss explodes.',
      },
      shuffle: {
        label: 'labels left behind',
        caption:
          'Every epoch shuffles the images and forgets the labels. There is nothing left to learn: the loss comes down to ln 10, that of guessing, and jitters there.',
      },
      'zero-init': {
        label: 'zero weights',
        caption:
          'With all weights zero, every weight’s gradient is zero. The loss starts at ln 10 and stays there, as if drawn with a ruler.',
      },
      'tiny-rate': {
        label: 'tiny rate',
        caption:
          'A rate of 10⁻⁶: the loss stays about where it started, which is not ln 10. Accuracy hardly moves either.',
      },
      'off-by-one': {
        label: 'off by one',
        caption:
          'Training reads each label one too high, the check reads it right. A perfect loss curve, and not one image right.',
      },
    },
    ownCaption: () => 'Your own settings. Watch both curves: each bug leaves its mark on one of them.',
    images: 'Training images; wrong ones struck through',
    describeImages: (right, all) => `${all} training images, of which the net gets ${right} right`,
    legend: (right, all, share) => `${right} of ${all} right (${share})`,
    lossChart: 'Training loss of each mini-batch',
    clipped: 'Above 10 drawn at 10.',
    accuracyChart: 'Training accuracy, after each epoch',
    loss: 'loss',
    accuracy: 'accuracy',
    guessing: 'guessing',
    epoch: (steps) => (steps === 1 ? 'epoch (1 step)' : `epoch (${steps} steps each)`),
    epochs: 'Epoch',
    scalars: 'The check',
    value: 'value',
    diverged: 'diverged',
    never: 'never',
    yes: 'yes',
    no: 'no',
    rows: {
      epochsToFit: 'epochs until every image is right',
      diverged: 'diverged (a loss that is no finite number)',
      trainLoss: 'training loss',
      trainAccuracy: 'training accuracy',
    },
    hunt: {
      title: 'Which bug is it?',
      invitation: 'Let the figure hide one of its five bugs, and name it from the curves alone.',
      hide: 'Hide a bug',
      another: 'Hide another',
      wait: 'One of five bugs is at work. Let the run come to its end first.',
      ask: 'One of five bugs was at work. Which one?',
      correct: 'Yes.',
      wrong: 'No.',
      tell: {
        sign: 'A gradient with the wrong sign climbs: the loss grows without bound.',
        shuffle:
          'Labels that stay behind when the images are shuffled teach nothing: the loss falls to ln 10, and no further, with the noise of mini-batches.',
        'zero-init':
          'Zero weights stay zero: the loss is ln 10 from the first step on, without any noise to speak of.',
        'tiny-rate':
          'Too small a rate leaves everything about where it began: a loss well above ln 10 that hardly moves.',
        'off-by-one':
          'Labels one too high are learned as easily as right ones: the loss goes to zero while the accuracy goes to zero too.',
      },
    },
  },
  'zh-cn': {
    title: '背得下来吗？',
    question: '一个隐藏层，几张图片，不加正则化：训练错误率应当能降到零。',
    params: {
      images: { label: '图片张数', choices: { '20': '20', '500': '500' } },
      labels: { label: '标签', choices: { true: '真实', random: '随机' } },
      bug: {
        label: '程序里的错',
        choices: {
          none: '没有',
          sign: '符号写反',
          shuffle: '标签没跟上',
          'zero-init': '权重全零',
          'tiny-rate': '学习率太小',
          'off-by-one': '标签错一位',
          hidden: '隐藏的一种',
        },
      },
      seed: { label: '随机种子' },
    },
    presets: {
      memorise: {
        label: '500 张',
        caption:
          '原文的检查：256 个神经元，大约十一轮就把 500 张图片全部背下来。损失越来越接近零，但永远不会等于零。',
      },
      twenty: {
        label: '20 张',
        caption: 'CS231n 的检查只用 20 张图片：走几步就够，结果立刻可见。',
      },
      'random-labels': {
        label: '随机标签',
        caption:
          '标签与图片毫无关系，网络照样背了下来，只是多花一倍时间。可见通过这项检查，并不能说明多少问题。',
      },
      sign: { label: '符号写反', caption: '第二层在下山，第一层却在上山：损失爆炸。' },
      shuffle: {
        label: '标签没跟上',
        caption:
          '每一轮都打乱图片，却忘了同时打乱标签。已经没有东西可学：损失降到 ln 10，也就是瞎猜的水平，在那里抖动。',
      },
      'zero-init': {
        label: '权重全零',
        caption: '权重全是零，每个权重的梯度也都是零。损失从 ln 10 开始，一直停在那里，像用尺子画的一样直。',
      },
      'tiny-rate': {
        label: '学习率太小',
        caption: '学习率 10⁻⁶：损失几乎停在起点，而这个起点并不是 ln 10。准确率也几乎不动。',
      },
      'off-by-one': {
        label: '标签错一位',
        caption: '训练时每个标签都多读了 1，检查时却读对了。损失曲线完美无缺，图片却没有一张答对。',
      },
    },
    ownCaption: () => '你的设置。两条曲线都要看：每一种错，总会在其中一条上露出痕迹。',
    images: '训练图片，划掉的还没有答对',
    describeImages: (right, all) => `${all} 张训练图片，网络答对了 ${right} 张`,
    legend: (right, all, share) => `${all} 张里答对 ${right} 张（${share}）`,
    lossChart: '每个小批量的训练损失',
    clipped: '高于 10 的画在 10 处。',
    accuracyChart: '每一轮之后的训练准确率',
    loss: '损失',
    accuracy: '准确率',
    guessing: '瞎猜',
    epoch: (steps) => `轮（每轮 ${steps} 步）`,
    epochs: '轮',
    scalars: '检查结果',
    value: '数值',
    diverged: '发散',
    never: '从未',
    yes: '是',
    no: '否',
    rows: {
      epochsToFit: '几轮之后全部答对',
      diverged: '是否发散（损失不再是有限的数）',
      trainLoss: '训练损失',
      trainAccuracy: '训练准确率',
    },
    hunt: {
      title: '错在哪里？',
      invitation: '让这张图藏起五种错误之一，你只看曲线，把它认出来。',
      hide: '藏一个错',
      another: '再藏一个',
      wait: '五种错误之一正在起作用。先让它跑完。',
      ask: '五种错误之一起了作用，是哪一种？',
      correct: '对。',
      wrong: '不对。',
      tell: {
        sign: '符号写反的梯度是往山上走的：损失会没有止境地增大。',
        shuffle: '打乱图片而标签没跟上，就没有东西可学：损失降到 ln 10 便不再下降，还带着小批量的抖动。',
        'zero-init': '全零的权重永远是零：损失从第一步起就是 ln 10，几乎没有抖动。',
        'tiny-rate': '学习率太小，一切都停在起点附近：损失明显高于 ln 10，而且几乎不动。',
        'off-by-one': '错一位的标签和正确的标签一样好学：损失趋向零，准确率也趋向零。',
      },
    },
  },
};
