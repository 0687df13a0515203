/** What stands in the scripts as sentences. */
import type { Translated } from '#src/i18n.ts';

interface Words {
  readonly plane: string;
  readonly images: string;
  readonly slice: string;
  readonly racers: string;
  readonly range: string;
  readonly walk: string;
  readonly there: string;
  readonly slope: string;
  readonly theory: string;
  readonly limit: string;
  readonly atRest: string;
  readonly same: string;
  readonly below: string;
  readonly lossAt: string;
  readonly across: string;
  readonly power: string;
  readonly unit: string;
}

export const pytorchWords: Translated<Words> = {
  en: {
    plane: 'Gradient descent, momentum, Nesterov in the plane: how many steps, and how fast in the long run.',
    images: 'Gradient descent, momentum, Nesterov on Fashion-MNIST: 784-100-10, from the same weights.',
    slice: 'Gradient descent, momentum, Nesterov on a plane through the weights of an image net.',
    racers: 'learning rate, momentum, and how far ahead of x the gradient is taken: x + ahead * v',
    range: 'measured until the distance is this share of the one at the start',
    walk: 'Steps until the distance is 1e-6 of the first one (-1: never), rate in the long run, diverged.',
    there: 'exactly there',
    slope: 'slope of the logarithm of the distance, by least squares over the later half',
    theory: 'Spectral radius of a step (x, v) -> (x, v) on the quadratic at the minimum.',
    limit: 'the learning rate up to which it converges',
    atRest: 'The gradient at the start is 0: there is nothing to race.',
    same: 'the same weights and mini-batches for everyone',
    below: 'Steps until the mean of 20 losses is below the mark; -1: never.',
    lossAt: 'Mean cross-entropy of 200 images for these weights of the net.',
    across: 'What of the direction is orthogonal to `along`, with length 1.',
    power: 'the direction in which the loss curves most: power iteration with differences of gradients',
    unit: 'from the units of the plane to those of the weights',
  },
  'zh-cn': {
    plane: '平面上的梯度下降、动量和 Nesterov 动量：要走多少步，长期来看有多快。',
    images: '梯度下降、动量和 Nesterov 动量：784-100-10 的网络，Fashion-MNIST，从相同的权重出发。',
    slice: '在穿过图像网络权重的一个平面上，梯度下降、动量和 Nesterov 动量。',
    racers: '学习率、动量，以及在 x 前方多远处求梯度：x + ahead * v',
    range: '量到距离只剩出发时的这个比例为止',
    walk: '距离缩到最初的 1e-6 要几步（-1 表示始终没有），长期的收敛速率，是否发散。',
    there: '恰好到了',
    slope: '后一半步数里，距离的对数的斜率（最小二乘）',
    theory: '在最小值点附近的二次函数上，一步 (x, v) -> (x, v) 的谱半径。',
    limit: '学习率不超过它才收敛',
    atRest: '起点处的梯度是 0，没有什么可比的。',
    same: '各种方法用相同的权重和小批量',
    below: '20 个损失的平均值降到标记以下要几步；-1 表示始终没有。',
    lossAt: '网络取这组权重时，200 张图的平均交叉熵。',
    across: '方向中与 `along` 正交的部分，长度取 1。',
    power: '损失弯曲得最厉害的方向：用梯度之差做幂迭代',
    unit: '从平面的单位换算到权重的单位',
  },
};
