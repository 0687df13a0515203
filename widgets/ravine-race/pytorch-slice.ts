/** The race on a slice through the loss of the image net, in PyTorch: the slice is differentiated as it stands. */
import { batches, dense, fashionMnist, heWeights, imports, printSummary } from '#src/code/blocks.ts';
import { literal, script } from '#src/code/python.ts';
import type { Locale } from '#src/i18n.ts';
import type { Config } from './config.ts';
import { pytorchWords } from './pytorch-words.ts';

export function sliceScript(config: Config, locale: Locale, racers: string): string {
  const note = pytorchWords[locale];
  return script(
    `"""${note.slice}"""`,
    `${imports()}
from torch.func import functional_call
from torch.nn.utils import parameters_to_vector`,
    `STEPS = ${config.steps}
START = ${literal([config.startX, config.startY])}
# ${note.racers}
${racers}
torch.manual_seed(${config.seed})`,
    fashionMnist(locale),
    batches(locale),
    dense(heWeights),
    `images, labels = fashion_mnist("train", 5000)
net = nn.Sequential(dense(784, 100), nn.ReLU(), dense(100, 10))
first = parameters_to_vector(net.parameters()).detach()
optimizer = torch.optim.SGD(net.parameters(), lr=0.02, momentum=0.9, nesterov=True)
for _, rows in zip(range(100), batches(len(images), 100)):
    optimizer.zero_grad()
    F.cross_entropy(net(images[rows]), labels[rows]).backward()
    optimizer.step()
centre = parameters_to_vector(net.parameters()).detach()`,
    `
def loss_at(weights):
    """${note.lossAt}"""
    pieces = weights.split([p.numel() for p in net.parameters()])
    named = {name: piece.view_as(p) for (name, p), piece in zip(net.named_parameters(), pieces)}
    return F.cross_entropy(functional_call(net, named, images[:200]), labels[:200])`,
    `
def gradient_at(weights):
    weights = weights.requires_grad_()
    (gradient,) = torch.autograd.grad(loss_at(weights), weights)
    return gradient`,
    `along = (centre - first) / 2`,
    `
def across(direction):
    """${note.across}"""
    rest = direction - (direction @ along) / (along @ along) * along
    return rest / rest.norm()`,
    `# ${note.power}
here = gradient_at(centre.clone())
steepest = across(here)
for _ in range(12):
    steepest = across(gradient_at(centre + 0.05 * steepest) - here)
steepest = steepest * along.norm()`,
    `
def f(place):
    return loss_at(centre + place[0] * along + place[1] * steepest)`,
    `
def walk(rate, momentum, ahead):
    x, v = torch.tensor(START, dtype=torch.float), torch.zeros(2)
    path, losses = [x.tolist()], [f(x).item()]
    for _ in range(STEPS):
        place = (x + ahead * v).detach().requires_grad_()
        (slope,) = torch.autograd.grad(f(place), place)
        v = momentum * v - rate * slope / (along @ along)  # ${note.unit}
        x = x + v
        path.append(x.tolist())
        losses.append(f(x).item())
    return path, losses`,
    `summary = {"pathSteps": list(range(0, STEPS + 1, 10))}
for name, (rate, momentum, ahead) in RACERS.items():
    path, losses = walk(rate, momentum, ahead)
    summary[f"{name}Path"] = [coordinate for place in path[::10] for coordinate in place]
    summary[f"{name}TrainLoss"] = losses[::10]
    summary[f"{name}LearningRate"] = rate
    summary[f"{name}Momentum"] = momentum
    summary[f"{name}Diverged"] = not math.isfinite(losses[-1])`,
    printSummary,
  );
}
