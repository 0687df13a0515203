import { formatSetting } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { WidgetStrings } from '#src/lab/widget-strings.ts';
import { type Config, type PresetName, type params, racing, settingsOf } from './config.ts';

type Method = 'gd' | 'momentum' | 'nesterov';

interface Words extends WidgetStrings<typeof params, PresetName> {
  readonly names: Readonly<Record<Method, string>>;
  /** For the ends of lines. */
  readonly shortNames: Readonly<Record<Method, string>>;
  readonly plot: {
    readonly describe: (surface: string, count: number) => string;
    readonly title: string;
    readonly key: Readonly<Record<'velocity' | 'pull' | 'lookahead' | 'minimum', string>>;
    readonly minimum: string;
    readonly start: string;
    readonly startHint: string;
    readonly x: string;
    readonly y: string;
  };
  readonly sliceAxes: { readonly x: string; readonly y: string };
  readonly atRest: string;
  readonly left: (names: string) => string;
  readonly scrubber: { readonly step: string; readonly play: string; readonly pause: string };
  readonly distanceChart: string;
  readonly sliceChart: string;
  readonly imagesChart: string;
  readonly distance: string;
  readonly loss: string;
  readonly step: string;
  readonly theoryNote: string;
  readonly diverged: string;
  readonly mapTitle: string;
  readonly mapOf: string;
  readonly map: {
    readonly describe: (name: string) => string;
    readonly point: string;
    readonly pointHint: string;
    readonly optimum: string;
    readonly diverges: string;
    readonly rate: string;
    readonly momentum: string;
    readonly scale: string;
  };
  readonly mapNote: string;
  readonly nesterovNote: (rate: string, momentum: string) => string;
  readonly formulas: Readonly<
    Record<'limit' | 'exceeded' | 'rate' | 'measured' | 'steps' | 'never' | 'diverged' | 'effective', string>
  >;
  readonly lossTable: string;
  readonly below: (mark: string) => string;
  readonly never: string;
  readonly value: string;
  readonly yes: string;
  readonly no: string;
  readonly rows: Readonly<
    Record<
      | 'StepsToTolerance'
      | 'Rate'
      | 'TheoryRate'
      | 'LearningRate'
      | 'Momentum'
      | 'Limit'
      | 'Diverged'
      | 'Path'
      | 'Distance'
      | 'TrainLoss'
      | 'StepsToLoss',
      string
    >
  >;
}

const names = {
  en: { gd: 'gradient descent', momentum: 'momentum', nesterov: 'Nesterov' },
  'zh-cn': { gd: '梯度下降', momentum: '动量', nesterov: 'Nesterov' },
} as const;

/** Everyone's a and μ, where each has its own. */
function eachOwn(config: Config, words: Readonly<Record<Method, string>>, comma: string): string {
  return racing(config)
    .map((method) => `${words[method]} ${formatSetting(settingsOf(config, method).rate)}`)
    .join(comma);
}

