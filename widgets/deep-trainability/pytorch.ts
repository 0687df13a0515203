/** The same net in PyTorch. */
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
import { type Config, HIDDEN_UNITS } from './config.ts';

const words: Translated<{ what: string }> = {
  en: {
    what: 'Can a net that starts like this be trained at all? Ten hidden layers, Fashion-MNIST.',
  },
  'zh-cn': { what: '这样开始的网络训练得动吗？十个隐藏层，Fashion-MNIST。' },
};

const modules = { tanh: 'nn.Tanh()', relu: 'nn.ReLU()', sigmoid: 'nn.Sigmoid()' } as const;

export const pytorch: PyTorchScript<Config> = (config, locale) => {
  const { what } = words[locale];
  return script(
    `"""${what}"""`,
    imports(),
    `torch.manual_seed(${config.seed})`,
    ...trainingOnImages({ name: config.init, scale: config.scale }, locale),
    evaluate(locale),
    `images, labels = fashion_mnist("train", 5000)
layers, inputs = [], 784
for _ in range(10):
    layers += [dense(inputs, ${HIDDEN_UNITS}), ${config.batchNorm ? `nn.BatchNorm1d(${HIDDEN_UNITS}), ` : ''}${modules[config.activation]}]
    inputs = ${HIDDEN_UNITS}
net = nn.Sequential(*layers, dense(inputs, 10))
optimizer = torch.optim.SGD(net.parameters(), lr=${literal(config.learningRate)})
losses, diverged = [], False
for _, rows in zip(range(${config.steps}), batches(len(images), 100)):
${gradientStep(locale)}
        losses, diverged = [*losses, math.nan], True
        break
    losses.append(loss.item())
    optimizer.step()
${config.batchNorm ? ownVariances(`${config.steps}`, '100', locale) : ''}
test_loss, accuracy = (math.nan, math.nan) if diverged else evaluate(net, *fashion_mnist("test", 2000))
summary = {
    "trainLoss": losses,
    "validationLoss": test_loss,
    "validationAccuracy": accuracy,
    "diverged": diverged,
}`,
    printSummary,
  );
};
