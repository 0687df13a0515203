/** The same descent in PyTorch; what each rule does to a step is written out, for that is the point. */
import { divergedRemark, evaluate, fashionMnist, imports, printSummary } from '#src/code/blocks.ts';
import { literal, type PyTorchScript, script } from '#src/code/python.ts';
import type { Translated } from '#src/i18n.ts';
import { type Config, PATH_RANGE, TRUE_WEIGHTS, WEIGHTS } from './config.ts';

interface Words {
  readonly sparse: string;
  readonly images: string;
  readonly penalty: string;
  readonly slope: string;
  readonly after: string;
  readonly subgradient: string;
  readonly soft: string;
  readonly norms: string;
  readonly data: string;
  readonly path: string;
  readonly centred: string;
  readonly replacement: string;
}

const words: Translated<Words> = {
  en: {
    sparse: 'Which weights survive? Linear regression on 100 inputs, of which ten have a weight.',
    images: 'Which weights survive? Softmax regression on Fashion-MNIST.',
    penalty: 'What is added to the loss, by the weights of the units, [units, inputs].',
    slope: 'What is added to the gradient.',
    after: 'What becomes of the weights after the step.',
    subgradient: '0 at 0',
    soft: 'the soft threshold: exactly 0 within +-threshold',
    norms: 'of the incoming weights of each unit',
    data: 'ten inputs have a weight, its size between 1 and 2; the noise has standard deviation 0.5',
    path: 'the same descent at other strengths',
    centred: 'intensities from 0 to 1, less the mean of each pixel; what is left of a rounding error is 0',
    replacement: 'drawn with replacement',
  },
  'zh-cn': {
    sparse: '哪些权重留了下来？100 个输入的线性回归，其中只有十个有权重。',
    images: '哪些权重留了下来？Fashion-MNIST 上的 softmax 回归。',
    penalty: '给损失加上多少，按各神经元的权重算，形状 [神经元, 输入]。',
    slope: '给梯度加上多少。',
    after: '一步之后再怎样改变权重。',
    subgradient: '在 0 处取 0',
    soft: '软阈值：绝对值不超过 threshold 的恰好变成 0',
    norms: '每个神经元输入权重的范数',
    data: '十个输入有权重，大小在 1 和 2 之间；噪声的标准差是 0.5',
    path: '换成别的强度，同样的下降',
    centred: '强度从 0 到 1，减去每个像素的均值；舍入误差的残余记为 0',
    replacement: '有放回地抽取',
  },
};

/** Bodies of `penalty`, `slope` and `after` where they do something. */
function rulesOf({ penalty }: Config, note: Words) {
  const soft = `    threshold = rate * strength
    w = w - w.clamp(-threshold, threshold)  # ${note.soft}`;
  const rules = {
    none: {},
    'l1-subgradient': {
      penalty: 'strength * w.abs().sum()',
      slope: `strength * w.sign()  # ${note.subgradient}`,
    },
    'l1-proximal': { penalty: 'strength * w.abs().sum()', after: `${soft}\n    return w` },
    l2: { penalty: 'strength / 2 * w.square().sum()', slope: 'strength * w' },
    elastic: {
      penalty: 'strength * (w.abs().sum() + w.square().sum() / 2)',
      after: `${soft}\n    return w / (1 + rate * strength)`,
    },
    'max-norm': {
      after: `    norms = w.norm(dim=1, keepdim=True)  # ${note.norms}
    return w * (strength / norms).clamp(max=1)`,
    },
  } satisfies Record<Config['penalty'], { penalty?: string; slope?: string; after?: string }>;
  const rule: { readonly penalty?: string; readonly slope?: string; readonly after?: string } =
    rules[penalty];
  return {
    hasPenalty: rule.penalty !== undefined,
    hasSlope: rule.slope !== undefined,
    hasAfter: rule.after !== undefined,
    blocks: [
      rule.penalty && `def penalty(w, strength):\n    """${note.penalty}"""\n    return ${rule.penalty}`,
      rule.slope && `def slope(w, strength):\n    """${note.slope}"""\n    return ${rule.slope}`,
      rule.after && `def after(w, rate, strength):\n    """${note.after}"""\n${rule.after}`,
    ],
  };
}

export const pytorch: PyTorchScript<Config> = (config, locale) =>
  config.dataset === 'images' ? imagesScript(config, locale) : regressionScript(config, locale);

const constants = (config: Config) =>
  [
    config.penalty === 'none' ? 'STRENGTH = 0' : `STRENGTH = ${literal(config.strength)}`,
    `RATE = ${literal(config.learningRate)}`,
    `torch.manual_seed(${config.seed})`,
  ].join('\n');

