/** The same race in PyTorch: in the plane with the step written out, with the image net by `torch.optim`. */
import { gradientStep, heWeights, imports, printSummary, trainingOnImages } from '#src/code/blocks.ts';
import { literal, type PyTorchScript, script } from '#src/code/python.ts';
import type { Method } from '#src/nn/quadratic-descent.ts';
import { type Config, LOSS_MARKS, racing, SMOOTHING, settingsOf } from './config.ts';
import { sliceScript } from './pytorch-slice.ts';
import { pytorchWords } from './pytorch-words.ts';

/** `RACERS`: learning rate, momentum, and how far ahead of x the gradient is taken, as a multiple of v. */
export const racers = (config: Config): string => {
  const ahead = (method: Method, momentum: number) => (method === 'nesterov' ? momentum : 0);
  const lines = racing(config).map((method) => {
    const { rate, momentum } = settingsOf(config, method);
    return `    "${method}": (${[rate, momentum, ahead(method, momentum)].map(literal).join(', ')}),`;
  });
  return ['RACERS = {', ...lines, '}'].join('\n');
};

const surfaces = {
  quadratic: ({ conditionNumber }: Config) => ({
    formula: `(x**2 + ${literal(conditionNumber)} * y**2) / 2`,
    minima: '[[0.0, 0.0]]',
  }),
  valley: () => ({ formula: '((1 - x) ** 2 + 10 * (y - x**2) ** 2) / 2', minima: '[[1.0, 1.0]]' }),
  saddle: () => ({ formula: '(x**2 - 1) ** 2 / 4 + 20 * y**2 / 2', minima: '[[1.0, 0.0], [-1.0, 0.0]]' }),
} as const;

export const pytorch: PyTorchScript<Config> = (config, locale) => {
  const { surface } = config;
  if (surface === 'images') return imagesScript(config, locale);
  if (surface === 'slice') return sliceScript(config, locale, racers(config));
  const note = pytorchWords[locale];
  const { formula, minima } = surfaces[surface](config);
  return script(
    `"""${note.plane}"""`,
    `import json
import math
import sys

import torch
from torch.autograd.functional import hessian

torch.set_default_dtype(torch.double)`,
    `# ${note.racers}
${racers(config)}
START = torch.tensor(${literal([config.startX, config.startY])}, dtype=torch.double)
MINIMA = torch.tensor(${minima})
MOST_STEPS = 200_000
# ${note.range}
RANGE = 1e-140 if not MINIMA.any() else 1e-12`,
    `
def f(place):
    x, y = place
    return ${formula}`,
    `
def slope_at(place):
    place = place.detach().requires_grad_()
    (slope,) = torch.autograd.grad(f(place), place)
    return slope`,
    `
def distance(place):
    return (place - MINIMA).norm(dim=1).min().item()`,
    `
def walk(rate, momentum, ahead):
    """${note.walk}"""
    x, v = START, torch.zeros(2)
    first = now = farthest = distance(x)
    steps, logs, to_tolerance = [], [], -1
    for step in range(1, MOST_STEPS + 1):
        v = momentum * v - rate * slope_at(x + ahead * v)
        x = x + v
        before, now = now, distance(x)
        farthest = max(farthest, now)
        if to_tolerance < 0 and now < 1e-6 * first:
            to_tolerance = step
        if now == 0 and before == 0:  # ${note.there}
            break
        if 0 < now < math.inf:
            steps.append(step)
            logs.append(math.log(now))
        if 0 < now < RANGE * first or not now < first / 1e-140:
            break
        if to_tolerance > 0 and step >= 3 * max(to_tolerance, 3000):
            break
    # ${note.slope}
    half = next((i for i, step in enumerate(steps) if step >= steps[-1] / 2), 0)
    t, y = torch.tensor(steps[half:]).double(), torch.tensor(logs[half:])
    t = t - t.mean()
    rate_of_shrinking = ((t * y).sum() / (t * t).sum()).exp().item() if len(steps) > 1 else 0.0
    return to_tolerance, rate_of_shrinking, not farthest < 1e9 * first`,
    `
def theory_rate(rate, momentum, ahead):
    """${note.theory}"""
    sizes = []
    for curvature in CURVATURES:
        keep = momentum - rate * curvature * ahead
        matrix = torch.tensor([[1 - rate * curvature, keep], [-rate * curvature, keep]])
        sizes.append(torch.linalg.eigvals(matrix).abs().max().item())
    return max(sizes)`,
    `if not slope_at(START).any():
    sys.exit("${note.atRest}")
CURVATURES = torch.linalg.eigvalsh(hessian(f, MINIMA[0])).tolist()
summary = {}
for name, (rate, momentum, ahead) in RACERS.items():
    to_tolerance, measured, diverged = walk(rate, momentum, ahead)
    summary[f"{name}StepsToTolerance"] = to_tolerance
    summary[f"{name}Rate"] = measured
    summary[f"{name}TheoryRate"] = theory_rate(rate, momentum, ahead)
    summary[f"{name}LearningRate"] = rate
    summary[f"{name}Momentum"] = momentum
    # ${note.limit}
    summary[f"{name}Limit"] = 2 * (1 + momentum) / (1 + 2 * ahead) / CURVATURES[-1]
    summary[f"{name}Diverged"] = diverged`,
    printSummary,
  );
};

const imagesScript: PyTorchScript<Config> = (config, locale) => {
  const note = pytorchWords[locale];
  const lines = racing(config).map((method) => {
    const { rate, momentum } = settingsOf(config, method);
    const nesterov = method === 'nesterov' && momentum > 0 ? ', nesterov=True' : '';
    return `    "${method}": dict(lr=${literal(rate)}, momentum=${literal(momentum)}${nesterov}),`;
  });
  return script(
    `"""${note.images}"""`,
    imports(),
    [
      `SEED = ${config.seed}`,
      `STEPS = ${config.steps}`,
      'BATCH_SIZE = 100',
      'RACERS = {',
      ...lines,
      '}',
    ].join('\n'),
    ...trainingOnImages(heWeights, locale),
    `
def train(settings):
    torch.manual_seed(SEED)  # ${note.same}
    net = nn.Sequential(dense(784, 100), nn.ReLU(), dense(100, 10))
    optimizer = torch.optim.SGD(net.parameters(), **settings)
    losses = []
    for _, rows in zip(range(STEPS), batches(len(images), BATCH_SIZE)):
${gradientStep(locale, 8)}
            return [*losses, math.nan]
        losses.append(loss.item())
        optimizer.step()
    return losses`,
    `
def steps_below(losses, mark):
    """${note.below}"""
    for step in range(${SMOOTHING}, len(losses) + 1):
        if sum(losses[step - ${SMOOTHING} : step]) / ${SMOOTHING} < mark:
            return step
    return -1`,
    `images, labels = fashion_mnist("train", 5000)
summary = {}
for name, settings in RACERS.items():
    losses = train(settings)
    summary[f"{name}TrainLoss"] = losses
    summary[f"{name}StepsToLoss"] = [steps_below(losses, mark) for mark in ${literal(LOSS_MARKS)}]
    summary[f"{name}LearningRate"] = settings["lr"]
    summary[f"{name}Momentum"] = settings["momentum"]
    summary[f"{name}Diverged"] = math.isnan(losses[-1])`,
    printSummary,
  );
};
