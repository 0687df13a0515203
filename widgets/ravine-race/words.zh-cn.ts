import { formatSetting } from '#src/format.ts';
import { eachOwn, names, type Words } from './words.ts';

export const zhCn: Words = {
  title: '峡谷赛跑',
  question: '梯度下降、动量、Nesterov 动量从同一点出发：谁先到谷底，为什么？',
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
      choices: { all: '三种一起', gd: '梯度下降', momentum: '动量', nesterov: 'Nesterov 动量' },
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
    steps: { label: '图像网络的步数' },
    mapPoints: { label: '速率图的分辨率' },
    seed: { label: '随机种子' },
  },
  presets: {
    ravine: {
      label: '峡谷，各取最优',
      caption:
        'κ = 100，三种方法都按理论调到最好。动量途中一度冲上高高的谷壁，却最先到；Nesterov 动量用标准设置，第二个到；梯度下降要来回折返几百步。',
    },
    gd: {
      label: '梯度下降',
      caption:
        '最好的学习率 2/(m + L) 也只是折中：陡的方向上，每一步都落到对面的谷壁上，和原来差不多高；平的方向上，每一步只挪一点点。',
    },
    'gd-small': {
      label: '不过冲：1/L',
      caption: '学习率减到边界的一半：陡的方向一步到位，平的方向却要多走将近一倍的步数。',
    },
    'gd-unstable': {
      label: '越过 2/L',
      caption: '只比边界大百分之一：平的方向照样收敛，陡的方向每一步都在变大，最后冲出图外。',
    },
    'equal-rate': {
      label: '同样的 a = 1/L',
      caption:
        '三种方法用同一个学习率，μ = 0.9。沿着平的方向，梯度几乎不变，动量和 Nesterov 动量的等效学习率都增大到 a/(1 − μ)；在陡的方向，Nesterov 动量马上停住，动量还在来回摆。',
    },
    round: {
      label: '圆一些：κ = 10',
      caption: '碗圆一些，μ = 0.9 就太大了：一次次荡过谷底。普通梯度下降取最优学习率，早就到了。',
    },
    'nesterov-limit': {
      label: '越过 Nesterov 的边界',
      caption: 'a = 1.4/L：梯度下降和动量都没问题，Nesterov 动量却发散了。μ = 0.9 时，它的边界只有 1.357/L。',
    },
    valley: {
      label: '弯曲的山谷',
      caption:
        '谷底会拐弯。动量和 Nesterov 动量在平坦处越走越快；到了弯道，动量冲上谷壁，Nesterov 动量冲得浅些。',
    },
    saddle: {
      label: '鞍点',
      caption: '起点几乎正在山脊上：离开鞍点的坡度极小；能积累速度的方法，早早就走了。',
    },
    slice: {
      label: '网络损失的切片',
      caption: '图像网络的损失在一个平面上的样子：一个方向从训练起点到终点，另一个是最陡的方向。',
    },
    images: {
      label: '图像网络，a 相同',
      caption: '在图像网络上三种方法用同一个学习率：动量和 Nesterov 动量看上去遥遥领先。',
    },
    'images-equal-effective': {
      label: '图像网络，a/(1 − μ) 相同',
      caption:
        '让梯度下降用 a/(1 − μ) 而不是 a：动量几乎不再领先，Nesterov 动量也只领先一点。在这个网络上，先前的领先，主要是因为步子更大。',
    },
  },
  ownCaption: (config) =>
    config.surface === 'images'
      ? `学习率：${eachOwn(config, names['zh-cn'], '，')}；μ = ${formatSetting(config.momentum)}。`
      : `学习率：${eachOwn(config, names['zh-cn'], '，')}。拖动起点或滑块，路径随之改变。`,
  names: names['zh-cn'],
  shortNames: { ...names['zh-cn'], nesterov: 'Nesterov' },
  plot: {
    describe: (surface, count) => `${surface}的等高线图，画出 ${count} 种方法的路径；各点的数值见下方表格。`,
    title: '从上往下看',
    key: {
      start: '起点',
      drag: '（可拖动）',
      velocity: '速度 μv，指向前瞻点',
      pull: '逆着梯度的一步，到下一个位置',
      lookahead: '前瞻点 x + μv',
      minimum: '最小值点',
    },
    start: '起点',
    startHint: '可以拖动，也可以用方向键移动',
    x: 'x',
    y: 'y',
  },
  sliceAxes: { x: '从初始权重（−2）到训练后的权重（0）', y: '最陡的方向' },
  atRest: '这个起点处梯度为 0，谁也不动。请把起点拖到别处。',
  left: (who) =>
    `发散：${who.map(({ name, step }) => name + (step === undefined ? '' : `（第 ${step} 步冲出图外）`)).join('、')}。`,
  scrubber: { step: '步数', play: '播放', pause: '暂停' },
  distanceChart: '到最小值点的距离（与起点之比）',
  sliceChart: '切片上的损失',
  imagesChart: '训练损失，20 个小批量的平均',
  distance: '距离',
  loss: '损失',
  step: '步',
  chartNote: ({ theory, near, arrived, left, until }) =>
    `${theory ? `斜的虚线：理论给出的${near ? '最小值点附近的' : '长期'}速率 ρᵏ。` : ''}竖的虚线：正在看的那一步。${arrived ? '点线：已经到了。' : ''}${left ? `↑：发散${until.length > 0 ? `，只画到第 ${until.join('、')} 步` : ''}。` : ''}`,
  mapTitle: (method) => `收敛有多快：${method}`,
  mapOf: '看哪种方法',
  map: {
    describe: (name, hasMomentum) =>
      `${name}的速率图：向右学习率增大${hasMomentum ? '，向上动量系数增大' : ''}；颜色越浓，降到百万分之一所需步数越少；灰色处发散。`,
    point: '学习率与动量系数',
    pointHint: '点一下图，或用方向键',
    optimum: '最优点',
    diverges: '发散',
    rate: '学习率 a',
    momentum: '动量系数 μ',
    scale: '按理论速率降到 10⁻⁶ 的步数：',
  },
  mapNote: (two) =>
    `虚线：稳定边界。空心：${two ? '左为标准设置，右为最优点' : '最优点'}。实心：这次的设置。`,
  rowNote: '梯度下降没有动量，所以这张图只有一条轴。',
  nesterovNote: (rate, momentum) =>
    `Nesterov 的标准设置对任何强凸函数都有保证。若只论二次函数，a = ${rate}、μ = ${momentum} 更快（Lessard 等，2016），就是靠右的那个空心点。`,
  formulas: {
    exceeded: '，已超出',
    rate: '理论速率 ρ',
    near: '稳定边界和 ρ 都按最小值点处的曲率计算。',
    measured: '实测速率',
    steps: '降到 10⁻⁶ 的步数',
    never: '20 万步内未到',
    diverged: '发散',
    effective: '等效学习率 a/(1 − μ)',
  },
  lossTable: '20 个小批量的平均损失降到多少以下，用了几步',
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
};
