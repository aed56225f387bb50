"""The marginal path of a Gaussian mixture: density by torch.distributions, score and divergence by autograd."""
import torch
from torch.distributions import Categorical, Independent, MixtureSameFamily, Normal

import derivatives
from schedules import per_row


def variance(at, stds):
    """[rows, components]."""
    return at.alpha**2 * stds**2 + at.sigma**2


def log_prob(settings, weights, means, stds, x, t):
    at = per_row(settings, t)
    centres = at.alpha[:, :, None] * means
    spread = variance(at, stds).sqrt()[:, :, None].expand_as(centres)
    choice = Categorical(probs=weights.expand(len(t), -1))
    return MixtureSameFamily(choice, Independent(Normal(centres, spread), 1)).log_prob(x)


def velocity_at(settings, weights, means, stds, x, t):
    at = per_row(settings, t)
    v = variance(at, stds)
    y = x[:, None, :] - at.alpha[:, :, None] * means
    logits = weights.log() - 0.5 * (y**2).sum(-1) / v - 0.5 * x.shape[1] * v.log()
    r = torch.softmax(logits, -1)[:, :, None]
    data = means + (at.alpha * stds**2 / v)[:, :, None] * y
    noise = (at.sigma / v)[:, :, None] * y
    return (r * (at.alpha_dot[:, :, None] * data + at.sigma_dot[:, :, None] * noise)).sum(1)


def log_density(settings, sizes, **inputs):
    return {"log_density": log_prob(settings, **inputs)}


def velocity(settings, sizes, **inputs):
    return {"velocity": velocity_at(settings, **inputs)}


def score(settings, sizes, x, **inputs):
    x.requires_grad_()
    return {"score": torch.autograd.grad(log_prob(settings, x=x, **inputs).sum(), x)[0]}


def divergence(settings, sizes, x, **inputs):
    x.requires_grad_()
    return {"divergence": derivatives.divergence(velocity_at(settings, x=x, **inputs), x)}


OPERATIONS = {
    "marginal.velocity": velocity,
    "marginal.score": score,
    "marginal.divergence": divergence,
    "marginal.log-density": log_density,
}
