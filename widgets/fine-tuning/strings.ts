import { formatSetting } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import type { PresetName, params, Strategy } from './config.ts';

export interface Words extends WidgetStrings<typeof params, PresetName> {
  readonly cases: {
    readonly caption: string;
    readonly few: string;
    readonly many: string;
    readonly similar: string;
    readonly different: string;
    /** What CS231n advises. */
    readonly advice: Readonly<Record<Exclude<PresetName, 'negative'>, string>>;
  };
  /** At the ends of lines, where there is little room. */
  readonly short: Readonly<Record<Strategy, string>>;
  readonly accuracyChart: string;
  readonly describe: (means: readonly string[]) => string;
  readonly lossChart: (strategy: string) => string;
  readonly lossNote: string;
  readonly loss: string;
  readonly filtersTitle: string;
  readonly filters: Readonly<Record<'scratchBefore' | 'scratchAfter' | 'borrowed' | 'fullAfter', string>>;
  readonly filtersKey: string;
  readonly lender: string;
  readonly lenderTraining: (step: number, steps: number) => string;
  readonly lenderAccuracy: (percent: string) => string;
  readonly moved: (percent: string) => string;
  readonly strategy: string;
  readonly repeat: (number: number) => string;
  readonly repeatsTable: string;
  readonly meansTable: string;
  readonly lossTable: string;
  readonly value: string;
  readonly rows: {
    readonly accuracyOf: (strategy: string) => string;
    readonly shiftOf: (strategy: string) => string;
    readonly sourceAccuracy: string;
    readonly diverged: string;
  };
  readonly yes: string;
  readonly no: string;
}

