import { formatSetting } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import { type Config, type PresetName, type params, STABILITY_LIMIT } from './config.ts';

export interface Words extends WidgetStrings<typeof params, PresetName> {
  /** A recorded curve in the background, where it ends. */
  readonly short: Readonly<Record<PresetName, string>>;
  readonly lossChart: string;
  readonly imageLossChart: string;
  readonly accuracyChart: string;
  readonly rateChart: string;
  readonly axis: (stepsPerEpoch: number) => string;
  readonly loss: string;
  readonly accuracy: string;
  readonly rate: string;
  readonly meanOf: (runs: number) => string;
  readonly expected: string;
  readonly floorOf: (rate: string) => string;
  readonly training: string;
  readonly validation: string;
  readonly diverged: string;
  /** Beneath the charts: what the lines are, or why the settings don't do what their names promise. */
  readonly note: (config: Config) => string;
  readonly final: string;
  readonly finalExpected: string;
  readonly finalTraining: string;
  readonly finalValidation: string;
  readonly finalAccuracy: string;
  readonly finalRate: string;
  readonly scalars: string;
  readonly byStep: string;
  readonly step: string;
  readonly value: string;
  readonly yes: string;
  readonly no: string;
  readonly rows: Readonly<
    Record<
      | 'finalLoss'
      | 'expectedFinalLoss'
      | 'theoryFloor'
      | 'finalRate'
      | 'fallCount'
      | 'diverged'
      | 'finalValidationLoss'
      | 'finalValidationAccuracy'
      | 'learningRate'
      | 'meanLoss'
      | 'validationLoss'
      | 'validationAccuracy',
      string
    >
  >;
}

/** Why a schedule is a constant in disguise, if it is. */
function disguise({ schedule, factor, every, decay, steps }: Config) {
  if (schedule === 'step' && factor === 1) return 'factor';
  if (schedule === 'step' && every >= steps) return 'every';
  if ((schedule === 'exponential' || schedule === 'inverse') && decay === 0) return 'decay';
  return undefined;
}

/** Whether the rate stays what it is, by name or in disguise. */
const isConstant = (config: Config) => config.schedule === 'constant' || disguise(config) !== undefined;

const isPastLimit = ({ problem, initialRate }: Config) =>
  problem === 'quadratic' && initialRate >= STABILITY_LIMIT;

