/** The same race in PyTorch. */
import { gradientStep, heWeights, imports, printSummary, trainingOnImages } from '#src/code/blocks.ts';
import { literal, type PyTorchScript, script } from '#src/code/python.ts';
import type { Translated } from '#src/i18n.ts';
import { type Config, RATES, TRAINING_IMAGES } from './config.ts';

const words: Translated<{ what: string; same: string; ratio: string }> = {
  en: {
    what: 'What a learning rate does to the loss: 784-100-10 on Fashion-MNIST, plain gradient descent.',
    same: 'the same weights and mini-batches for every rate',
    ratio: 'what the step is going to change the first layer by, relative to its weights',
  },
  'zh-cn': {
    what: '学习率怎样影响损失：784-100-10 的网络，Fashion-MNIST，普通的梯度下降。',
    same: '每个学习率都用相同的权重和小批量',
    ratio: '这一步对第一层的改变，与它的权重之比',
  },
};

export const pytorch: PyTorchScript<Config> = (config, locale) => {
  const { what, same, ratio } = words[locale];
  const results =
    config.curves === 'one'
      ? `losses, ratios, diverged = train(${literal(config.learningRate)})
summary = {
    "trainLoss": losses,
    "epochLoss": epoch_means(losses),
    "updateRatio": ratios,
    "diverged": diverged,
}`
      : `summary = {}
for i, rate in enumerate(${literal(RATES)}, start=1):
    losses, ratios, diverged = train(rate)
    summary[f"rate{i}TrainLoss"] = losses
    summary[f"rate{i}EpochLoss"] = epoch_means(losses)
    summary[f"rate{i}UpdateRatio"] = ratios
    summary[f"rate{i}Diverged"] = diverged`;
  return script(
    `"""${what}"""`,
    imports(),
    `SEED = ${config.seed}
STEPS = ${config.steps}
BATCH_SIZE = ${config.batchSize}`,
    ...trainingOnImages(heWeights, locale),
    `
def train(rate):
    torch.manual_seed(SEED)  # ${same}
    net = nn.Sequential(dense(784, 100), nn.ReLU(), dense(100, 10))
    optimizer = torch.optim.SGD(net.parameters(), lr=rate)
    losses, ratios = [], []
    for _, rows in zip(range(STEPS), batches(len(images), BATCH_SIZE)):
${gradientStep(locale, 8)}
            return [*losses, math.nan], [*ratios, math.nan], True
        losses.append(loss.item())
        # ${ratio}
        weight = net[0].weight
        ratios.append((rate * weight.grad.norm() / weight.norm()).item())
        optimizer.step()
    return losses, ratios, False`,
    `
def epoch_means(losses):
    steps = len(images) // BATCH_SIZE
    epochs = [losses[i : i + steps] for i in range(0, len(losses), steps)]
    return [sum(epoch) / len(epoch) for epoch in epochs]`,
    `images, labels = fashion_mnist("train", ${TRAINING_IMAGES})`,
    results,
    printSummary,
  );
};
