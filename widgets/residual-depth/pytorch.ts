/** The same nets in PyTorch. */
import {
  batches,
  divergedRemark,
  fashionMnist,
  finiteness,
  imports,
  printSummary,
} from '#src/code/blocks.ts';
import { literal, type PyTorchScript, script } from '#src/code/python.ts';
import { convNet, denseNet } from '#src/code/residual.ts';
import type { Translated } from '#src/i18n.ts';
import {
  type Config,
  counterpart,
  FINAL_STEPS,
  hasBatchNorm,
  isResidual,
  trainedLayers,
  type Variant,
} from './config.ts';

const words: Translated<{
  what: string;
  same: string;
  plain: string;
  test: string;
  running: string;
}> = {
  en: {
    what: 'Plain against residual: does a deeper net learn the training images worse?',
    same: 'the same weights and mini-batches for both nets',
    plain: 'the same net with its shortcuts, or without them',
    test: 'Share of wrong answers, and mean cross-entropy, on 1,000 test images.',
    running: 'running variances: n / (n - 1) times those of the course, n values of a channel in a batch',
  },
  'zh-cn': {
    what: '普通网络与残差网络：更深的网络，连训练图片也学得更差吗？',
    same: '两个网络用相同的权重和小批量',
    plain: '同样的网络，有捷径连接或没有',
    test: '在 1000 张测试图上答错的比例和平均交叉熵。',
    running: '方差的滑动平均是本课程的 n / (n - 1) 倍，n 是一个批次里每个通道的数值个数',
  },
};

const options = (variant: Variant) => ({
  residual: isResidual(variant),
  batchNorm: hasBatchNorm(variant),
  zeroInitialized: variant === 'residual-zero',
});

export const pytorch: PyTorchScript<Config> = (config, locale) => {
  const note = words[locale];
  const isConv = config.model === 'conv';
  const layers = trainedLayers(config);
  const blocks = (layers - 2) / 2;
  const width = isConv ? config.channels : config.width;
  const other = counterpart[config.variant];
  const net = (variant: Variant) =>
    isConv ? convNet(options(variant), 1, locale) : denseNet(options(variant), locale);
  const results = (prefix: string) => {
    const key = (name: string) =>
      prefix ? `"${prefix}${name[0]?.toUpperCase()}${name.slice(1)}"` : `"${name}"`;
    return `
net, losses, errors, tests, diverged = train()
steps, test_errors, test_losses = [list(values) for values in zip(*tests)] or [[], [], []]
summary[${key('trainLoss')}] = losses
summary[${key('trainError')}] = errors
summary[${key('testStep')}] = steps
summary[${key('testError')}] = test_errors
summary[${key('testLoss')}] = test_losses
summary[${key('finalLoss')}] = sum(losses[-${FINAL_STEPS}:]) / len(losses[-${FINAL_STEPS}:])
summary[${key('parameterCount')}] = sum(p.numel() for p in net.parameters())
summary[${key('diverged')}] = diverged
summary[${key('validationAccuracy')}] = math.nan if diverged else 1 - test_errors[-1]`;
  };
  const [, ...otherBlocks] = net(other); // `he` is there already
  return script(
    `"""${note.what}"""`,
    imports(),
    `SEED = ${config.seed}
STEPS = ${config.steps}
BATCH_SIZE = ${Math.min(config.batchSize, config.images)}`,
    fashionMnist(locale),
    batches(locale),
    finiteness(locale),
    ...net(config.variant),
    `
@torch.no_grad()
def test(net):
    """${note.test}"""
    net.eval()${hasBatchNorm(config.variant) ? `  # ${note.running}` : ''}
    logits = net(test_images)
    net.train()
    wrong = (logits.argmax(1) != test_labels).double().mean().item()
    return wrong, F.cross_entropy(logits, test_labels).item()`,
    `
def train():
    torch.manual_seed(SEED)${config.compare ? `  # ${note.same}` : ''}
    net = create(${width}, ${blocks})
    optimizer = torch.optim.SGD(net.parameters(), lr=${literal(config.learningRate)}, momentum=0.9)
    losses, errors, tests = [], [], []
    for step, rows in zip(range(1, STEPS + 1), batches(len(images), BATCH_SIZE)):
        logits = net(images[rows])
        loss = F.cross_entropy(logits, labels[rows])
        optimizer.zero_grad()
        loss.backward()
        if not is_finite(loss, net):${divergedRemark(locale)}
            return net, [*losses, math.nan], [*errors, math.nan], tests, True
        losses.append(loss.item())
        errors.append((logits.argmax(1) != labels[rows]).double().mean().item())
        optimizer.step()
        if step >= (len(tests) + 1) * STEPS / 8:
            tests.append((step, *test(net)))
    return net, losses, errors, tests, False`,
    `images, labels = fashion_mnist("train", ${config.images})
test_images, test_labels = fashion_mnist("test", 1000)${
      isConv
        ? `
images, test_images = [F.avg_pool2d(x.view(-1, 1, 28, 28), 2) for x in (images, test_images)]`
        : ''
    }
summary = {"layers": ${layers}}`,
    results(''),
    ...(config.compare ? [`# ${note.plain}`, ...otherBlocks, results('other')] : []),
    printSummary,
  );
};