export const strings: Translated<Words> = {
  en: {
    title: 'The noise floor',
    question: 'The gradient is noisy. How far down does a learning rate get, and what if it falls?',
    params: {
      problem: {
        label: 'Problem',
        choices: { quadratic: 'noisy quadratic', images: 'images' },
      },
      schedule: {
        label: 'Schedule',
        choices: {
          constant: 'constant',
          step: 'step',
          exponential: 'exponential',
          inverse: '1/t',
          cosine: 'cosine',
        },
      },
      initialRate: { label: 'Learning rate at the start, a₀' },
      factor: { label: 'Factor at each fall, f' },
      every: { label: 'Steps between falls, s' },
      decay: { label: 'Decay per step, k' },
      runs: { label: 'Runs averaged' },
      steps: { label: 'Steps' },
      seed: { label: 'Seed' },
    },
    presets: {
      'step-half': {
        label: 'half every 250',
        caption:
          'The rate is halved every 250 steps: five epochs, at 50 steps an epoch. After each fall the loss comes down to a new floor, half as high, until the rate is so small that the last floors are no longer reached.',
      },
      constant: {
        label: 'constant 0.1',
        caption:
          'A constant rate of 0.1 is at its floor before step 100 and stays there: what each step gains, the noise of the gradient puts back.',
      },
      'constant-small': {
        label: 'constant 0.01',
        caption:
          'A tenth of the rate: a floor fifteen times lower, and some ten times as many steps to get there. At step 100 the loss is still above 1.',
      },
      'step-tenth': {
        label: 'a tenth every 700',
        caption:
          'A tenth every 700 steps, fourteen epochs. Two falls, two cliffs. The third stretch is too short for its rate: the loss is still on its way down at the end.',
      },
      'step-article': {
        label: '−20% every 250',
        caption:
          'The article’s drop of 20%, here every 250 steps and so four times as often as every 20 epochs. The rate is still 0.021 at the end, and the loss about sixteen times that of halving.',
      },
      exponential: {
        label: 'exponential',
        caption: 'e to the minus 0.003 t: the same percentage at every step, and no cliffs.',
      },
      inverse: {
        label: '1/t',
        caption: 'Quick at first, then ever slower: the loss falls like one over the number of steps.',
      },
      cosine: {
        label: 'cosine',
        caption:
          'Large for long, and down to zero only at the end. On this quadratic it has little time left for small rates, and of the falling ones only the article’s ends behind it.',
      },
      'images-constant': {
        label: 'images: constant',
        caption:
          'A real network with mini-batches of 20 at a constant rate: the losses rise and fall from one reading to the next, and so does the accuracy.',
      },
      'images-step': {
        label: 'images: step',
        caption:
          'Up to step 700 it is the same run as “constant”, in grey. Then the rate falls to a tenth: both losses go down and stay down, while at the constant rate they jump up again. The second fall finds little noise left to remove.',
      },
      'images-cosine': {
        label: 'images: cosine',
        caption:
          'No cliffs, and the quiet comes by degrees. The training loss ends lower than with steps, the validation accuracy in the same place.',
      },
    },
    ownCaption: (config) =>
      config.problem === 'images'
        ? 'The net on images with settings of your own: compare the end with that of a constant rate.'
        : config.schedule === 'constant' && !isPastLimit(config)
          ? `A constant rate of ${formatSetting(config.initialRate)}: the lower, the lower the floor, and the later it is reached.`
          : 'A schedule of your own. The dashed curve is what it comes to on average, and follows the slider at once.',
    short: {
      'step-half': '×0.5 / 250',
      constant: 'constant 0.1',
      'constant-small': 'constant 0.01',
      'step-tenth': '×0.1 / 700',
      'step-article': '×0.8 / 250',
      exponential: 'exponential',
      inverse: '1/t',
      cosine: 'cosine',
      'images-constant': 'constant',
      'images-step': 'step',
      'images-cosine': 'cosine',
    },
    lossChart:
      'Loss on the noisy quadratic; above\u00a0100\u00a0drawn\u00a0at\u00a0100; grey: the other schedules, recorded',
    imageLossChart:
      'Cross-entropy, every\u00a050\u00a0steps; grey: the other schedules, recorded; dashed: their validation',
    accuracyChart:
      'Validation accuracy; below\u00a00.6\u00a0drawn\u00a0at\u00a00.6; grey: the other schedules, recorded',
    rateChart: 'Learning rate; below 10⁻⁴ drawn at 10⁻⁴',
    axis: (steps) => `step, below: epoch (${steps} steps each)`,
    loss: 'loss',
    accuracy: 'accuracy',
    rate: 'learning rate',
    meanOf: (runs) => `mean of ${runs}`,
    expected: 'exact',
    floorOf: (rate) => `floor of ${rate}`,
    training: 'training',
    validation: 'validation',
    diverged: 'diverged',
    note: (config) => {
      const { problem, initialRate, factor, every, steps } = config;
      if (isPastLimit(config)) {
        return isConstant(config)
          ? `${formatSetting(initialRate)} is at or past the stability limit 2/λ = ${STABILITY_LIMIT} of the steep axis: each step overshoots by at least as much as it corrects. Choose a rate below ${STABILITY_LIMIT}.`
          : `It starts at ${formatSetting(initialRate)}, at or past the stability limit 2/λ = ${STABILITY_LIMIT}: the loss grows until the schedule has brought the rate below it. Start below ${STABILITY_LIMIT}.`;
      }
      switch (disguise(config)) {
        case 'factor':
          return `A factor of ${factor} changes nothing: this is a constant rate. Choose a factor below 1.`;
        case 'every':
          return `The first fall would come after ${every} steps, and the run has ${steps}: the rate never falls. Choose fewer steps between falls.`;
        case 'decay':
          return 'With k = 0 nothing decays: this is a constant rate. Choose k above 0.';
        default:
          return [
            problem === 'images'
              ? 'Both losses are of 2,000 images each, always the same ones. Dashed level: ln 10, the loss of guessing.'
              : 'Dashed curve: the exact mean loss. Dashed level: the noise floor of the first rate, if it were kept.',
            ...(config.schedule === 'step' ? ['Upright lines: falls of the rate.'] : []),
          ].join(' ');
      }
    },
    final: 'loss, mean of the last 50 steps',
    finalExpected: 'the same, exactly',
    finalTraining: 'training loss, last five readings',
    finalValidation: 'validation loss, last five',
    finalAccuracy: 'validation accuracy, last five',
    finalRate: 'rate of the last step',
    scalars: 'The end of the run',
    byStep: 'Along the run',
    step: 'Step',
    value: 'value',
    yes: 'yes',
    no: 'no',
    rows: {
      finalLoss: 'final loss (mean of the last 50 steps; images: of the last five readings)',
      expectedFinalLoss: 'final loss, exact expectation',
      theoryFloor: 'noise floor of the first rate',
      finalRate: 'learning rate of the last step',
      fallCount: 'falls of a step schedule',
      diverged: 'diverged',
      finalValidationLoss: 'validation loss, mean of the last five readings',
      finalValidationAccuracy: 'validation accuracy, mean of the last five readings',
      learningRate: 'learning rate',
      meanLoss: 'loss',
      validationLoss: 'validation loss',
      validationAccuracy: 'validation accuracy',
    },
  },
  'zh-cn': {
    title: '学习率与噪声底',
    question: '梯度带着噪声。一个学习率能把损失降到多低？让它逐渐变小又会怎样？',
    params: {
      problem: { label: '问题', choices: { quadratic: '带噪声的二次函数', images: '图片' } },
      schedule: {
        label: '衰减方式',
        choices: {
          constant: '恒定',
          step: '步长衰减',
          exponential: '指数衰减',
          inverse: '1/t 衰减',
          cosine: '余弦',
        },
      },
      initialRate: { label: '开始时的学习率 a₀' },
      factor: { label: '每次下降乘以 f' },
      every: { label: '隔多少步下降一次 s' },
      decay: { label: '每步的衰减 k' },
      runs: { label: '平均多少次运行' },
      steps: { label: '步数' },
      seed: { label: '随机种子' },
    },
    presets: {
      'step-half': {
        label: '每 250 步减半',
        caption:
          '每 250 步把学习率减半：按每轮 50 步算，就是每五轮一次。每降一次，损失就落到新的噪声底，高度只有原来的一半；到后来学习率太小，最后几级来不及走到底。',
      },
      constant: {
        label: '恒定 0.1',
        caption:
          '学习率一直是 0.1，不到 100 步就到了噪声底，从此停在那里：每一步的进展，都被梯度的噪声抵消了。',
      },
      'constant-small': {
        label: '恒定 0.01',
        caption:
          '学习率取十分之一：噪声底低到十五分之一，走到那里却要花十倍左右的步数。到第 100 步，损失还在 1 以上。',
      },
      'step-tenth': {
        label: '每 700 步降到 1/10',
        caption:
          '每 700 步（14 轮）降到十分之一：两次下降，两道悬崖。第三段的学习率太小，时间又太短，结束时损失还在往下走。',
      },
      'step-article': {
        label: '每 250 步降 20%',
        caption:
          '原文说的下降 20%，这里每 250 步一次，频率是“每 20 轮”的四倍。结束时学习率还有 0.021，损失约为减半方案的十六倍。',
      },
      exponential: { label: '指数衰减', caption: 'e 的 −0.003t 次方：每一步减少同样的百分比，没有悬崖。' },
      inverse: { label: '1/t 衰减', caption: '开始降得快，后来越降越慢：损失大致与步数成反比。' },
      cosine: {
        label: '余弦',
        caption:
          '大部分时间学习率都不小，到最后才降到零。在这个二次函数上，留给小学习率的时间太少，结束时在各种衰减方案里只比原文的好。',
      },
      'images-constant': {
        label: '图片：恒定',
        caption: '真的网络，每批 20 张，学习率不变：量出来的损失一次高一次低，准确率也一样。',
      },
      'images-step': {
        label: '图片：步长衰减',
        caption:
          '前 700 步和灰线“恒定”完全一样。到第 700 步，学习率降到十分之一，两种损失降下来就不再反弹；学习率不变的，马上又跳了上去。第二次下降时，已经没有多少噪声可以去掉了。',
      },
      'images-cosine': {
        label: '图片：余弦',
        caption: '没有悬崖，曲线渐渐平稳下来。训练损失比步长衰减更低，验证准确率不相上下。',
      },
    },
    ownCaption: (config) =>
      config.problem === 'images'
        ? '图片上的网络，用你自己的设置：和恒定学习率的结果比一比。'
        : config.schedule === 'constant' && !isPastLimit(config)
          ? `学习率一直是 ${formatSetting(config.initialRate)}：越小，噪声底越低，到得也越晚。`
          : '你自己的衰减方案。虚曲线是它的平均结果，拖动滑块时马上跟着变。',
    short: {
      'step-half': '×0.5 / 250',
      constant: '恒定 0.1',
      'constant-small': '恒定 0.01',
      'step-tenth': '×0.1 / 700',
      'step-article': '×0.8 / 250',
      exponential: '指数',
      inverse: '1/t',
      cosine: '余弦',
      'images-constant': '恒定',
      'images-step': '步长',
      'images-cosine': '余弦',
    },
    lossChart: '二次函数上的损失；高于\u00a0100\u00a0的画在\u00a0100\u00a0处；灰线是其他方案的记录',
    imageLossChart: '交叉熵，每\u00a050\u00a0步量一次；灰线是其他方案的记录，其中虚线是验证损失',
    accuracyChart: '验证准确率；低于\u00a00.6\u00a0的画在\u00a00.6\u00a0处；灰线是其他方案的记录',
    rateChart: '学习率；低于 10⁻⁴ 的画在 10⁻⁴ 处',
    axis: (steps) => `步数，下面一行是轮数（每轮 ${steps} 步）`,
    loss: '损失',
    accuracy: '准确率',
    rate: '学习率',
    meanOf: (runs) => `${runs} 次平均`,
    expected: '精确值',
    floorOf: (rate) => `${rate} 的噪声底`,
    training: '训练',
    validation: '验证',
    diverged: '发散',
    note: (config) => {
      const { problem, initialRate, every, steps, factor } = config;
      if (isPastLimit(config)) {
        return isConstant(config)
          ? `${formatSetting(initialRate)} 已达到或超过陡的那个方向的稳定边界 2/λ = ${STABILITY_LIMIT}：每一步冲过头的距离，不小于它要纠正的距离。请取小于 ${STABILITY_LIMIT} 的学习率。`
          : `开始时的 ${formatSetting(initialRate)} 已达到或超过稳定边界 2/λ = ${STABILITY_LIMIT}：学习率降到边界以下之前，损失一直在涨。请从小于 ${STABILITY_LIMIT} 的学习率开始。`;
      }
      switch (disguise(config)) {
        case 'factor':
          return `乘以 ${factor} 等于没降：学习率始终不变。请取小于 1 的系数。`;
        case 'every':
          return `第一次下降要等 ${every} 步，而整个运行只有 ${steps} 步：学习率从未下降。请缩短间隔。`;
        case 'decay':
          return 'k = 0 时什么也不衰减：学习率始终不变。请取大于 0 的 k。';
        default:
          return [
            problem === 'images'
              ? '两种损失各在固定的 2000 张图片上测量。水平虚线：ln 10，也就是瞎猜的损失。'
              : '虚曲线：平均损失的精确值。水平虚线：保持最初的学习率时的噪声底。',
            ...(config.schedule === 'step' ? ['竖线：学习率下降的位置。'] : []),
          ].join('');
      }
    },
    final: '损失（最后 50 步平均）',
    finalExpected: '同上，精确值',
    finalTraining: '训练损失（最后五次平均）',
    finalValidation: '验证损失（最后五次平均）',
    finalAccuracy: '验证准确率（最后五次平均）',
    finalRate: '最后一步的学习率',
    scalars: '运行结果',
    byStep: '运行过程',
    step: '步',
    value: '数值',
    yes: '是',
    no: '否',
    rows: {
      finalLoss: '最终损失（最后 50 步平均；图片：最后五次平均）',
      expectedFinalLoss: '最终损失的精确期望',
      theoryFloor: '最初学习率的噪声底',
      finalRate: '最后一步的学习率',
      fallCount: '步长衰减的下降次数',
      diverged: '是否发散',
      finalValidationLoss: '验证损失，最后五次平均',
      finalValidationAccuracy: '验证准确率，最后五次平均',
      learningRate: '学习率',
      meanLoss: '损失',
      validationLoss: '验证损失',
      validationAccuracy: '验证准确率',
    },
  },
};
