"""A training step in PyTorch 1.13: the same work as ours, in three ways, since none is the fastest everywhere.

    eager   modules, Adam(foreach=True), clip_grad_norm_, moving average by _foreach
    flat    parameters and gradients are views of two flat tensors, so that clipping, Adam and the average are one operation each
    jit     as flat, and the loss is traced once and compiled
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "harness"))
from serve import absent, serve, settings  # noqa: E402

try:
    import torch
    from torch import nn
except ImportError as error:
    absent(error)

widths, batch, threads, plan = settings["widths"], settings["batch"], settings["threads"], settings["plan"]
torch.set_num_threads(threads)
torch.manual_seed(0)
DIM, ROWS, DECAY, CLIP = widths[0], 4096, 0.995, 1.0
data = torch.randn(ROWS, DIM)

inputs = [DIM + 1, *widths[1:-1]]
layers = []
for i, (a, b) in enumerate(zip(inputs, widths[1:])):
    layers += [nn.Linear(a, b)] + ([nn.SiLU()] if i < len(inputs) - 1 else [])
net = nn.Sequential(*layers)
parameters = list(net.parameters())


def examples():
    """Rows of the data in random order, noise and times; then a point of the path and its velocity."""
    x1 = data[torch.randint(ROWS, (batch,))]
    x0 = torch.randn(batch, DIM)
    t = torch.rand(batch, 1)
    return x0, x1, t


def loss_of(x0, x1, t):
    xt = torch.lerp(x0, x1, t)
    prediction = net(torch.cat([xt, t], 1))
    return (prediction - (x1 - x0)).square().sum(1).mean()


if plan == "eager":
    optimizer = torch.optim.Adam(parameters, 2e-3, foreach=True)
    average = [p.detach().clone() for p in parameters]

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(*examples())
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, CLIP)
        optimizer.step()
        with torch.no_grad():
            torch._foreach_mul_(average, DECAY)
            torch._foreach_add_(average, parameters, alpha=1 - DECAY)
        return loss.item()
else:
    flat = torch.cat([p.detach().reshape(-1) for p in parameters]).requires_grad_()
    flat.grad = torch.zeros_like(flat)
    at = 0
    for p in parameters:
        p.data = flat.data[at:at + p.numel()].view_as(p)
        p.grad = flat.grad[at:at + p.numel()].view_as(p)
        at += p.numel()
    optimizer = torch.optim.Adam([flat], 2e-3)
    average = flat.detach().clone()
    loss_function = loss_of
    if plan == "jit":
        class Loss(nn.Module):
            def __init__(self):
                super().__init__()
                self.net = net

            def forward(self, x0, x1, t):
                return loss_of(x0, x1, t)

        loss_function = torch.jit.trace(Loss(), examples())

    def step():
        flat.grad.zero_()
        loss = loss_function(*examples())
        loss.backward()
        norm = flat.grad.norm()
        flat.grad.mul_((CLIP / (norm + 1e-6)).clamp(max=1.0))
        optimizer.step()
        with torch.no_grad():
            average.lerp_(flat, 1 - DECAY)
        return loss.item()

serve(step, version=f"PyTorch {torch.__version__}, {plan}", threads=threads)
