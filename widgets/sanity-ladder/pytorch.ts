/** The same checks in PyTorch. */
import {
  decayed,
  denseStack,
  evaluate,
  gradientStep,
  imports,
  printSummary,
  trainingOnImages,
} from '#src/code/blocks.ts';
import { literal, type PyTorchScript, script } from '#src/code/python.ts';
import type { Translated } from '#src/i18n.ts';
import { BATCH_SIZE, type Config, SIZES, TRAINING_STEPS } from './config.ts';

const words: Translated<{
  what: string;
  penalty: string;
  first: string;
  expected: string;
  lengths: string;
  training: string;
}> = {
  en: {
    what: 'Three checks before any long run: the first loss, the penalty, a loss that falls. 784-50-10.',
    penalty: 'STRENGTH / 2 times the squared weights',
    first: 'the first loss, and what theory expects: random logits that know nothing of the label',
    expected: 'Mean cross-entropy of ten independent normal logits of this variance, by sampling.',
    lengths: 'two images stand for all: their squared lengths are the mean minus and plus the spread',
    training: 'training, with data loss and penalty apart; weight_decay is the gradient of the penalty',
  },
  'zh-cn': {
    what: '长时间训练之前的三项检查：最初的损失、惩罚项、损失会不会下降。784-50-10。',
    penalty: 'STRENGTH / 2 乘以权重的平方和',
    first: '最初的损失，以及理论值：随机的 logits 对标签一无所知',
    expected: '十个独立、正态、方差如此的 logits 的平均交叉熵，用抽样来算。',
    lengths: '用两张图代表全部：平方长度取均值减、加标准差',
    training: '训练，数据损失与惩罚项分开记；weight_decay 就是惩罚项的梯度',
  },
};

export const pytorch: PyTorchScript<Config> = (config, locale) => {
  const note = words[locale];
  const [inputs, units, classes] = SIZES;
  const variances =
    config.init === 'he'
      ? `first, second = 2 / ${inputs}, 2 / ${units}`
      : `first = second = ${literal(config.initScale)} ** 2`;
  return script(
    `"""${note.what}"""`,
    imports(),
    `torch.manual_seed(${config.seed})
STRENGTH = ${literal(config.penaltyStrength)}`,
    ...trainingOnImages({ name: config.init, scale: config.initScale }, locale),
    evaluate(locale),
    `
def penalty():
    """${note.penalty}"""
    return STRENGTH / 2 * sum(p.square().sum().item() for p in net.parameters() if p.ndim > 1)`,
    `
def expected_loss(variance):
    """${note.expected}"""
    logits = math.sqrt(variance) * torch.randn(200_000, ${classes}, dtype=torch.double)
    return (logits.logsumexp(1) - logits[:, 0]).mean().item()`,
    `images, labels = fashion_mnist("train", 5000)
net = nn.Sequential(${denseStack(SIZES, 'nn.ReLU()')})

# ${note.first}
initial_loss, _ = evaluate(net, images[:500], labels[:500])
initial_penalty = penalty()
${variances}
lengths = images[:500].double().square().sum(1)
mean, spread = lengths.mean().item(), lengths.std(correction=0).item()
logit_variance = first * 0.5 * ${units} * second
# ${note.lengths}
expected = [expected_loss(logit_variance * length) for length in (mean - spread, mean + spread)]
summary = {
    "initialLoss": initial_loss,
    "expectedInitialLoss": sum(expected) / 2,
    "penaltyLoss": initial_penalty,
    "expectedPenaltyLoss": STRENGTH / 2 * (${inputs * units} * first + ${units * classes} * second),
    "smallLogitLoss": math.log(${classes}) + 0.5 * (1 - 1 / ${classes}) * logit_variance * mean,
    "logitVariance": logit_variance * mean,
}

# ${note.training}
${decayed(`lr=${literal(config.learningRate)}`)}
losses, penalties, diverged = [], [], False
for _, rows in zip(range(${TRAINING_STEPS}), batches(len(images), ${BATCH_SIZE})):
    penalties.append(penalty())
${gradientStep(locale)}
        losses, diverged = [*losses, math.nan], True
        break
    losses.append(loss.item())
    optimizer.step()

last = sum(losses[-20:]) / 20 + sum(penalties[-20:]) / 20
summary["trainLoss"] = losses
summary["trainPenalty"] = penalties
summary["lossFalls"] = not diverged and last < 0.99 * (initial_loss + initial_penalty)
summary["diverged"] = diverged`,
    printSummary,
  );
};
