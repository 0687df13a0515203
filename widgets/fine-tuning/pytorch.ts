/** The same transfer in PyTorch. */
import {
  batches,
  dense,
  evaluate,
  fashionMnist,
  heWeights,
  imports,
  printSummary,
} from '#src/code/blocks.ts';
import { literal, type PyTorchScript, script } from '#src/code/python.ts';
import { transferTasks } from '#src/data/transfer-tasks.ts';
import type { Translated } from '#src/i18n.ts';
import { type Config, STEPS } from './config.ts';

const words: Translated<{
  what: string;
  noModel: string;
  read: string;
  scaled: string;
  taken: string;
  few: string;
  noise: string;
  head: string;
  strategies: string;
  same: string;
  pretrain: string;
  shift: string;
}> = {
  en: {
    what: 'Borrowed features: 784-128-64-K has learned some classes of Fashion-MNIST and is to learn others.',
    noModel: 'give the folder of the course, public/models, as the second argument',
    read: 'The trained net: for each layer the scale of each unit, its biases, its weights as bytes.',
    scaled: 'weights [inputs, units], a byte times the scale of its unit',
    taken: 'The images of these classes, whose labels become 0, 1, ...',
    few: 'This many images of each class, drawn without replacement.',
    noise: 'noise on every pixel',
    head: 'two hidden layers and a head that starts with the loss of guessing',
    strategies: 'whether the hidden layers are borrowed, and their learning rate',
    same: 'the same head and mini-batches for every strategy',
    pretrain: 'the net to borrow from: fresh noise each time, and a rate that falls once',
    shift: 'how far the first layer has moved',
  },
  'zh-cn': {
    what: '借来的特征：784-128-64-K 学过 Fashion-MNIST 的一些类别，现在要学别的类别。',
    noModel: '请把课程里 public/models 文件夹的路径作为第二个参数',
    read: '训练好的网络：每一层依次是各神经元的比例、偏置，以及写成字节的权重。',
    scaled: '权重 [输入, 神经元]，字节乘以该神经元的比例',
    taken: '这些类别的图，标签改成 0、1、……',
    few: '每个类别抽这么多张图，不放回。',
    noise: '每个像素上的噪声',
    head: '两个隐藏层，以及一个从“瞎猜”的损失开始的输出层',
    strategies: '隐藏层是不是借来的，它们的学习率是多少',
    same: '每种做法都用相同的输出层和小批量',
    pretrain: '借出的网络：每次都加新的噪声，学习率降一次',
    shift: '第一层移动了多远',
  },
};

const readModel = (note: (typeof words)['en'], task: string) => `
MODEL = Path(sys.argv[2] if len(sys.argv) > 2 else "public/models") / "fashion-${task}.bin"
if not MODEL.is_file():
    sys.exit(f"{MODEL}: ${note.noModel}")


def lender():
    """${note.read}"""
    data = bytearray(MODEL.read_bytes())
    count = int.from_bytes(data[8:12], "little")
    sizes = torch.frombuffer(data, dtype=torch.int32, offset=12, count=count + 1).tolist()
    net, at = create(sizes[-1]), 16 + 4 * count
    for layer, inputs, units in zip(net[::2], sizes, sizes[1:]):
        scale, bias = torch.frombuffer(data[at:], dtype=torch.float, count=2 * units).view(2, units)
        at += 8 * units
        codes = torch.frombuffer(data[at:], dtype=torch.int8, count=inputs * units).view(inputs, units)
        at += inputs * units
        with torch.no_grad():  # ${note.scaled}
            layer.weight.copy_((codes * scale).T)
            layer.bias.copy_(bias)
    return net`;

const trainModel = (note: (typeof words)['en'], source: readonly number[]) => `
def lender():
    # ${note.pretrain}
    images, labels = of_classes(*fashion_mnist("train", 5000), ${literal(source)})
    net = create(${source.length})
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, [480])
    for _, rows in zip(range(800), batches(len(images), 100)):
        optimizer.zero_grad()
        F.cross_entropy(net(noisy(images[rows])), labels[rows]).backward()
        optimizer.step()
        scheduler.step()
    return net`;

