"""The workloads of `npm run bench` in numpy and PyTorch, on one thread, for comparison.

Usage: reference.py RUNS NAME ...; prints one JSON object, {name: {"library", "runMillis": [...]}}, with the
milliseconds of one pass or one training step in each of RUNS runs after one that is not counted. A workload whose
library is not installed is left out.
"""
import json
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy and PyTorch are loaded

try:
    import numpy as np
except ImportError:
    np = None
try:
    import torch
    from torch import nn
    from torch.nn import functional as F

    torch.set_num_threads(1)
except ImportError:
    torch = None

DEPTH, WIDTH, SAMPLES, SCALE = 10, 500, 1000, 0.01


def passes(backward):
    """What the experiment of the initialisation chapters measures, but for the count of distinct values."""

    def run():
        rng = np.random.default_rng(1)
        normals = lambda *shape: rng.standard_normal(shape, dtype=np.float32)
        h = normals(SAMPLES, WIDTH)
        layers = []
        for _ in range(DEPTH):
            w = normals(WIDTH, WIDTH) * np.float32(SCALE)
            x, h = h, np.tanh(h @ w)
            layers.append((x, w, h))
            std = h.std()
            h.mean(), (h == 0).mean(), (np.abs(h) > 0.99).mean()
            np.histogram(h, 25, (-1, 1)), np.histogram(h / std, 48, (-4, 4))
        if not backward:
            return
        g = normals(SAMPLES, WIDTH)
        for x, w, h in reversed(layers):
            slope = 1 - h * h
            delta = g * slope
            dw = x.T @ delta / SAMPLES
            g.std(), delta.std(), dw.std(), (slope == 0).mean()
            np.median(np.abs(g)), np.median(np.abs(delta))
            g = delta @ w.T

    return run, 1


def steps(model, shape, batch, repetitions):
    """Plain gradient descent, with a fresh batch of a data set in memory at every step."""
    images, labels = torch.randn(500, *shape), torch.arange(500) % 10
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001)

    def run():
        for step in range(repetitions):
            rows = torch.randperm(500)[:batch]
            loss = F.cross_entropy(model(images[rows]), labels[rows])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
        loss.item()

    return run, repetitions


def mlp():
    return steps(nn.Sequential(nn.Linear(784, 100), nn.ReLU(), nn.Linear(100, 10)), (784,), 100, 100)


def resnet(layers, batch, repetitions):
    class Block(nn.Module):
        def __init__(self, before, width):
            super().__init__()
            self.stride = 1 if before == width else 2
            self.pad = width - before
            self.conv1 = nn.Conv2d(before, width, 3, self.stride, 1, bias=False)
            self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
            self.norm1, self.norm2 = nn.BatchNorm2d(width), nn.BatchNorm2d(width)

        def forward(self, x):
            branch = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
            if self.stride == 2:  # option A
                x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, self.pad))
            return F.relu(x + branch)

    blocks, before = [], 8
    for width in (8, 16, 32):
        for _ in range((layers - 2) // 6):
            blocks.append(Block(before, width))
            before = width
    stem = [nn.Conv2d(1, 8, 3, 1, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU()]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(before, 10)]
    return steps(nn.Sequential(*stem, *blocks, *head), (1, 14, 14), batch, repetitions)


WORKLOADS = {
    "forward": ("numpy", lambda: passes(False)),
    "forward-backward": ("numpy", lambda: passes(True)),
    "mlp": ("PyTorch", mlp),
    "resnet-20": ("PyTorch", lambda: resnet(20, 32, 5)),
    "resnet-110": ("PyTorch", lambda: resnet(110, 16, 2)),
}

results = {}
for name in sys.argv[2:]:
    library, prepare = WORKLOADS[name]
    if (np if library == "numpy" else torch) is None:
        continue
    run, repetitions = prepare()
    run()
    millis = []
    for _ in range(int(sys.argv[1])):
        began = time.perf_counter()
        run()
        millis.append((time.perf_counter() - began) * 1000 / repetitions)
    results[name] = {"library": library, "runMillis": millis}
print(json.dumps(results))
