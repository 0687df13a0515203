/** The same program in PyTorch, with the same bug. */
import {
  batches,
  divergedRemark,
  fashionMnist,
  finiteness,
  imports,
  printSummary,
} from '#src/code/blocks.ts';
import { indented, literal, type PyTorchScript, script } from '#src/code/python.ts';
import type { Translated } from '#src/i18n.ts';
import { type Bug, bugs, type Config, setups } from './config.ts';

const words: Translated<{ what: string; hidden: string; judge: string; random: string }> = {
  en: {
    what: 'Can it memorise? One hidden layer on a few images of Fashion-MNIST.',
    hidden: 'one of these bugs, by the seed; printing BUG would tell',
    judge: 'How many of the images are taken for what their labels say.',
    random: 'labels that know nothing of the picture',
  },
  'zh-cn': {
    what: '背得下来吗？一个隐藏层的网络，几张 Fashion-MNIST 的图。',
    hidden: '由种子决定是其中哪个错误；打印 BUG 就能知道',
    judge: '多少张图的预测与标签一致。',
    random: '与图毫无关系的标签',
  },
};

export const pytorch: PyTorchScript<Config> = (config, locale) => {
  const note = words[locale];
  const { hiddenUnits, learningRate, momentum, batchSize, epochs } = setups[config.images];
  const isHidden = config.bug === 'hidden';
  /** The line where the program has the bug, the other where not, and a question where nobody is to know. */
  const where = (bug: Bug, line: string, otherwise = ''): string | undefined => {
    if (isHidden) return `if BUG == "${bug}":\n    ${line}${otherwise ? `\nelse:\n    ${otherwise}` : ''}`;
    return (config.bug === bug ? line : otherwise) || undefined;
  };
  const lines = (...all: readonly (string | undefined)[]) => all.filter((one) => one).join('\n');
  return script(
    `"""${note.what}"""`,
    imports(),
    lines(
      `SEED = ${config.seed}`,
      isHidden ? `# ${note.hidden}` : undefined,
      isHidden
        ? `BUG = ${literal(bugs.slice(1))}[(SEED * 0x9E3779B1 % 2**32 >> 16) % ${bugs.length - 1}]`
        : undefined,
      'torch.manual_seed(SEED)',
    ),
    fashionMnist(locale),
    batches(locale),
    `
def dense(inputs, outputs):
    layer = nn.Linear(inputs, outputs)
${indented(
  lines(
    where(
      'zero-init',
      'nn.init.zeros_(layer.weight)',
      'nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")',
    ),
  ),
)}
    nn.init.zeros_(layer.bias)
    return layer`,
    finiteness(locale),
    lines(
      `images, labels = fashion_mnist("train", ${config.images})`,
      config.labels === 'random' ? `labels = torch.randint(10, labels.shape)  # ${note.random}` : undefined,
      'taught = labels',
      where('off-by-one', 'taught = (labels + 1) % 10'),
      `net = nn.Sequential(dense(784, ${hiddenUnits}), nn.ReLU(), dense(${hiddenUnits}, 10))`,
      where('tiny-rate', 'rate = 1e-6', `rate = ${literal(learningRate)}`),
      `optimizer = torch.optim.SGD(net.parameters(), lr=rate, momentum=${literal(momentum)})`,
    ),
    `
def right():
    """${note.judge}"""
    return (net(images).argmax(1) == labels).sum().item()`,
    `losses, rights, diverged = [], [right()], False
steps = len(images) // ${batchSize}
for step, rows in zip(range(${epochs} * steps), batches(len(images), ${batchSize})):
    targets = taught[rows]
${indented(
  lines(
    where('shuffle', `targets = taught[step % steps * ${batchSize} :][:${batchSize}]`),
    `loss = F.cross_entropy(net(images[rows]), targets)
optimizer.zero_grad()
loss.backward()`,
    where('sign', 'net[0].weight.grad.neg_()'),
    `if not is_finite(loss, net):${divergedRemark(locale)}
    losses, diverged = [*losses, math.nan], True
    break
losses.append(loss.item())
optimizer.step()
if (step + 1) % steps == 0:
    rights.append(right())`,
  ),
)}

summary = {
    "trainLoss": losses,
    "trainAccuracy": [count / len(images) for count in rights],
    "epochsToFit": rights.index(len(images)) if len(images) in rights else -1,
    "diverged": diverged,
}`,
    printSummary,
  );
};
