/** The same training in PyTorch. */
import {
  evaluate,
  gradientStep,
  heWeights,
  imports,
  printSummary,
  trainingOnImages,
} from '#src/code/blocks.ts';
import { literal, type PyTorchScript, script } from '#src/code/python.ts';
import type { Translated } from '#src/i18n.ts';
import type { Config } from './config.ts';

const words: Translated<{
  what: string;
  counts: string;
  noise: string;
  scaling: string;
  carlo: string;
}> = {
  en: {
    what: 'Do not memorise the wrong labels: 784-256-256-10 with dropout, some labels drawn anew.',
    counts: 'Counts what the masks of training keep.',
    noise: 'this share of the labels, drawn anew: one in ten is right all the same',
    scaling: 'one pass with all units',
    carlo: 'the mean of the softmax over 1, 2, ... passes with random masks',
  },
  'zh-cn': {
    what: '别记住错误的标签：784-256-256-10，带 dropout，一部分标签重新抽过。',
    counts: '统计训练时的掩码保留了多少。',
    noise: '这个比例的标签重新抽取，其中仍有十分之一碰巧是对的',
    scaling: '用全部神经元前向一次',
    carlo: '用随机掩码前向 1、2、……次，softmax 的平均',
  },
};

export const pytorch: PyTorchScript<Config> = (config, locale) => {
  const note = words[locale];
  return script(
    `"""${note.what}"""`,
    imports(),
    `torch.manual_seed(${config.seed})`,
    ...trainingOnImages(heWeights, locale),
    evaluate(locale),
    `
class Dropout(nn.Dropout):
    """${note.counts}"""

    kept = passes = 0

    def forward(self, x):
        mask = super().forward(torch.ones_like(x))
        if self.training:
            self.kept += (mask > 0).double().mean().item()
            self.passes += 1
        return x * mask`,
    `images, true_labels = fashion_mnist("train", ${config.images})
test_images, test_labels = fashion_mnist("test", 2000)
# ${note.noise}
noisy = torch.randperm(len(images))[: round(${literal(config.labelNoise)} * len(images))]
labels = true_labels.clone()
labels[noisy] = torch.randint(10, noisy.shape)

net = nn.Sequential(
    Dropout(${literal(config.inputDropRate)}), dense(784, 256), nn.ReLU(),
    Dropout(${literal(config.dropRate)}), dense(256, 256), nn.ReLU(),
    Dropout(${literal(config.dropRate)}), dense(256, 10),
)
optimizer = torch.optim.SGD(net.parameters(), lr=0.02, momentum=0.9)
summary = {"trainAccuracy": [], "testAccuracy": [], "testLoss": []}
diverged = False
steps = len(images) // 50
for step, rows in zip(range(${config.epochs} * steps), batches(len(images), 50)):
${gradientStep(locale)}
        diverged = True
        break
    optimizer.step()
    if (step + 1) % steps == 0:
        summary["trainAccuracy"].append(evaluate(net, images[:1000], labels[:1000])[1])
        loss, accuracy = evaluate(net, test_images, test_labels)
        summary["testAccuracy"].append(accuracy)
        summary["testLoss"].append(loss)
kept = [layer.kept / layer.passes for layer in net if isinstance(layer, Dropout)]

# ${note.scaling}
images, answers = test_images[:1000], test_labels[:1000]
summary["weightScalingLoss"], summary["weightScalingAccuracy"] = evaluate(net, images, answers)
# ${note.carlo}
total, losses, accuracies = 0, [], []
with torch.no_grad():
    for passes in range(1, 51):
        total = total + net(images).softmax(1)
        mine = total[range(1000), answers] / passes
        losses.append(-mine.clamp(min=1e-30).log().mean().item())
        accuracies.append((total.argmax(1) == answers).double().mean().item())
summary["monteCarloAccuracy"] = accuracies
summary["monteCarloLoss"] = losses
summary["maskKeptFraction"] = kept
summary["wrongLabelFraction"] = (labels != true_labels).double().mean().item()
summary["diverged"] = diverged`,
    printSummary,
  );
};
