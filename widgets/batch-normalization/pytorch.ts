/** The same nets in PyTorch, with batch norm and without. */
import {
  evaluate,
  gradientStep,
  imports,
  ownVariances,
  printSummary,
  trainingOnImages,
} from '#src/code/blocks.ts';
import { literal, type PyTorchScript, script } from '#src/code/python.ts';
import type { Translated } from '#src/i18n.ts';
import type { Config } from './config.ts';

const words: Translated<{
  what: string;
  same: string;
  judge: string;
  shape: string;
  unit: string;
}> = {
  en: {
    what: 'Initialise it badly: six hidden layers of 100 units, with batch norm before each ReLU or without.',
    same: 'the same weights and mini-batches with and without',
    judge: 'Accuracy with the statistics of each batch, in batches as large as in training.',
    shape: 'Mean, standard deviation, skewness, excess kurtosis of each column.',
    unit: 'before training: the most skewed unit of the first layer, over 1,000 images',
  },
  'zh-cn': {
    what: '故意初始化得很糟：六个隐藏层，每层 100 个神经元，ReLU 之前有或没有批归一化。',
    same: '有和没有批归一化，用相同的权重和小批量',
    judge: '用每个批次自己的统计量时的准确率，批次与训练时一样大。',
    shape: '每一列的均值、标准差、偏度、超额峰度。',
    unit: '训练之前：第一层里偏度最大的神经元，用 1000 张图统计',
  },
};

export const pytorch: PyTorchScript<Config> = (config, locale) => {
  const note = words[locale];
  const affine = config.affine ? '' : ', affine=False';
  const both = config.compare;
  const anywhere = config.batchNorm || both;
  const name = (prefix: boolean, key: string) =>
    prefix ? `"other${key[0]?.toUpperCase()}${key.slice(1)}"` : `"${key}"`;
  const results = (other: boolean) => `
net, losses, diverged = train(${literal(config.batchNorm !== other)})
accuracy = math.nan if diverged else evaluate(net, test_images, test_labels)[1]
summary[${name(other, 'trainLoss')}] = losses
summary[${name(other, 'diverged')}] = diverged
summary[${name(other, 'validationAccuracy')}] = accuracy
summary[${name(other, 'validationAccuracyBatchStatistics')}] = ${
    config.batchNorm !== other ? 'math.nan if diverged else batch_accuracy(net)' : 'accuracy'
  }`;
  return script(
    `"""${note.what}"""`,
    imports(),
    `SEED = ${config.seed}
BATCH_SIZE = ${config.batchSize}
STEPS = ${config.steps}
EPSILON = ${literal(config.epsilon)}`,
    ...trainingOnImages({ name: config.init, scale: config.initScale }, locale),
    evaluate(locale),
    `
def create(batch_norm):
    torch.manual_seed(SEED)  # ${note.same}
    layers, inputs = [], 784
    for _ in range(6):
        norm = [nn.BatchNorm1d(100, eps=EPSILON${affine})] if batch_norm else []
        layers += [dense(inputs, 100), *norm, nn.ReLU()]
        inputs = 100
    return nn.Sequential(*layers, dense(inputs, 10))`,
    `
def train(batch_norm):
    net = create(batch_norm)
    optimizer = torch.optim.SGD(net.parameters(), lr=${literal(config.learningRate)})
    losses = []
    for _, rows in zip(range(STEPS), batches(len(images), BATCH_SIZE)):
${gradientStep(locale, 8)}
            return net, [*losses, math.nan], True
        losses.append(loss.item())
        optimizer.step()
${ownVariances('STEPS', 'BATCH_SIZE', locale, 4)}
    return net, losses, False`,
    anywhere &&
      `
@torch.no_grad()
def batch_accuracy(net):
    """${note.judge}"""
    rows = torch.randperm(2000)[: BATCH_SIZE * min(500, 2000 // BATCH_SIZE)].view(-1, BATCH_SIZE)
    right = [(net(test_images[batch]).argmax(1) == test_labels[batch]).sum().item() for batch in rows]
    return sum(right) / rows.numel()`,
    `
def shapes(x):
    """${note.shape}"""
    mean, std = x.mean(0), x.std(0, correction=0)
    z = (x - mean) / std
    return mean, std, (z**3).mean(0), (z**4).mean(0) - 3`,
    `images, labels = fashion_mnist("train", 5000)
test_images, test_labels = fashion_mnist("test", 2000)
summary = {}

# ${note.unit}
z = create(False)[0](images[:1000]).detach().double()
unit = shapes(z)[2].abs().argmax().item()
width = (z[:, unit].var(correction=0) + EPSILON).sqrt().item()
columns = {"preActivation": z, "normalized": (z - z.mean(0)) / (z.var(0, correction=0) + EPSILON).sqrt()}
for name, values in columns.items():
    for key, value in zip(["Mean", "Std", "Skew", "Kurtosis"], shapes(values)):
        summary[name + key] = value[unit].item()
summary["identityGamma"] = width
summary["identityBeta"] = summary["preActivationMean"]
${results(false)}${both ? `\n${results(true)}` : ''}`,
    printSummary,
  );
};
