"""Tokens, the sphere, the torus, and couplings of minibatches."""
import math

import torch
import torch.nn.functional as F


def jump(settings, t):
    """κ̇/(1 − κ), [rows, 1]."""
    t = t[:, None]
    return 1 / (1 - t) if settings["kappa"] == "linear" else 2 * t / (1 - t**2)


def one_hot(x, p):
    return F.one_hot(x.long(), p.shape[1]).to(p.dtype)


def rate(settings, sizes, x, probabilities, t):
    return {"rates": jump(settings, t) * (probabilities - one_hot(x, probabilities))}


def token_step(settings, sizes, x, probabilities, t, dt, uniforms):
    here = one_hot(x, probabilities)
    chances = here + (dt * jump(settings, t)).clamp(max=1) * (probabilities - here)
    passed = (chances.cumsum(-1) <= uniforms[:, None]).sum(-1)
    return {"x": passed.clamp(max=probabilities.shape[1] - 1).int()}


def kl(settings, sizes, x, x1, probabilities, t):
    here = probabilities.gather(1, x.long()[:, None])[:, 0]
    there = probabilities.gather(1, x1.long()[:, None])[:, 0]
    same = x == x1
    inside = torch.where(same, here - 1, here + there.log())
    losses = -jump(settings, t)[:, 0] * inside
    return {"loss": losses.mean(), "trace": {"row_loss": losses}}


def sphere_exp(x, v):
    size = torch.linalg.vector_norm(v, dim=-1, keepdim=True)
    return torch.cos(size) * x + torch.sinc(size / math.pi) * v


def sphere_log(x, y):
    cosine = (x * y).sum(-1, keepdim=True)
    across = y - cosine * x
    size = torch.linalg.vector_norm(across, dim=-1, keepdim=True)
    return torch.atan2(size, cosine) * across / size


def sphere_path(settings, sizes, x0, x1, t):
    """The velocity by turning the starting velocity along with the point."""
    t = t[:, None]
    v = sphere_log(x0, x1)
    speed = torch.linalg.vector_norm(v, dim=-1, keepdim=True)
    turned = t * speed
    return {"x": sphere_exp(x0, t * v), "velocity": torch.cos(turned) * v - speed * torch.sin(turned) * x0}


def torus_log(x, y):
    way = y - x
    return way - way.round()


def torus_path(settings, sizes, x0, x1, t):
    v = torus_log(x0, x1)
    return {"x": torch.remainder(x0 + t[:, None] * v, 1), "velocity": v}


def squared_distances(x0, x1):
    return (x0[:, None, :] - x1[None, :, :]).square().sum(-1)


def exact_coupling(settings, sizes, x0, x1):
    from scipy.optimize import linear_sum_assignment

    _, columns = linear_sum_assignment(squared_distances(x0, x1).double().numpy())
    return {"permutation": torch.from_numpy(columns).int()}


def sinkhorn(settings, sizes, x0, x1, epsilon):
    """In logarithms, until the columns have their mass once the rows have theirs."""
    kernel = -squared_distances(x0, x1) / epsilon
    rows, columns = kernel.shape
    g = torch.zeros_like(kernel[0])
    for _ in range(10000):
        f = -math.log(rows) - torch.logsumexp(kernel + g, 1)
        plan = torch.exp(kernel + f[:, None] + g)
        if (plan.sum(0) - 1 / columns).abs().sum() < 2e-5:
            break
        g = -math.log(columns) - torch.logsumexp(kernel + f[:, None], 0)
    return {"plan": plan}


OPERATIONS = {
    "discrete.rate": rate,
    "discrete.step": token_step,
    "discrete.kl": kl,
    "sphere.exp": lambda settings, sizes, x, v: {"y": sphere_exp(x, v)},
    "sphere.log": lambda settings, sizes, x, y: {"v": sphere_log(x, y)},
    "sphere.path": sphere_path,
    "torus.exp": lambda settings, sizes, x, v: {"y": torch.remainder(x + v, 1)},
    "torus.log": lambda settings, sizes, x, y: {"v": torus_log(x, y)},
    "torus.path": torus_path,
    "coupling.exact": exact_coupling,
    "coupling.sinkhorn": sinkhorn,
}
