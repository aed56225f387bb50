"""Sampling from a network in PyTorch without gradients: Heun's method, the rows in chunks that stay in the cache."""
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "harness"))
from serve import absent, serve, settings  # noqa: E402

try:
    import torch
    from torch import nn
except ImportError as error:
    absent(error)

widths, rows, steps, threads, plan = (settings[name] for name in ("widths", "rows", "steps", "threads", "plan"))
torch.set_num_threads(threads)
torch.manual_seed(0)
DIM = widths[0]
inputs = [DIM + 1, *widths[1:-1]]
layers = []
for i, (a, b) in enumerate(zip(inputs, widths[1:])):
    layers += [nn.Linear(a, b)] + ([nn.SiLU(inplace=True)] if i < len(inputs) - 1 else [])
net = nn.Sequential(*layers).eval()
noise = torch.randn(rows, DIM)


def velocity(t, x):
    return net(torch.cat([x, t.expand(x.shape[0], 1)], 1))


if plan == "jit":
    class Velocity(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = net

        def forward(self, t, x):
            return velocity(t, x)

    with torch.no_grad():
        velocity = torch.jit.freeze(torch.jit.trace(Velocity().eval(), (torch.zeros(1, 1), noise[:64])))

times = torch.linspace(0, 1, steps + 1).view(-1, 1, 1)


def solve(x):
    h = 1 / steps
    for i in range(steps):
        first = velocity(times[i], x)
        second = velocity(times[i + 1], torch.add(x, first, alpha=h))
        x = x + first.add_(second).mul_(h / 2)
    return x


def sampler(chunk):
    def sample():
        with torch.no_grad():
            return torch.cat([solve(part) for part in noise.split(chunk)])

    return sample


def seconds(chunk):
    """Per row, on one chunk and a few steps."""
    part = noise[:chunk]
    with torch.no_grad():
        velocity(times[0], part)
        start = time.perf_counter()
        for _ in range(6):
            velocity(times[0], part)
    return (time.perf_counter() - start) / len(part)


CHUNKS = (256, 512, 1024, 2048, 4096, 8192)
fit = [chunk for chunk in CHUNKS if chunk <= rows] or [rows]
best = min(fit, key=lambda chunk: min(seconds(chunk) for _ in range(3)))
serve(sampler(best), lead=False, version=f"PyTorch {torch.__version__}, {plan}, {best} rows at a time", threads=threads)
