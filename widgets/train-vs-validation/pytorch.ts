/** The same training in PyTorch. */
import {
  batches,
  decayed,
  dense,
  denseStack,
  evaluate,
  fashionMnist,
  heWeights,
  imports,
  printSummary,
} from '#src/code/blocks.ts';
import { literal, type PyTorchScript, script } from '#src/code/python.ts';
import type { Translated } from '#src/i18n.ts';
import type { Config } from './config.ts';

const words: Translated<{ what: string; decay: string; penalty: string }> = {
  en: {
    what: 'Mind the gap: one hidden layer, judged after each epoch on images that it knows and on others.',
    decay: 'weight_decay is the gradient of half its value times the squared weights',
    penalty: 'what the penalty adds to the loss',
  },
  'zh-cn': {
    what: '盯住差距：一个隐藏层的网络，每轮之后分别用见过的图和没见过的图来评判。',
    decay: 'weight_decay 就是“它的一半乘以权重平方和”的梯度',
    penalty: '惩罚项给损失加上的部分',
  },
};

export const pytorch: PyTorchScript<Config> = (config, locale) => {
  const note = words[locale];
  return script(
    `"""${note.what}"""`,
    imports(),
    `torch.manual_seed(${config.seed})
STRENGTH = ${literal(config.l2)}`,
    fashionMnist(locale),
    batches(locale),
    dense(heWeights),
    evaluate(locale),
    `images, labels = fashion_mnist("train", ${config.images})
test_images, test_labels = fashion_mnist("test", 2000)
net = nn.Sequential(${denseStack([784, config.hiddenUnits, 10], 'nn.ReLU()')})
# ${note.decay}
${decayed('lr=0.02, momentum=0.9')}
order = batches(len(images), 50)
curves = ["trainAccuracy", "validationAccuracy", "trainLoss", "validationLoss", "penaltyLoss"]
summary = {name: [] for name in curves}
for _ in range(${config.epochs}):
    for _ in range(len(images) // 50):
        rows = next(order)
        optimizer.zero_grad()
        F.cross_entropy(net(images[rows]), labels[rows]).backward()
        optimizer.step()
    seen_loss, seen = evaluate(net, images[:2000], labels[:2000])
    unseen_loss, unseen = evaluate(net, test_images, test_labels)
    # ${note.penalty}
    squares = sum(p.square().sum().item() for p in net.parameters() if p.ndim > 1)
    for name, value in zip(curves, [seen, unseen, seen_loss, unseen_loss, STRENGTH / 2 * squares]):
        summary[name].append(value)

losses = summary["validationLoss"]
summary["gap"] = seen - unseen
summary["bestEpoch"] = 1 + losses.index(min(losses))
summary["diverged"] = not all(map(math.isfinite, losses))`,
    printSummary,
  );
};
