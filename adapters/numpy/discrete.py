"""Discrete flow matching on the mixture path: a token is already x_1 with probability kappa."""
import numpy as np


def kappa(kind, t):
    return t if kind == "linear" else t**2


def kappa_dot(kind, t):
    return np.ones_like(t) if kind == "linear" else 2 * t


def jump_coefficient(kind, t):
    return kappa_dot(kind, t) / (1 - kappa(kind, t))


def one_hot(x, like):
    hot = np.zeros_like(like)
    hot[np.arange(len(x)), x] = 1
    return hot


def diagonal(others):
    """The rate of staying, from the rates of all other states (0 for the present one)."""
    return -others.sum(axis=1)


def rates(g, p, x):
    hot = one_hot(x, p)
    others = g[:, None] * p * (1 - hot)
    return others + diagonal(others)[:, None] * hot


def jump_probability(g, dt):
    return np.minimum(1, g * dt)


def next_distribution(g, dt, p, x):
    return one_hot(x, p) + rates(jump_probability(g, dt), p, x)


def pick(distribution, uniforms):
    """The first state whose cumulative probability exceeds the uniform number."""
    cumulative = np.cumsum(distribution, axis=1)
    beyond = cumulative > uniforms[:, None]
    return np.where(beyond.any(axis=1), beyond.argmax(axis=1), distribution.shape[1] - 1).astype(np.int32)


def row_loss(g, p, x, x1):
    rows = np.arange(len(x))
    arrived = (x == x1).astype(p.dtype)
    return -g * (p[rows, x] - arrived + (1 - arrived) * np.log(p[rows, x1]))


def token_mean(losses):
    return losses.mean()


def rate(settings, sizes, x, probabilities, t):
    return {"rates": rates(jump_coefficient(settings["kappa"], t), probabilities, x)}


def step(settings, sizes, x, probabilities, t, dt, uniforms):
    g = jump_coefficient(settings["kappa"], t)
    return {"x": pick(next_distribution(g, dt, probabilities, x), uniforms)}


def kl(settings, sizes, x, x1, probabilities, t):
    losses = row_loss(jump_coefficient(settings["kappa"], t), probabilities, x, x1)
    return {"loss": token_mean(losses), "trace": {"row_loss": losses}}


OPERATIONS = {"discrete.rate": rate, "discrete.step": step, "discrete.kl": kl}
