import { formatSetting } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import type { PresetName, params } from './config.ts';

interface Words extends WidgetStrings<typeof params, PresetName> {
  readonly rungs: Readonly<Record<'initial' | 'penalty' | 'training', string>>;
  /** A sentence of what came of a rung. */
  readonly outcome: (rung: string, verdict: string) => string;
  readonly initialNumbers: (measured: string, expected: string) => string;
  readonly penaltyNumbers: (measured: string, expected: string) => string;
  readonly trainingNumbers: (first: string, data: string, penalty: string) => string;
  readonly trainingOverflows: (first: string) => string;
  readonly initialChart: string;
  readonly penaltyChart: string;
  readonly trainingChart: string;
  readonly clipped: (top: string) => string;
  readonly scale: string;
  readonly strength: string;
  readonly step: string;
  readonly loss: string;
  readonly dataLoss: string;
  readonly penalty: string;
  readonly both: string;
  readonly measured: string;
  readonly asExpected: string;
  readonly off: string;
  readonly falls: string;
  readonly flat: string;
  readonly diverged: string;
  /** At the end of the line that leaves the chart. */
  readonly dataDiverged: string;
  readonly penaltyDiverged: string;
  readonly changed: (rate: string) => string;
  readonly scalars: string;
  readonly value: string;
  readonly yes: string;
  readonly no: string;
  readonly rows: Readonly<
    Record<
      | 'initialLoss'
      | 'expectedInitialLoss'
      | 'smallLogitLoss'
      | 'logitVariance'
      | 'penaltyLoss'
      | 'expectedPenaltyLoss'
      | 'trainLoss'
      | 'trainPenalty'
      | 'lossFalls'
      | 'diverged',
      string
    >
  >;
}