export const strings: Translated<Words> = {
  en: {
    title: 'Ravine race',
    question: 'Gradient descent, momentum and Nesterov from one start: who is first at the bottom, and why?',
    params: {
      surface: {
        label: 'Surface',
        choices: {
          quadratic: 'quadratic',
          valley: 'curved valley',
          saddle: 'saddle',
          slice: 'slice of a net’s loss',
          images: 'image net',
        },
      },
      method: {
        label: 'Method',
        choices: { all: 'all three', gd: 'gradient descent', momentum: 'momentum', nesterov: 'Nesterov' },
      },
      tuning: {
        label: 'Learning rate and momentum (quadratic)',
        choices: { optimal: 'each at its optimum', manual: 'by hand' },
      },
      conditionNumber: { label: 'Condition number κ' },
      learningRate: {
        label: 'Learning rate a',
        labelFor: ({ surface, tuning, method }) =>
          surface === 'quadratic' && tuning === 'optimal'
            ? `Learning rate a, ${method === 'all' ? 'gradient descent’s' : 'its'} optimum`
            : undefined,
      },
      momentum: {
        label: 'Momentum μ',
        labelFor: ({ surface, tuning, method }) =>
          surface === 'quadratic' && tuning === 'optimal'
            ? `Momentum μ, ${method === 'all' ? 'heavy-ball momentum’s' : 'its'} optimum`
            : undefined,
      },
      equalEffectiveRate: { label: 'Gradient descent takes a/(1 − μ)' },
      startX: { label: 'Start, x' },
      startY: { label: 'Start, y' },
      steps: { label: 'Steps on the net' },
      mapPoints: { label: 'Resolution of the map' },
      seed: { label: 'Seed' },
    },
    presets: {
      ravine: {
        label: 'ravine, each at its best',
        caption:
          'κ = 100, each method tuned as well as theory knows how. Heavy-ball momentum is first, although it throws itself far up the walls on the way; Nesterov with its standard setting follows, and gradient descent zigzags for hundreds of steps.',
      },
      gd: {
        label: 'gradient descent',
        caption:
          'The best single learning rate, 2/(m + L), is a compromise: each step overshoots the steep direction almost entirely, and the flat one hardly moves.',
      },
      'gd-small': {
        label: 'no overshoot: 1/L',
        caption:
          'At half the limit the steep direction is done in one step, and the flat one takes twice as long.',
      },
      'gd-unstable': {
        label: 'past 2/L',
        caption:
          'One per cent past the limit: the flat direction still converges, and the steep one grows at every step until it leaves the picture.',
      },
      'equal-rate': {
        label: 'same a = 1/L',
        caption:
          'One learning rate for all three, μ = 0.9. Here momentum pays: with a gradient that hardly changes its steps grow to a/(1 − μ).',
      },
      round: {
        label: 'rounder: κ = 10',
        caption:
          'On a rounder bowl μ = 0.9 is too much: it swings through the bottom again and again, and plain descent at its optimum is there long before.',
      },
      'nesterov-limit': {
        label: 'past Nesterov’s limit',
        caption:
          'a = 1.4/L: fine for gradient descent and for momentum, and too much for Nesterov, whose limit at μ = 0.9 is 1.357/L.',
      },
      valley: {
        label: 'curved valley',
        caption:
          'A valley that bends. Momentum carries through the flat floor, and into the wall where the floor turns.',
      },
      saddle: {
        label: 'saddle',
        caption:
          'Started almost on the ridge: the slope away from the saddle is tiny, and a velocity that builds up leaves it far sooner.',
      },
      slice: {
        label: 'slice of a net',
        caption:
          'The loss of the image net on a plane through its weights: from where training began to where it came, and the steepest direction across.',
      },
      images: {
        label: 'image net, same a',
        caption: 'The same learning rate for all three on the image net: momentum seems far ahead.',
      },
      'images-equal-effective': {
        label: 'image net, same a/(1 − μ)',
        caption:
          'Gradient descent with a/(1 − μ) instead of a: the head start is gone. On this net it was the larger step that won.',
      },
    },
    ownCaption: (config) =>
      config.surface === 'images'
        ? `Learning rates: ${eachOwn(config, names.en, ', ')}; μ = ${formatSetting(config.momentum)}.`
        : `Learning rates: ${eachOwn(config, names.en, ', ')}. Drag the start, or move the sliders: the paths follow.`,
    names: names.en,
    shortNames: { ...names.en, gd: 'descent' },
    plot: {
      describe: (surface, count) =>
        `Contour plot of the ${surface} with the paths of ${count === 1 ? 'one method' : `${count} methods`}; the table below has their points.`,
      title: 'The surface from above',
      key: {
        velocity: 'velocity μv, to the lookahead point',
        pull: 'gradient step, to the next place',
        lookahead: 'lookahead point x + μv',
        minimum: 'minimum',
      },
      minimum: 'minimum',
      start: 'Start',
      startHint: 'Drag it, or move it with the arrow keys',
      x: 'x',
      y: 'y',
    },
    sliceAxes: { x: 'from the first weights (−2) to the trained ones (0)', y: 'steepest direction' },
    atRest: 'The gradient is 0 at this start: nobody moves. Drag the start elsewhere.',
    left: (who) => `${who}: diverged, and left the picture.`,
    scrubber: { step: 'Step', play: 'Play', pause: 'Pause' },
    distanceChart: 'Distance to the minimum, relative to the start',
    sliceChart: 'Loss on the slice',
    imagesChart: 'Training loss, mean of 20 mini-batches',
    distance: 'distance',
    loss: 'loss',
    step: 'step',
    theoryNote: 'Dashed: the rate that theory gives for the long run, ρᵏ.',
    diverged: 'diverged',
    mapTitle: 'Where it converges, and how fast',
    mapOf: 'Map of',
    map: {
      describe: (name) =>
        `Map of ${name}: learning rate to the right, momentum upwards; the darker, the fewer steps to a millionth; grey where it diverges.`,
      point: 'Learning rate and momentum',
      pointHint: 'Click the map, or use the arrow keys',
      optimum: 'optimum',
      diverges: 'diverges',
      rate: 'learning rate a',
      momentum: 'momentum μ',
      scale: 'steps to 10⁻⁶ at the rate of theory:',
    },
    mapNote: 'Dashed: the stability limit. Hollow: the optimum. Filled: your setting.',
    nesterovNote: (rate, momentum) =>
      `Nesterov’s standard setting has a guarantee for every strongly convex function. On quadratics alone a = ${rate}, μ = ${momentum} is faster (Lessard et al. 2016): the second hollow mark on its map.`,
    formulas: {
      limit: 'converges for a <',
      exceeded: '(exceeded)',
      rate: 'rate ρ, theory',
      measured: 'rate, measured',
      steps: 'steps to 10⁻⁶',
      never: 'not in 200,000',
      diverged: 'diverges',
      effective: 'effective rate a/(1 − μ)',
    },
    lossTable: 'Steps until the mean of 20 mini-batches is below',
    below: (mark) => `below ${mark}`,
    never: 'never',
    value: 'value',
    yes: 'yes',
    no: 'no',
    rows: {
      StepsToTolerance: 'steps to a millionth of the distance (−1: never)',
      Rate: 'measured rate',
      TheoryRate: 'rate of theory',
      LearningRate: 'learning rate',
      Momentum: 'momentum',
      Limit: 'stability limit of the learning rate',
      Diverged: 'diverged',
      Path: 'path (x, y)',
      Distance: 'relative distance',
      TrainLoss: 'training loss',
      StepsToLoss: 'steps to loss 0.7, 0.6, 0.5 (−1: never)',
    },
  },
  'zh-cn': {
    title: '峡谷赛跑',
    question: '梯度下降、动量、Nesterov 从同一点出发：谁先到谷底，为什么？',
    params: {
      surface: {
        label: '曲面',
        choices: {
          quadratic: '二次函数',
          valley: '弯曲的山谷',
          saddle: '鞍点',
          slice: '网络损失的切片',
          images: '图像网络',
        },
      },
      method: {
        label: '方法',
        choices: { all: '三种一起', gd: '梯度下降', momentum: '动量', nesterov: 'Nesterov' },
      },
      tuning: {
        label: '学习率与动量（二次函数）',
        choices: { optimal: '各取最优', manual: '手动' },
      },
      conditionNumber: { label: '条件数 κ' },
      learningRate: {
        label: '学习率 a',
        labelFor: ({ surface, tuning, method }) =>
          surface === 'quadratic' && tuning === 'optimal'
            ? `学习率 a，${method === 'all' ? '梯度下降的' : ''}最优值`
            : undefined,
      },
      momentum: {
        label: '动量系数 μ',
        labelFor: ({ surface, tuning, method }) =>
          surface === 'quadratic' && tuning === 'optimal'
            ? `动量系数 μ，${method === 'all' ? '动量法的' : ''}最优值`
            : undefined,
      },
      equalEffectiveRate: { label: '梯度下降改用 a/(1 − μ)' },
      startX: { label: '起点 x' },
      startY: { label: '起点 y' },
      steps: { label: '网络上的步数' },
      mapPoints: { label: '速率图的分辨率' },
      seed: { label: '随机种子' },
    },
    presets: {
      ravine: {
        label: '峡谷，各取最优',
        caption:
          'κ = 100，三种方法都按理论调到最好。动量最先到，虽然途中一度冲上高高的谷壁；按标准设置的 Nesterov 其次；梯度下降要来回折几百步。',
      },
      gd: {
        label: '梯度下降',
        caption: '最好的学习率 2/(m + L) 也只是折中：陡的方向每步都几乎冲到对面，平的方向几乎不动。',
      },
      'gd-small': {
        label: '不过冲：1/L',
        caption: '学习率减到边界的一半：陡的方向一步到位，平的方向却要多走一倍的步数。',
      },
      'gd-unstable': {
        label: '越过 2/L',
        caption: '只比边界大百分之一：平的方向照样收敛，陡的方向每一步都在变大，最后冲出图外。',
      },
      'equal-rate': {
        label: '同样的 a = 1/L',
        caption:
          '三种方法用同一个学习率，μ = 0.9。梯度几乎不变时，动量的步子会长到 a/(1 − μ)，这里它占了便宜。',
      },
      round: {
        label: '圆一些：κ = 10',
        caption: '碗圆一些，μ = 0.9 就太大了：一次次荡过谷底。普通梯度下降取最优学习率，早就到了。',
      },
      'nesterov-limit': {
        label: '越过 Nesterov 的边界',
        caption: 'a = 1.4/L：梯度下降和动量都没问题，Nesterov 却发散了。μ = 0.9 时，它的边界只有 1.357/L。',
      },
      valley: {
        label: '弯曲的山谷',
        caption: '谷底会拐弯。动量在平坦处一路滑行，到了弯道就冲上谷壁。',
      },
      saddle: {
        label: '鞍点',
        caption: '起点几乎正在山脊上：离开鞍点的坡度极小，速度能积累起来的方法早早就走了。',
      },
      slice: {
        label: '网络损失的切片',
        caption: '图像网络的损失在一个平面上的样子：一个方向从训练起点到终点，另一个是最陡的方向。',
      },
      images: {
        label: '图像网络，a 相同',
        caption: '在图像网络上三种方法用同一个学习率：动量看上去遥遥领先。',
      },
      'images-equal-effective': {
        label: '图像网络，a/(1 − μ) 相同',
        caption: '让梯度下降用 a/(1 − μ) 而不是 a：领先不见了。在这个网络上，赢的只是步子更大。',
      },
    },
    ownCaption: (config) =>
      config.surface === 'images'
        ? `学习率：${eachOwn(config, names['zh-cn'], '，')}；μ = ${formatSetting(config.momentum)}。`
        : `学习率：${eachOwn(config, names['zh-cn'], '，')}。拖动起点或滑块，路径随之改变。`,
    names: names['zh-cn'],
    shortNames: names['zh-cn'],
    plot: {
      describe: (surface, count) =>
        `${surface}的等高线图，画出 ${count} 种方法的路径；各点的数值见下方表格。`,
      title: '从上往下看',
      key: {
        velocity: '速度 μv，指向前瞻点',
        pull: '梯度步，走到下一处',
        lookahead: '前瞻点 x + μv',
        minimum: '最小值点',
      },
      minimum: '最小值点',
      start: '起点',
      startHint: '可以拖动，也可以用方向键移动',
      x: 'x',
      y: 'y',
    },
    sliceAxes: { x: '从初始权重（−2）到训练后的权重（0）', y: '最陡的方向' },
    atRest: '这个起点处梯度为 0，谁也不动。请把起点拖到别处。',
    left: (who) => `${who}：发散，已冲出图外。`,
    scrubber: { step: '第几步', play: '播放', pause: '暂停' },
    distanceChart: '到最小值点的距离（与起点之比）',
    sliceChart: '切片上的损失',
    imagesChart: '训练损失，20 个小批量的平均',
    distance: '距离',
    loss: '损失',
    step: '步',
    theoryNote: '虚线：理论给出的长期速率 ρᵏ。',
    diverged: '发散',
    mapTitle: '哪里收敛，有多快',
    mapOf: '速率图',
    map: {
      describe: (name) =>
        `${name}的速率图：向右学习率增大，向上动量系数增大；颜色越深，降到百万分之一所需步数越少；灰色处发散。`,
      point: '学习率与动量系数',
      pointHint: '点一下图，或用方向键',
      optimum: '最优点',
      diverges: '发散',
      rate: '学习率 a',
      momentum: '动量系数 μ',
      scale: '按理论速率降到 10⁻⁶ 的步数：',
    },
    mapNote: '虚线：稳定边界。空心：最优点。实心：当前设置。',
    nesterovNote: (rate, momentum) =>
      `Nesterov 的标准设置对任何强凸函数都有保证。若只论二次函数，a = ${rate}、μ = ${momentum} 更快（Lessard et al. 2016），即图上第二个空心点。`,
    formulas: {
      limit: '收敛条件 a <',
      exceeded: '（已超过）',
      rate: '速率 ρ，理论',
      measured: '速率，实测',
      steps: '降到 10⁻⁶ 的步数',
      never: '20 万步内未到',
      diverged: '发散',
      effective: '等效学习率 a/(1 − μ)',
    },
    lossTable: '20 个小批量的平均损失降到多少以下，用了几步',
    below: (mark) => `低于 ${mark}`,
    never: '未到',
    value: '数值',
    yes: '是',
    no: '否',
    rows: {
      StepsToTolerance: '距离降到百万分之一的步数（−1：未到）',
      Rate: '实测速率',
      TheoryRate: '理论速率',
      LearningRate: '学习率',
      Momentum: '动量系数',
      Limit: '学习率的稳定边界',
      Diverged: '是否发散',
      Path: '路径 (x, y)',
      Distance: '相对距离',
      TrainLoss: '训练损失',
      StepsToLoss: '损失降到 0.7、0.6、0.5 的步数（−1：未到）',
    },
  },
};