export const pytorch: PyTorchScript<Config> = (config, locale) => {
  const note = words[locale];
  const { source, target } = transferTasks[config.task];
  const noise = config.task === 'clean' ? 0 : config.noise;
  return script(
    `"""${note.what}"""`,
    imports(['copy', 'gzip', 'json', 'math', 'sys']),
    `torch.manual_seed(${config.seed})`,
    fashionMnist(locale),
    batches(locale),
    dense(heWeights),
    evaluate(locale),
    `
def of_classes(images, labels, classes):
    """${note.taken}"""
    rows = torch.isin(labels, torch.tensor(classes))
    return images[rows], torch.tensor([classes.index(label) for label in labels[rows].tolist()])`,
    `
def few(images, labels, count):
    """${note.few}"""
    rows = [(labels == k).nonzero().flatten() for k in range(${target.length})]
    rows = torch.cat([mine[torch.randperm(len(mine))[:count]] for mine in rows])
    return images[rows], labels[rows]`,
    `
def noisy(images):
    return images + ${literal(noise)} * torch.randn_like(images)  # ${note.noise}`,
    `
def create(classes):
    """${note.head}"""
    net = nn.Sequential(dense(784, 128), nn.ReLU(), dense(128, 64), nn.ReLU(), dense(64, classes))
    nn.init.normal_(net[4].weight, std=0.01)
    return net`,
    config.source === 'own' ? trainModel(note, source) : readModel(note, config.task),
    `# ${note.strategies}
STRATEGIES = {
    "scratch": (False, 0.02),
    "frozen": (True, 0),
    "smallRate": (True, 0.002),
    "full": (True, 0.02),
}
known = lender()
pool = of_classes(*fashion_mnist("train", 2500), ${literal(target)})
test = fashion_mnist("test", 2000)
test_images, test_labels = of_classes(*test, ${literal(target)})
test_images = noisy(test_images)
results = {name: {"TestAccuracy": [], "TrainLoss": [], "FilterShift": []} for name in STRATEGIES}
for _ in range(${config.repeats}):
    images, labels = few(*pool, ${config.imagesPerClass})
    images = noisy(images)
    fresh, state = create(${target.length}), torch.get_rng_state()
    for name, (borrows, rate) in STRATEGIES.items():
        torch.set_rng_state(state)  # ${note.same}
        net = copy.deepcopy(fresh)
        if borrows:
            for i in (0, 2):
                net[i].load_state_dict(known[i].state_dict())
        net[:4].requires_grad_(rate > 0)
        groups = [{"params": net[4].parameters()}]
        if rate > 0:
            groups.append({"params": net[:4].parameters(), "lr": rate})
        optimizer = torch.optim.SGD(groups, lr=0.02, momentum=0.9)
        before, losses = net[0].weight.detach().clone(), []
        for _, rows in zip(range(${STEPS}), batches(len(images), min(100, len(images)))):
            loss = F.cross_entropy(net(images[rows]), labels[rows])
            optimizer.zero_grad()
            loss.backward()
            losses.append(loss.item())
            optimizer.step()
        shift = (net[0].weight - before).norm() / before.norm()  # ${note.shift}
        results[name]["TestAccuracy"].append(evaluate(net, test_images, test_labels)[1])
        results[name]["TrainLoss"].append(losses)
        results[name]["FilterShift"].append(shift.item())

summary = {}
for name, result in results.items():
    accuracies, shifts = result["TestAccuracy"], result["FilterShift"]
    summary[f"{name}TestAccuracy"] = accuracies
    summary[f"{name}TestAccuracyMean"] = sum(accuracies) / len(accuracies)
    summary[f"{name}TrainLoss"] = torch.tensor(result["TrainLoss"]).mean(0).tolist()
    summary[f"{name}FilterShift"] = sum(shifts) / len(shifts)
known_images, known_labels = of_classes(*test, ${literal(source)})
summary["sourceAccuracy"] = evaluate(known, noisy(known_images), known_labels)[1]
losses = [loss for name in STRATEGIES for loss in summary[f"{name}TrainLoss"]]
summary["diverged"] = not all(map(math.isfinite, losses))`,
    printSummary,
  );
};