export const strings: Translated<Words> = {
  en: {
    title: 'The sanity ladder',
    question: 'Three checks that take seconds, before a run that takes hours.',
    params: {
      init: { label: 'Initialisation', choices: { gaussian: 'Gaussian', he: 'He' } },
      initScale: { label: 'Standard deviation of the weights' },
      penaltyStrength: { label: 'Penalty strength λ' },
      learningRate: { label: 'Learning rate' },
      seed: { label: 'Seed' },
    },
    presets: {
      ladder: {
        label: 'all three pass',
        caption:
          'Tiny weights: the first loss is ln 10, the penalty is as good as nothing, and with so small a penalty the loss comes down. Rung 3 is the article’s check; the two before it are those that the article leaves out.',
      },
      'penalty-up': {
        label: 'penalty up',
        caption:
          'CS231n’s second check: λ = 1,000 has to lift the first loss from 2.303 to 2.501, and does. To train with it is another matter: a step of 0.1 times 1,000 throws every weight past zero to 99 times its size.',
      },
      he: {
        label: 'He weights',
        caption:
          'He’s weights give logits with a variance of about 2, so the first loss lies around 3.1. It fails the test against ln 10, and nothing is wrong.',
      },
      'large-weights': {
        label: 'weights of 1',
        caption:
          'Weights of standard deviation 1: the net is sure of its guesses from the start, and pays about 200 for being wrong.',
      },
      'tiny-rate': {
        label: 'rate 10⁻⁶',
        caption: 'The loss barely moves: the rate is too low, and nothing else may be wrong.',
      },
      'huge-rate': {
        label: 'rate 10⁶',
        caption: 'The loss stops being a number within a few steps: nearly always a rate that is too high.',
      },
    },
    ownCaption: ({ init, initScale, penaltyStrength, learningRate }) =>
      `Your own settings: ${init === 'he' ? 'He weights' : `weights of std ${formatSetting(initScale)}`}, λ = ${formatSetting(penaltyStrength)}, learning rate ${formatSetting(learningRate)}. For the weights to settle, the product of the last two has to stay below 2.`,
    rungs: {
      initial: '1. The first loss is what theory says',
      penalty: '2. A penalty lifts it by the right amount',
      training: '3. In training the loss falls',
    },
    outcome: (rung, verdict) => `${rung}: ${verdict}. `,
    initialNumbers: (measured, expected) => `${measured}, expected ${expected}`,
    penaltyNumbers: (measured, expected) => `penalty ${measured}, expected ${expected}`,
    trainingNumbers: (first, data, penalty) =>
      `data loss from ${first} to ${data} in the last step, plus penalty ${penalty}`,
    trainingOverflows: (first) => `data loss from ${first} until it is no number`,
    initialChart: 'First data loss against the size of the weights',
    penaltyChart: 'First loss, data and penalty together, against λ',
    trainingChart: 'Training: data loss and penalty ½λ‖W‖² apart',
    clipped: (top) => `; above ${top} drawn at ${top}`,
    scale: 'standard deviation of the weights',
    strength: 'penalty strength λ',
    step: 'step',
    loss: 'loss',
    dataLoss: 'data loss',
    penalty: 'penalty',
    both: 'both',
    measured: 'measured',
    asExpected: 'as expected',
    off: 'far from expected',
    falls: 'falls',
    flat: 'does not fall',
    diverged: 'diverged',
    dataDiverged: 'data → ∞',
    penaltyDiverged: 'penalty → ∞',
    changed: (rate) => `rate ${rate}`,
    scalars: 'The checks',
    value: 'value',
    yes: 'yes',
    no: 'no',
    rows: {
      initialLoss: 'first data loss',
      expectedInitialLoss: 'expected first data loss',
      smallLogitLoss: 'ln 10 + 0.45 s², for small logits',
      logitVariance: 'variance s² of the logits, expected',
      penaltyLoss: 'penalty ½λ‖W‖² before training',
      expectedPenaltyLoss: 'expected penalty',
      trainLoss: 'training data loss',
      trainPenalty: 'penalty',
      lossFalls: 'the loss fell',
      diverged: 'diverged (a loss that is no finite number)',
    },
  },
  'zh-cn': {
    title: '检查阶梯',
    question: '几秒钟的三项检查，放在几小时的训练之前。',
    params: {
      init: { label: '初始化', choices: { gaussian: '高斯', he: 'He' } },
      initScale: { label: '权重的标准差' },
      penaltyStrength: { label: '惩罚强度 λ' },
      learningRate: { label: '学习率' },
      seed: { label: '随机种子' },
    },
    presets: {
      ladder: {
        label: '三项全过',
        caption:
          '权重极小：最初的损失是 ln 10，惩罚项几乎为零；惩罚这么小，训练时损失就降得下来。第三级就是原文的检查，前两级是原文略去的。',
      },
      'penalty-up': {
        label: '加大惩罚',
        caption:
          'CS231n 的第二项检查：λ = 1000 应当把最初的损失从 2.303 抬到 2.501，果然如此。但不能拿它去训练：0.1 × 1000 = 100，这样一步，就把每个权重甩到零点另一边，大小变成原来的 99 倍。',
      },
      he: {
        label: 'He 权重',
        caption:
          'He 的权重给出的 logits 方差约为 2，最初的损失就在 3.1 上下。它通不过 ln 10 这一关，可是并没有错。',
      },
      'large-weights': {
        label: '标准差 1',
        caption: '权重标准差为 1：网络从一开始就对自己的猜测深信不疑，猜错的代价是两百左右的损失。',
      },
      'tiny-rate': { label: '学习率 10⁻⁶', caption: '损失几乎不动：学习率太低，别的地方不一定有错。' },
      'huge-rate': { label: '学习率 10⁶', caption: '没走几步，损失就变成 NaN：十有八九是学习率太高。' },
    },
    ownCaption: ({ init, initScale, penaltyStrength, learningRate }) =>
      `你的设置：${init === 'he' ? 'He 权重' : `权重标准差 ${formatSetting(initScale)}`}，λ = ${formatSetting(penaltyStrength)}，学习率 ${formatSetting(learningRate)}。后两者之积要小于 2，权重才稳得住。`,
    rungs: {
      initial: '1. 最初的损失与理论一致',
      penalty: '2. 加上惩罚，升幅符合理论',
      training: '3. 训练时，损失下降',
    },
    outcome: (rung, verdict) => `${rung}：${verdict}。`,
    initialNumbers: (measured, expected) => `${measured}，理论 ${expected}`,
    penaltyNumbers: (measured, expected) => `惩罚项 ${measured}，理论\u00a0${expected}`,
    trainingNumbers: (first, data, penalty) =>
      `数据损失从 ${first} 到最后一步的 ${data}，另加惩罚项 ${penalty}`,
    trainingOverflows: (first) => `数据损失从 ${first} 起，直到变成 NaN`,
    initialChart: '最初的数据损失与权重大小',
    penaltyChart: '最初的损失（数据损失加惩罚项）与 λ',
    trainingChart: '训练：数据损失与惩罚项 ½λ‖W‖² 分开画',
    clipped: (top) => `；高于 ${top} 的画在 ${top} 处`,
    scale: '权重的标准差',
    strength: '惩罚强度 λ',
    step: '步',
    loss: '损失',
    dataLoss: '数据损失',
    penalty: '惩罚项',
    both: '合计',
    measured: '实测',
    asExpected: '符合理论',
    off: '与理论相差很远',
    falls: '在下降',
    flat: '没有下降',
    diverged: '发散',
    dataDiverged: '数据 → ∞',
    penaltyDiverged: '惩罚项 → ∞',
    changed: (rate) => `学习率 ${rate}`,
    scalars: '检查结果',
    value: '数值',
    yes: '是',
    no: '否',
    rows: {
      initialLoss: '最初的数据损失',
      expectedInitialLoss: '理论上最初的数据损失',
      smallLogitLoss: 'ln 10 + 0.45 s²（logits 很小时）',
      logitVariance: 'logits 的方差 s²（理论值）',
      penaltyLoss: '训练前的惩罚项 ½λ‖W‖²',
      expectedPenaltyLoss: '理论上的惩罚项',
      trainLoss: '训练时的数据损失',
      trainPenalty: '惩罚项',
      lossFalls: '损失下降了',
      diverged: '是否发散（损失不再是有限的数）',
    },
  },
};
