/** The same net in PyTorch. */
import {
  denseStack,
  evaluate,
  gradientStep,
  imports,
  printSummary,
  trainingOnImages,
} from '#src/code/blocks.ts';
import { literal, type PyTorchScript, script } from '#src/code/python.ts';
import type { Translated } from '#src/i18n.ts';
import type { Config } from './config.ts';

const words: Translated<{ what: string; distances: string }> = {
  en: {
    what: 'Do the hidden units become different from one another? 784-32-10, tanh, Fashion-MNIST.',
    distances: 'between the incoming weights of every two hidden units',
  },
  'zh-cn': {
    what: '隐藏神经元会变得各不相同吗？784-32-10，tanh，Fashion-MNIST。',
    distances: '每两个隐藏神经元输入权重之间的距离',
  },
};

const initializers = { zero: 'zero', constant: 'constant', random: 'gaussian' } as const;

export const pytorch: PyTorchScript<Config> = (config, locale) => {
  const { what, distances } = words[locale];
  return script(
    `"""${what}"""`,
    imports(),
    `torch.manual_seed(${config.seed})`,
    ...trainingOnImages({ name: initializers[config.init], scale: config.value }, locale),
    evaluate(locale),
    `images, labels = fashion_mnist("train", 5000)
net = nn.Sequential(${denseStack([784, 32, 10], 'nn.Tanh()')})
optimizer = torch.optim.SGD(net.parameters(), lr=${literal(config.learningRate)})
losses, largest, diverged = [], 0.0, False
for _, rows in zip(range(${config.steps}), batches(len(images), 100)):
${gradientStep(locale)}
        losses, diverged = [*losses, math.nan], True
        break
    losses.append(loss.item())
    largest = max(largest, *(net[i].weight.grad.abs().max().item() for i in (0, 2)))
    optimizer.step()

# ${distances}
weights = net[0].weight.detach().double()
distances = torch.cdist(weights, weights, compute_mode="donot_use_mm_for_euclid_dist")
test_loss, accuracy = (math.nan, math.nan) if diverged else evaluate(net, *fashion_mnist("test", 2000))
summary = {
    "weightGradientMaxAbs": largest,
    "unitDistanceMax": distances.max().item(),
    "trainLoss": losses,
    "validationLoss": test_loss,
    "validationAccuracy": accuracy,
    "diverged": diverged,
}`,
    printSummary,
  );
};
