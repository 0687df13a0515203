/** The same schedules in PyTorch, by `torch.optim.lr_scheduler`. */
import {
  denseStack,
  divergedRemark,
  evaluate,
  gradientStep,
  heWeights,
  imports,
  printSummary,
  trainingOnImages,
} from '#src/code/blocks.ts';
import { literal, type PyTorchScript, script } from '#src/code/python.ts';
import type { Translated } from '#src/i18n.ts';
import { BATCH_SIZE, type Config, PROBLEM, READ_EVERY, TRAINING_IMAGES } from './config.ts';

const words: Translated<{
  quadratic: string;
  images: string;
  floor: string;
  recurrence: string;
  noisy: string;
}> = {
  en: {
    quadratic: 'The noise floor: many runs of gradient descent with noise on (x^2 + 10 y^2) / 2.',
    images: 'The noise floor: 784-100-10 on Fashion-MNIST in mini-batches of 20.',
    floor: 'the floor of a constant rate',
    recurrence: 'Mean loss after each step, exactly: mean and variance of each coordinate.',
    noisy: 'the gradient of the sum of all runs, with noise of standard deviation 1',
  },
  'zh-cn': {
    quadratic: '噪声底：在 (x^2 + 10 y^2) / 2 上多次运行带噪声的梯度下降。',
    images: '噪声底：784-100-10，Fashion-MNIST，每个小批量 20 张图。',
    floor: '学习率不变时的噪声底',
    recurrence: '每一步之后的平均损失，精确值：逐个坐标算均值和方差。',
    noisy: '所有运行之和的梯度，加上标准差为 1 的噪声',
  },
};

function scheduler({ schedule, factor, every, decay, steps }: Config): string {
  const schedulers = {
    constant: () => 'ConstantLR(optimizer, factor=1)',
    step: () => `StepLR(optimizer, step_size=${every}, gamma=${literal(factor)})`,
    exponential: () => `ExponentialLR(optimizer, gamma=math.exp(-${literal(decay)}))`,
    inverse: () => `LambdaLR(optimizer, lambda t: 1 / (1 + ${literal(decay)} * t))`,
    cosine: () => `CosineAnnealingLR(optimizer, T_max=${steps})`,
  } satisfies Record<Config['schedule'], () => string>;
  return `scheduler = torch.optim.lr_scheduler.${schedulers[schedule]()}`;
}

const falls = ({ schedule }: Config) =>
  schedule === 'step' ? 'sum(b < a for a, b in zip(rates, rates[1:]))' : '0';

export const pytorch: PyTorchScript<Config> = (config, locale) =>
  config.problem === 'images' ? imagesScript(config, locale) : quadraticScript(config, locale);

const quadraticScript: PyTorchScript<Config> = (config, locale) => {
  const note = words[locale];
  const { eigenvalues, start } = PROBLEM;
  return script(
    `"""${note.quadratic}"""`,
    `import json
import math

import torch

torch.set_default_dtype(torch.double)
torch.manual_seed(${config.seed})`,
    `CURVATURES = torch.tensor([${eigenvalues.map((one) => one.toFixed(1)).join(', ')}])
RATE = ${literal(config.initialRate)}
STEPS = ${config.steps}
RUNS = ${config.runs}`,
    `
def expected_losses(rates):
    """${note.recurrence}"""
    mean, variance, losses = torch.full((2,), ${start}.0), torch.zeros(2), []
    for rate in rates:
        shrink = 1 - rate * CURVATURES
        mean = shrink * mean
        variance = shrink**2 * variance + rate**2
        losses.append((CURVATURES * (mean**2 + variance)).sum().item() / 2)
    return losses`,
    `
def mean_of_last(losses):
    return sum(losses[-50:]) / len(losses[-50:])`,
    `x = torch.full((RUNS, 2), ${start}.0, requires_grad=True)
optimizer = torch.optim.SGD([x], lr=RATE)
${scheduler(config)}
rates, losses = [], []
for _ in range(STEPS):
    rates.append(scheduler.get_last_lr()[0])
    # ${note.noisy}
    x.grad = CURVATURES * x.detach() + torch.randn(RUNS, 2)
    optimizer.step()
    scheduler.step()
    loss = (CURVATURES * x.detach() ** 2).sum().item() / (2 * RUNS)
    losses.append(loss if math.isfinite(loss) else math.nan)
    if math.isnan(losses[-1]):${divergedRemark(locale)}
        break

# ${note.floor}
stable = RATE < 2 / CURVATURES.max()
summary = {
    "learningRate": rates,
    "meanLoss": losses,
    "finalLoss": mean_of_last(losses),
    "theoryFloor": (RATE / 2 / (2 - RATE * CURVATURES)).sum().item() if stable else math.inf,
    "expectedFinalLoss": mean_of_last(expected_losses(rates)),
    "finalRate": rates[-1],
    "fallCount": ${falls(config)},
    "diverged": not mean_of_last(losses) <= ${eigenvalues.reduce((sum: number, one) => sum + (one / 2) * start ** 2, 0)},
}`,
    printSummary,
  );
};

const imagesScript: PyTorchScript<Config> = (config, locale) => {
  const note = words[locale];
  return script(
    `"""${note.images}"""`,
    imports(),
    `torch.manual_seed(${config.seed})
STEPS = ${config.steps}`,
    ...trainingOnImages(heWeights, locale),
    evaluate(locale),
    `images, labels = fashion_mnist("train", ${TRAINING_IMAGES})
test_images, test_labels = fashion_mnist("test", 2000)
net = nn.Sequential(${denseStack([784, 100, 10], 'nn.ReLU()')})
optimizer = torch.optim.SGD(net.parameters(), lr=${literal(config.initialRate)})
${scheduler(config)}
rates, losses, test_losses, accuracies, diverged = [], [], [], [], False
for step, rows in zip(range(1, STEPS + 1), batches(len(images), ${BATCH_SIZE})):
    rates.append(scheduler.get_last_lr()[0])
${gradientStep(locale)}
        diverged = True
        for values in (losses, test_losses, accuracies):
            values.append(math.nan)
        break
    optimizer.step()
    scheduler.step()
    if step % ${READ_EVERY} == 0 or step == STEPS:
        losses.append(evaluate(net, images[:2000], labels[:2000])[0])
        loss, accuracy = evaluate(net, test_images, test_labels)
        test_losses.append(loss)
        accuracies.append(accuracy)`,
    `
def mean_of_last(values):
    return sum(values[-5:]) / len(values[-5:])`,
    `summary = {
    "learningRate": rates,
    "meanLoss": losses,
    "finalLoss": mean_of_last(losses),
    "finalRate": rates[-1],
    "fallCount": ${falls(config)},
    "validationLoss": test_losses,
    "validationAccuracy": accuracies,
    "finalValidationLoss": mean_of_last(test_losses),
    "finalValidationAccuracy": mean_of_last(accuracies),
    "diverged": diverged,
}`,
    printSummary,
  );
};