export const strings: Translated<Words> = {
  en: {
    title: 'Borrowed features',
    question:
      'A net that knows some kinds of clothes is to learn others from few pictures. Keep its layers, adapt them, or start afresh?',
    params: {
      task: {
        label: 'Task',
        choices: {
          '8to2': '8 classes → 2',
          '5to5': '5 classes → 5',
          clean: '7 → 2, shoes, no noise',
        },
      },
      imagesPerClass: { label: 'Images of each new class' },
      source: { label: 'Borrow from', choices: { shipped: 'the shipped net', own: 'train it yourself' } },
      strategy: {
        label: 'Show the spread of',
        choices: {
          scratch: 'from scratch',
          frozen: 'frozen layers',
          'small-rate': 'fine-tuning, rate × 0.1',
          full: 'fine-tuning, rate × 1',
        },
      },
      noise: { label: 'Noise on each pixel' },
      repeats: { label: 'Repeats' },
      seed: { label: 'Seed' },
    },
    presets: {
      '8to2-few': {
        label: '8 → 2, five images',
        caption:
          'Ten pictures in all, two classes the net has never seen. From scratch, the outcome hangs on which ten they are; with borrowed layers it matters far less, and freezing them makes hardly any difference.',
      },
      '8to2-many': {
        label: '8 → 2, a\u00a0hundred images',
        caption:
          'Two hundred pictures: from scratch has drawn level with the borrowed layers, within half a point. The more data of your own, the less a loan is worth.',
      },
      '5to5-few': {
        label: '5 → 5, five images',
        caption:
          'Fewer and other classes behind the loan, harder ones ahead: frozen it brings next to nothing, and allowed to adapt at the full rate it is clearly the best of the four.',
      },
      '5to5-many': {
        label: '5 → 5, a\u00a0hundred images',
        caption:
          'Frozen layers are now the worst of the four: they lack what trousers and dresses ask for, and a new head cannot add it. Fine-tuned at the full rate, the same loan is the best.',
      },
      negative: {
        label: 'where borrowing hurts',
        caption:
          'Sandal or ankle boot, without noise, from a net that knows seven kinds of clothes and bags but has never seen a shoe. What it learned to overlook is what is asked for now: every way of borrowing does worse than starting from scratch.',
      },
    },
    ownCaption: ({ task, imagesPerClass, noise, source }) =>
      `${task === '5to5' ? 'Five classes → five' : task === 'clean' ? 'Seven classes without a shoe → two kinds of shoes' : 'Eight classes → two'}, ${imagesPerClass} ${imagesPerClass === 1 ? 'image' : 'images'} of each new one, ${
        task === 'clean' ? 'without noise' : `noise ${formatSetting(noise)}`
      }; ${source === 'own' ? 'the net to borrow from is trained first, in this page' : 'the net to borrow from came as a file'}.`,
    withoutNet: 'train it yourself',
    cases: {
      caption: 'What CS231n advises, case by case',
      few: 'little data',
      many: 'more data',
      similar: 'similar task',
      different: 'less similar',
      advice: {
        '8to2-few': 'keep the layers, train a linear classifier on top',
        '8to2-many': 'fine-tune the whole net',
        '5to5-few': 'a linear classifier on an earlier layer',
        '5to5-many': 'from scratch is affordable; fine-\u2060tuning often still better',
      },
    },
    short: { scratch: 'scratch', frozen: 'frozen', 'small-rate': 'rate × 0.1', full: 'rate × 1' },
    accuracyChart: 'Test accuracy: each repeat a dot, a line at the mean',
    describe: (means) => `Mean test accuracy: ${means.join('; ')}`,
    lossChart: (strategy) => `Training loss, mean of the repeats; shaded: lowest to highest, ${strategy}`,
    lossNote: 'Losses below 10⁻⁴ are drawn at 10⁻⁴.',
    loss: 'loss',
    filtersTitle: 'What the first twelve units of the first layer look for',
    filters: {
      scratchBefore: 'from scratch, before',
      scratchAfter: 'from scratch, after',
      borrowed: 'borrowed; frozen, they stay so',
      fullAfter: 'borrowed, after fine-tuning at ×\u00a01',
    },
    filtersKey: 'Blue: positive weights; orange: negative. Each unit has one scale before and after.',
    lender: 'The net to borrow from',
    lenderTraining: (step, steps) => `step ${step} of ${steps}`,
    lenderAccuracy: (percent) => `${percent} right on its own classes`,
    moved: (percent) => `: the layer has moved by ${percent}`,
    strategy: 'Strategy',
    repeat: (number) => `repeat ${number}`,
    repeatsTable: 'Test accuracy, repeat by repeat',
    meansTable: 'Means over the repeats',
    lossTable: 'Training loss, mean of the repeats',
    value: 'value',
    rows: {
      accuracyOf: (strategy) => `test accuracy, ${strategy}`,
      shiftOf: (strategy) => `first layer moved by (‖ΔW‖/‖W‖), ${strategy}`,
      sourceAccuracy: 'accuracy of the net to borrow from, on its own classes',
      diverged: 'diverged',
    },
    yes: 'yes',
    no: 'no',
  },
  'zh-cn': {
    title: '借来的特征',
    question:
      '一个网络已经认得几类衣物，现在只给它不多的图片，让它学新的类别。原来的层，是原样留用，是接着训练，还是从头来过？',
    params: {
      task: {
        label: '任务',
        choices: { '8to2': '8 类 → 2 类', '5to5': '5 类 → 5 类', clean: '7 类 → 2 类鞋，无噪声' },
      },
      imagesPerClass: { label: '每个新类别的图片数' },
      source: { label: '借谁的层', choices: { shipped: '现成的网络', own: '自己训练' } },
      strategy: {
        label: '显示哪一种的波动',
        choices: {
          scratch: '从头训练',
          frozen: '冻结',
          'small-rate': '微调，学习率 × 0.1',
          full: '微调，学习率 × 1',
        },
      },
      noise: { label: '像素噪声' },
      repeats: { label: '重复次数' },
      seed: { label: '随机种子' },
    },
    presets: {
      '8to2-few': {
        label: '8 → 2，每类 5 张',
        caption:
          '一共十张图片，分属网络从没见过的两个类别。从头训练，结果全看碰上哪十张；用借来的层，影响小得多，冻结与否也差不了多少。',
      },
      '8to2-many': {
        label: '8 → 2，每类 100 张',
        caption:
          '有了两百张图片，从头训练已经跟借来的层不相上下，相差不到半个百分点。自己的数据越多，借来的东西就越不值钱。',
      },
      '5to5-few': {
        label: '5 → 5，每类 5 张',
        caption:
          '借出的网络见过的类别更少，新类别也更难分：冻结几乎没有好处；按 × 1 微调，却明显是四种里最好的。',
      },
      '5to5-many': {
        label: '5 → 5，每类 100 张',
        caption:
          '这时四种里最差的是冻结：裤子和连衣裙需要的特征，借来的层里没有，只换输出层也补不上。同样是借来的层，按 × 1 微调却是最好的。',
      },
      negative: {
        label: '借了反而更差',
        caption:
          '凉鞋还是短靴，没有噪声；借出的网络认得七类衣服和包，却从没见过鞋。它学会忽略的，正是现在要用的：不管怎么借，都不如从头训练。',
      },
    },
    ownCaption: ({ task, imagesPerClass, noise, source }) =>
      `${task === '5to5' ? '5 类 → 5 类' : task === 'clean' ? '没有鞋的 7 类 → 2 类鞋' : '8 类 → 2 类'}，每个新类别 ${imagesPerClass} 张，${
        task === 'clean' ? '没有噪声' : `噪声 ${formatSetting(noise)}`
      }；${source === 'own' ? '借出的网络先在本页训练' : '借出的网络来自现成的文件'}。`,
    withoutNet: '自己训练',
    cases: {
      caption: 'CS231n 的建议，分四种情形',
      few: '数据少',
      many: '数据较多',
      similar: '任务相近',
      different: '任务\u200b差别较大',
      advice: {
        '8to2-few': '保留各层，只训练顶上的线性分类器',
        '8to2-many': '微调整个网络',
        '5to5-few': '在较早的一层上训练线性分类器',
        '5to5-many': '从头训练也行；微调往往仍然更好',
      },
    },
    short: { scratch: '从头训练', frozen: '冻结', 'small-rate': '微调 × 0.1', full: '微调 × 1' },
    accuracyChart: '测试准确率：每个点是一次重复，横线是平均',
    describe: (means) => `平均测试准确率：${means.join('；')}`,
    lossChart: (strategy) => `训练损失，各次重复的平均；色带：“${strategy}”从最低到最高`,
    lossNote: '低于 10⁻⁴ 的损失画在 10⁻⁴ 处。',
    loss: '损失',
    filtersTitle: '第一层前十二个神经元在找什么',
    filters: {
      scratchBefore: '从头训练，训练前',
      scratchAfter: '从头训练，训练后',
      borrowed: '借来的；冻结时一直如此',
      fullAfter: '借来的，按 × 1 微调之后',
    },
    filtersKey: '蓝色是正权重，橙色是负权重；每个神经元训练前后用同一个尺度。',
    lender: '借出的网络',
    lenderTraining: (step, steps) => `第 ${step} 步，共 ${steps} 步`,
    lenderAccuracy: (percent) => `原来那几类的准确率：${percent}`,
    moved: (percent) => `：这一层变动了 ${percent}`,
    strategy: '方式',
    repeat: (number) => `第 ${number} 次`,
    repeatsTable: '各次重复的测试准确率',
    meansTable: '各次重复的平均',
    lossTable: '训练损失，各次重复的平均',
    value: '数值',
    rows: {
      accuracyOf: (strategy) => `测试准确率，${strategy}`,
      shiftOf: (strategy) => `第一层的变动量 ‖ΔW‖/‖W‖，${strategy}`,
      sourceAccuracy: '借出的网络在原来那几类上的准确率',
      diverged: '是否发散',
    },
    yes: '是',
    no: '否',
  },
};