const regressionScript: PyTorchScript<Config> = (config, locale) => {
  const note = words[locale];
  const rule = rulesOf(config, note);
  const [low, high] = PATH_RANGE[config.penalty === 'max-norm' ? 'max-norm' : 'penalty'];
  const points = config.penalty === 'none' ? 0 : config.pathPoints;
  const strengths =
    points === 1
      ? `[${literal(Math.sqrt(low * high))}]`
      : `[${literal(low)} * ${literal(high / low)} ** (i / ${points - 1}) for i in range(${points})]`;
  return script(
    `"""${note.sparse}"""`,
    `import json
import math

import torch

torch.set_default_dtype(torch.double)`,
    constants(config),
    ...rule.blocks,
    `
def draw(count):
    x = torch.randn(count, ${WEIGHTS})
    return x, x @ truth + 0.5 * torch.randn(count)`,
    `# ${note.data}
truth = torch.zeros(${WEIGHTS})
truth[:${TRUE_WEIGHTS}] = (1 + torch.rand(${TRUE_WEIGHTS})) * (2 * torch.randint(2, (${TRUE_WEIGHTS},)) - 1)
x, y = draw(200)
new_x, new_y = draw(2000)
start = 0.1 * torch.randn(1, ${WEIGHTS})`,
    `
def loss(w):
    return (x @ w[0] - y).square().mean() / 2`,
    `
def descend(strength):
    w, losses, penalties = start, [], []
    for _ in range(1000):
        w.requires_grad_()
        value = loss(w)
        (gradient,) = torch.autograd.grad(value, w)
        w = w.detach()
        losses.append(value.item())
        penalties.append(${rule.hasPenalty ? 'penalty(w, strength).item()' : '0.0'})
        w = w - RATE * ${rule.hasSlope ? '(gradient + slope(w, strength))' : 'gradient'}
${rule.hasAfter ? '        w = after(w, RATE, strength)\n' : ''}        if not w.isfinite().all():${divergedRemark(locale)}
            break
    return w[0], losses, penalties`,
    `
def error(w):
    return (new_x @ w - new_y).square().mean().item()`,
    `w, losses, penalties = descend(STRENGTH)
diverged = not w.isfinite().all().item()
zero = w == 0
summary = {
    "weights": w.tolist(),
    "exactZeros": zero.sum().item(),
    "nearZeros": (~zero & (w.abs() < 1e-3)).sum().item(),
    "exactZeroFraction": zero.double().mean().item(),
    "falseWeightsRemoved": math.nan if diverged else zero[${TRUE_WEIGHTS}:].sum().item(),
    "trueWeightsKept": math.nan if diverged else (~zero[:${TRUE_WEIGHTS}]).sum().item(),
    "validationLoss": math.nan if diverged else error(w),
    "trainLoss": [a + b for a, b in zip(losses, penalties)],
    "dataLoss": losses,
    "penaltyLoss": penalties,
    "maxUnitNorm": w.norm().item(),
    "diverged": diverged,
}`,
    points > 0 &&
      `# ${note.path}
strengths = ${strengths}
solutions = [] if diverged else [descend(strength)[0] for strength in strengths]
summary["pathStrength"] = strengths
summary["pathExactZeros"] = [(one == 0).sum().item() for one in solutions]
summary["pathValidationLoss"] = [error(one) for one in solutions]`,
    printSummary,
  );
};

const imagesScript: PyTorchScript<Config> = (config, locale) => {
  const note = words[locale];
  const rule = rulesOf(config, note);
  return script(
    `"""${note.images}"""`,
    imports(),
    constants(config),
    fashionMnist(locale),
    evaluate(locale),
    ...rule.blocks,
    `train_images, labels = fashion_mnist("train", 2000)
test_images, test_labels = fashion_mnist("test", 2000)
# ${note.centred}
mean = train_images.double().mean(0)
images, test_images = [
    torch.where(x.abs() < 1e-6, 0, x).float()
    for x in [0.353024 * (some.double() - mean) for some in (train_images, test_images)]
]
net = nn.Linear(784, 10)
nn.init.zeros_(net.weight)
nn.init.zeros_(net.bias)
optimizer = torch.optim.SGD(net.parameters(), lr=RATE)
losses, penalties, diverged = [], [], False
for _ in range(600):
    rows = torch.randint(len(images), (100,))  # ${note.replacement}
    loss = F.cross_entropy(net(images[rows]), labels[rows])
    optimizer.zero_grad()
    loss.backward()
    if not loss.isfinite() or not net.weight.grad.isfinite().all():${divergedRemark(locale)}
        losses, diverged = [*losses, math.nan], True
        break
    with torch.no_grad():
        losses.append(loss.item())
        penalties.append(${rule.hasPenalty ? 'penalty(net.weight, STRENGTH).item()' : '0.0'})
${rule.hasSlope ? '        net.weight.grad += slope(net.weight, STRENGTH)\n' : ''}        optimizer.step()${rule.hasAfter ? '\n        net.weight.copy_(after(net.weight, RATE, STRENGTH))' : ''}

w = net.weight.detach()
zero = w == 0
norms = w.norm(dim=1).tolist()
test_loss, accuracy = (math.nan, math.nan) if diverged else evaluate(net, test_images, test_labels)
summary = {
    "weights": norms,
    "exactZeros": zero.sum().item(),
    "nearZeros": (~zero & (w.abs() < 1e-3)).sum().item(),
    "exactZeroFraction": zero.double().mean().item(),
    "validationLoss": test_loss,
    "validationAccuracy": accuracy,
    "trainLoss": [a + b for a, b in zip(losses, penalties)],
    "dataLoss": losses,
    "penaltyLoss": penalties,
    "maxUnitNorm": max(norms),
    "unusedPixelFraction": zero.all(dim=0).double().mean().item(),
    "diverged": diverged,
}`,
    printSummary,
  );
};
