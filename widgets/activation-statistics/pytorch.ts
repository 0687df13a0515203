/** The same net at initialisation in PyTorch, measured layer by layer. */
import { fill, printSummary } from '#src/code/blocks.ts';
import { literal, type PyTorchScript, script } from '#src/code/python.ts';
import type { Translated } from '#src/i18n.ts';
import type { Config } from './config.ts';

const words: Translated<{
  what: string;
  kept: string;
  upstream: string;
  zero: string;
  theory: string;
  grid: string;
}> = {
  en: {
    what: 'What reaches layer ten? A deep net at initialisation, measured layer by layer, both ways.',
    kept: 'z before batch norm, and h, of every layer',
    upstream: 'the gradient that arrives at the last layer is N(0, 1)',
    zero: 'where the slope, computed from h in float32, is exactly zero',
    theory: 'Mean-field theory: mean and std of h, and std of dL/dh, as the width grows.',
    grid: 'E f(Z) for Z ~ N(0, 1), by the midpoint rule',
  },
  'zh-cn': {
    what: '传到第十层还剩什么？刚初始化的深层网络，前向、反向，一层一层地量。',
    kept: '每一层的 z（批归一化之前）和 h',
    upstream: '到达最后一层的梯度服从 N(0, 1)',
    zero: '用 float32 从 h 算出的导数恰好为零的地方',
    theory: '平均场理论：宽度趋于无穷时 h 的均值和标准差，以及 dL/dh 的标准差。',
    grid: '对 Z ~ N(0, 1) 求 E f(Z)：中点法',
  },
};

const modules = { tanh: 'nn.Tanh()', relu: 'nn.ReLU()', sigmoid: 'nn.Sigmoid()' } as const;
const zeroSlopes = { tanh: '1 - h * h == 0', relu: 'h <= 0', sigmoid: 'h * (1 - h) == 0' } as const;
const functions = { tanh: 'torch.tanh', relu: 'torch.relu', sigmoid: 'torch.sigmoid' } as const;
/** σ_w, a weight's standard deviation times √width; none without randomness. */
const sigmas = {
  gaussian: (scale: number) => `${literal(scale)} * math.sqrt(WIDTH)`,
  xavier: () => '1.0',
  he: () => 'math.sqrt(2)',
  constant: () => undefined,
  zero: () => undefined,
} satisfies Record<Config['init'], (scale: number) => string | undefined>;
const slopes = {
  tanh: '1 - torch.tanh(x) ** 2',
  relu: '(x > 0).double()',
  sigmoid: 'torch.sigmoid(x) * (1 - torch.sigmoid(x))',
} as const;

export const pytorch: PyTorchScript<Config> = (config, locale) => {
  const { activation, batchNorm, epsilon } = config;
  const note = words[locale];
  const sigma = sigmas[config.init](config.scale);
  const theory = `
def mean_field():
    """${note.theory}"""
    sigma = ${sigma}  # std(w) * sqrt(WIDTH)
    step = 0.0005
    z = torch.arange(-10, 10, step, dtype=torch.double) + step / 2
    weight = step * torch.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    expect = lambda f: (f * weight).sum().item()  # ${note.grid}
    means, stds, chis, signal = [], [], [], 1.0
    for _ in range(DEPTH):
        variance = sigma**2 * signal
        ${
          batchNorm
            ? `x = math.sqrt(variance / (variance + ${literal(epsilon)})) * z`
            : 'x = math.sqrt(variance) * z'
        }
        h = ${functions[activation]}(x)
        slope = ${slopes[activation]}
        mean, square = expect(h), expect(h * h)
        means.append(mean)
        stds.append(math.sqrt(max(0.0, square - mean**2)))
        chis.append(sigma**2 * expect(slope**2)${batchNorm ? ` / (variance + ${literal(epsilon)})` : ''})
        signal = ${batchNorm ? 'square - mean**2' : 'square'}
    gradients = [1.0]
    for chi in chis[:0:-1]:
        gradients.insert(0, gradients[0] * math.sqrt(chi))
    return means, stds, gradients`;
  return script(
    `"""${note.what}"""`,
    `import json
${sigma ? 'import math\n' : ''}
import torch
from torch import nn`,
    `DEPTH, WIDTH, SAMPLES = ${config.depth}, ${config.width}, ${config.samples}
torch.manual_seed(${config.seed})`,
    `
def dense(inputs, outputs):
    layer = nn.Linear(inputs, outputs, bias=False)
    ${fill({ name: config.init, scale: config.scale })}
    return layer`,
    `phi = ${modules[activation]}
layers = [dense(WIDTH, WIDTH) for _ in range(DEPTH)]
${batchNorm ? `norm = nn.BatchNorm1d(WIDTH, eps=${literal(epsilon)}, affine=False)\n` : ''}
h = torch.randn(SAMPLES, WIDTH)
pre_activations, activations = [], []  # ${note.kept}
for layer in layers:
    z = layer(h)
    h = phi(${batchNorm ? 'norm(z)' : 'z'})
    z.retain_grad()
    h.retain_grad()
    pre_activations.append(z)
    activations.append(h)
(h * torch.randn(SAMPLES, WIDTH)).sum().backward()  # ${note.upstream}`,
    `
def std(x):
    return x.double().std(correction=0).item()`,
    `
def median_abs(x):
    return x.abs().flatten().quantile(0.5).item()`,
    `
def share(condition):
    return condition.double().mean().item()`,
    `hs = [h.detach() for h in activations]
dh = [h.grad for h in activations]
dz = [z.grad for z in pre_activations]
summary = {
    "activationMean": [h.double().mean().item() for h in hs],
    "activationStd": [std(h) for h in hs],
    "zeroFraction": [share(h == 0) for h in hs],
    "saturatedFraction": [share(h.abs() > 0.99) for h in hs],
    "distinctFraction": [len(h.unique()) / h.numel() for h in hs],
    "gradientStd": [std(g) for g in dh],
    "gradientMedianAbs": [median_abs(g) for g in dh],
    "preActivationGradientStd": [std(g) for g in dz],
    "preActivationGradientMedianAbs": [median_abs(g) for g in dz],
    # ${note.zero}
    "zeroDerivativeFraction": [share(${zeroSlopes[activation]}) for h in hs],
    "weightGradientStd": [std(layer.weight.grad / SAMPLES) for layer in layers],
}`,
    sigma !== undefined && theory,
    sigma !== undefined &&
      'summary["theoryMean"], summary["theoryStd"], summary["theoryGradientStd"] = mean_field()',
    printSummary,
  );
};
