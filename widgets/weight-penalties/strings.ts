import { formatSetting } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { Words } from './words.ts';

export const strings: Translated<Words> = {
  en: {
    title: 'Which weights survive?',
    question: 'A penalty pulls on every weight of a linear model, and the data pull back.',
    params: {
      dataset: {
        label: 'Data',
        choices: { 'sparse-regression': 'sparse regression', images: 'images' },
      },
      penalty: {
        label: 'Penalty',
        choices: {
          none: 'none',
          'l1-subgradient': 'L1, subgradient',
          'l1-proximal': 'L1, proximal',
          l2: 'L2',
          elastic: 'L1 + L2',
          'max-norm': 'max-norm',
        },
      },
      strength: {
        label: 'Strength λ',
        labelFor: ({ penalty }) => (penalty === 'max-norm' ? 'Largest norm c' : undefined),
      },
      learningRate: { label: 'Learning rate a' },
      pathPoints: { label: 'Strengths on the path' },
      seed: { label: 'Seed' },
    },
    presets: {
      proximal: {
        label: 'L1, proximal',
        caption:
          'Ten of the 100 inputs have a weight. The proximal step sets nearly all of the other 90 to exactly 0 (hollow), and keeps the ten, each a little too small.',
      },
      subgradient: {
        label: 'L1, subgradient',
        caption:
          'The same penalty by its subgradient, and not one exact zero: the weights step back and forth across 0. Drawn as sizes, not one stem ends at 0.',
      },
      none: {
        label: 'no penalty',
        caption: 'Without a penalty all 90 idle inputs get a weight, and those weights are noise.',
      },
      l2: {
        label: 'L2',
        caption:
          'L2 shrinks all weights and zeroes none. At this strength it shrinks the ten true ones so much that the validation error is higher than without any penalty.',
      },
      elastic: {
        label: 'L1 + L2',
        caption:
          'Both at once, each with strength λ: exact zeros from the one, more shrinkage from the other.',
      },
      'max-norm': {
        label: 'max-norm',
        caption:
          'The unit’s weights may be no longer than c = 3, and the true ones are about 5 long: each step ends by cutting all of them back in one ratio. None is zeroed, and the error is large. With c = 10 nothing happens at all.',
      },
      'images-proximal': {
        label: 'images: L1, proximal',
        caption:
          'Softmax regression on 2,000 images: about a third of the 7,840 weights are exactly 0 (grey), above all at the rims. The count changes from one mini-batch to the next.',
      },
      'images-subgradient': {
        label: 'images: L1, subgradient',
        caption:
          'The same accuracy, and none of the zeros: ten weights are 0, those of the one pixel that is the same in all images.',
      },
      'images-l2': {
        label: 'images: L2',
        caption:
          'L2 makes every weight smaller and the maps smoother. Like every penalty here it costs some accuracy: this model hardly overfits.',
      },
      'images-max-norm': {
        label: 'images: max-norm',
        caption:
          'Each of the ten units may have weights of norm 1 and no more. All ten reach the limit; without it they would end near 1.8.',
      },
    },
    ownCaption: ({ penalty, strength }) =>
      penalty === 'none'
        ? 'Your own settings, without a penalty.'
        : `Your own settings, with ${penalty === 'max-norm' ? 'c' : 'λ'} = ${formatSetting(strength)}.`,
    stems: {
      title: 'The 100 weights',
      sizesTitle: 'Sizes of the weights',
      input: 'input',
      describe: (zeros, count) => `${count} weights, ${zeros} of them exactly 0.`,
      key: {
        relevant: 'inputs that count',
        irrelevant: 'inputs that don’t',
        zero: 'exactly 0',
        truth: 'true value',
      },
      threshold: 'aλ',
    },
    stemScale: 'Stems',
    values: 'values',
    sizes: 'sizes',
    maps: 'The weights of the ten classes, as pictures',
    mapsKey: (scale) => `blue above 0, orange below, full colour at ±${scale}; `,
    zeroKey: 'grey: exactly 0',
    classNames:
      'T-shirt, trousers, pullover, dress, coat; second row: sandal, shirt, sneaker, bag, ankle boot',
    describeMaps: (share) => `Weights of ten classes as pictures of 28 × 28; ${share} of them are exactly 0.`,
    lossChart: 'Data loss and penalty, apart',
    loss: 'loss',
    dataLoss: 'data loss',
    penalty: 'penalty',
    apart: 'Training makes the sum small; only the data loss can be compared between penalties.',
    noPenalty: 'No penalty: the data loss is the whole loss.',
    noPenaltyTerm: 'A constraint adds nothing to the loss: it cuts weights back after each step.',
    strength: (symbol) => (symbol === 'c' ? 'largest norm c' : 'strength λ'),
    pathChart: (symbol) => `The weights as ${symbol} grows`,
    errorChart: (symbol) => `Mean squared error as ${symbol} grows`,
    noPath: 'No penalty, no path',
    diverged: 'diverged',
    weight: 'weight',
    relevant: 'true ones',
    others: 'other 90',
    error: 'mean squared error',
    training: 'training',
    validation: 'validation',
    noise: 'noise',
    zeroChart: 'Share of the weights that are exactly 0',
    zeroShare: 'share',
    zeros: 'exact zeros',
    normChart: 'Norm of each class’s weights',
    norm: 'norm',
    classNumber: 'class',
    input: 'input',
    step: 'step',
    geometryChart: 'The same with two weights',
    describeGeometry: (solution) =>
      `Ellipses of equal data loss around (3.2, 1.2), and the weights that the penalty leaves room for; the solution is ${solution}.`,
    geometryNote:
      'Ellipses: equal data loss. Filled: weights that cost no more than the solution. Dashed: the solutions for all strengths. Where the dot hides the ellipse, a square shows it enlarged. ×: least data loss. The same rule and strength as above, on a data loss of two weights.',
    minimum: 'least data loss',
    solution: 'solution',
    exactlyZero: 'exactly 0',
    notZero: 'not 0',
    shapes: {
      none: 'Nothing holds the weights: the solution is where the data loss is smallest.',
      'l1-subgradient':
        'The diamond has corners on the axes, and the solution belongs on one as soon as λ is large enough. The subgradient steps over it, back and forth, and stops beside it.',
      'l1-proximal':
        'The diamond has corners on the axes. Unless it is large, an ellipse that grows towards it often meets a corner first, and there a weight is exactly 0.',
      l2: 'The disc has no corners: no place on it is more likely to be touched than another, and a weight is 0 only by coincidence.',
      elastic:
        'A diamond with bulging sides: it still has the corners that make zeros, and the bulge shrinks the weights that stay.',
      'max-norm':
        'A disc of radius c. If the smallest data loss lies inside, the constraint does nothing; else the solution lies on the rim.',
    },
    side: 'The diamond has corners on the axes. Here it is still large, and an ellipse that grows towards it meets a side first: neither weight is 0. At a larger λ it meets a corner.',
    near: 'others below 10⁻³',
    validationError: 'validation error',
    validationAccuracy: 'validation accuracy',
    largestNorm: 'largest norm',
    kept: 'true weights kept',
    scalars: 'After training',
    lossTable: 'Losses, before each step',
    weightTable: (images) => (images ? 'Norms of the weights' : 'Weights'),
    pathTable: 'Along the path',
    value: 'value',
    yes: 'yes',
    no: 'no',
    rows: {
      exactZeros: 'weights that are exactly 0',
      exactZeroFraction: 'share of exact zeros',
      nearZeros: 'weights below 10⁻³ that are not 0',
      falseWeightsRemoved: 'exact zeros among the 90 inputs that don’t count',
      trueWeightsKept: 'weights not 0 among the 10 inputs that count',
      validationLoss: (images) =>
        images ? 'validation loss (cross-entropy)' : 'validation error (mean square, noise alone 0.25)',
      validationAccuracy: 'validation accuracy',
      unusedPixelFraction: 'pixels that no class uses',
      maxUnitNorm: 'largest norm of a unit’s weights',
      diverged: 'diverged (a number that is not finite)',
      trainLoss: 'data loss + penalty',
      dataLoss: 'data loss',
      penaltyLoss: 'penalty',
      weights: (images) => (images ? 'norm of the class’s 784 weights' : 'weight'),
    },
  },
  'zh-cn': {
    title: '哪些权重留得下来？',
    question: '惩罚项把线性模型的每个权重往 0 拉，数据又把它们拉回来。',
    params: {
      dataset: { label: '数据', choices: { 'sparse-regression': '稀疏回归', images: '图片' } },
      penalty: {
        label: '惩罚项',
        choices: {
          none: '无',
          'l1-subgradient': 'L1，次梯度',
          'l1-proximal': 'L1，近端步',
          l2: 'L2',
          elastic: 'L1 + L2',
          'max-norm': '最大范数',
        },
      },
      strength: {
        label: '强度 λ',
        labelFor: ({ penalty }) => (penalty === 'max-norm' ? '最大范数 c' : undefined),
      },
      learningRate: { label: '学习率 a' },
      pathPoints: { label: '路径上的强度个数' },
      seed: { label: '随机种子' },
    },
    presets: {
      proximal: {
        label: 'L1，近端步',
        caption:
          '100 个输入里，只有十个的真实权重不为零。近端步把另外 90 个几乎全部置为精确的 0（空心），留下那十个，只是每个都略偏小。',
      },
      subgradient: {
        label: 'L1，次梯度',
        caption:
          '同一个惩罚项，改用次梯度，就一个精确的 0 也没有：权重在 0 的两侧跳来跳去。换成“大小”来画，没有一个点落在 0 上。',
      },
      none: {
        label: '无惩罚',
        caption: '没有惩罚项，90 个无用的输入也都分到了权重，那些权重全是噪声。',
      },
      l2: {
        label: 'L2',
        caption:
          'L2 让所有权重变小，却不让任何一个变成 0。在这个强度下，十个真权重也缩得太多，验证误差反而比不加惩罚还高。',
      },
      elastic: {
        label: 'L1 + L2',
        caption: '两样一起用，强度都是 λ：前者带来精确的 0，后者让权重缩得更多。',
      },
      'max-norm': {
        label: '最大范数',
        caption:
          '神经元的权重最长不得超过 c = 3，而真权重的长度约为 5：每一步最后都按同一比例把它们截短。没有一个变成 0，误差很大。c 取 10，就什么也不发生。',
      },
      'images-proximal': {
        label: '图片：L1，近端步',
        caption:
          '用 2000 张图片做 softmax 回归：7840 个权重里，约三分之一是精确的 0（灰色），多在图片边缘。每换一个小批量，这个数目都会变。',
      },
      'images-subgradient': {
        label: '图片：L1，次梯度',
        caption: '准确率一样，0 却没有了：只有十个权重是 0，属于那个在所有图片里都不变的像素。',
      },
      'images-l2': {
        label: '图片：L2',
        caption:
          'L2 让每个权重变小，权重图也更平滑。和这里的其他惩罚项一样，它要牺牲一点准确率：这个模型几乎没有过拟合。',
      },
      'images-max-norm': {
        label: '图片：最大范数',
        caption: '十个神经元，每个的权重范数最多是 1。十个都碰到了上限；不设上限，会停在 1.8 左右。',
      },
    },
    ownCaption: ({ penalty, strength }) =>
      penalty === 'none'
        ? '你的设置，没有惩罚项。'
        : `你的设置，${penalty === 'max-norm' ? 'c' : 'λ'} = ${formatSetting(strength)}。`,
    stems: {
      title: '100 个权重',
      sizesTitle: '权重的大小',
      input: '输入',
      describe: (zeros, count) => `${count} 个权重，其中 ${zeros} 个是精确的 0。`,
      key: {
        relevant: '有用的输入',
        irrelevant: '无用的输入',
        zero: '精确的 0',
        truth: '真值',
      },
      threshold: 'aλ',
    },
    stemScale: '画法',
    values: '数值',
    sizes: '大小',
    maps: '十个类别的权重，画成图片',
    mapsKey: (scale) => `蓝色大于 0，橙色小于 0，±${scale} 处最浓；`,
    zeroKey: '灰色是精确的 0',
    classNames: 'T 恤、裤子、套衫、连衣裙、外套；第二行：凉鞋、衬衫、运动鞋、包、短靴',
    describeMaps: (share) => `十个类别的权重，画成 28 × 28 的图片；其中 ${share} 是精确的 0。`,
    lossChart: '数据损失与惩罚项，分开画',
    loss: '损失',
    dataLoss: '数据损失',
    penalty: '惩罚项',
    apart: '训练压低的是两者之和；惩罚项不同时，只有数据损失可以互相比较。',
    noPenalty: '没有惩罚项：数据损失就是全部损失。',
    noPenaltyTerm: '约束不往损失里加东西：它在每一步之后把权重截短。',
    strength: (symbol) => (symbol === 'c' ? '最大范数 c' : '强度 λ'),
    pathChart: (symbol) => `权重随 ${symbol} 的变化`,
    errorChart: (symbol) => `均方误差随 ${symbol} 的变化`,
    noPath: '没有惩罚项，就没有路径',
    diverged: '发散',
    weight: '权重',
    relevant: '真权重',
    others: '另外 90 个',
    error: '均方误差',
    training: '训练',
    validation: '验证',
    noise: '噪声',
    zeroChart: '精确的 0 占全部权重的比例',
    zeroShare: '比例',
    zeros: '精确的 0',
    normChart: '每个类别的权重范数',
    norm: '范数',
    classNumber: '类别',
    input: '输入',
    step: '步',
    geometryChart: '只有两个权重时',
    describeGeometry: (solution) =>
      `以 (3.2, 1.2) 为中心的数据损失等值线，和惩罚项留下的范围；解在 ${solution}。`,
    geometryNote:
      '椭圆：数据损失的等值线。填色区域：那里的惩罚项不超过解处的值。虚线：强度变化时解走过的路。椭圆小得被圆点盖住时，方框里是放大的图。×：数据损失最小的点。规则和强度与上面相同，只是数据损失只含两个权重。',
    minimum: '数据损失最小',
    solution: '解',
    exactlyZero: '精确的 0',
    notZero: '不是 0',
    shapes: {
      none: '没有东西约束权重：解就在数据损失最小处。',
      'l1-subgradient':
        '菱形的角在坐标轴上，λ 够大时，解本该落在角上。次梯度却从它上面跨过去又跨回来，停在旁边。',
      'l1-proximal':
        '菱形的角在坐标轴上。菱形不太大时，椭圆向它扩张，往往先碰到角，而角上总有一个权重正好是 0。',
      l2: '圆没有角，碰到哪里都一样，权重恰好为 0 只能是巧合。',
      elastic: '边向外鼓的菱形：能带来 0 的角还在，鼓出的边则让留下的权重再缩小一些。',
      'max-norm': '半径为 c 的圆。数据损失的最小处若在圆内，约束就不起作用；若在圆外，解就落在圆周上。',
    },
    side: '菱形的角在坐标轴上。这里的菱形还很大，椭圆向它扩张，先碰到的是边，两个权重都不是 0；λ 再大些，先碰到的就是角。',
    near: '其余小于 10⁻³ 的',
    validationError: '验证误差',
    validationAccuracy: '验证准确率',
    largestNorm: '最大的范数',
    kept: '留下的真权重',
    scalars: '训练之后',
    lossTable: '每一步之前的损失',
    weightTable: (images) => (images ? '权重的范数' : '权重'),
    pathTable: '沿路径',
    value: '数值',
    yes: '是',
    no: '否',
    rows: {
      exactZeros: '精确为 0 的权重',
      exactZeroFraction: '精确的 0 所占的比例',
      nearZeros: '小于 10⁻³ 但不是 0 的权重',
      falseWeightsRemoved: '90 个无用的输入里，权重精确为 0 的',
      trueWeightsKept: '10 个有用的输入里，权重不为 0 的',
      validationLoss: (images) => (images ? '验证损失（交叉熵）' : '验证误差（均方，噪声本身占 0.25）'),
      validationAccuracy: '验证准确率',
      unusedPixelFraction: '哪个类别都不用的像素',
      maxUnitNorm: '神经元权重的最大范数',
      diverged: '是否发散（出现不是有限数的值）',
      trainLoss: '数据损失 + 惩罚项',
      dataLoss: '数据损失',
      penaltyLoss: '惩罚项',
      weights: (images) => (images ? '该类别 784 个权重的范数' : '权重'),
    },
  },
};
