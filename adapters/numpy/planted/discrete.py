"""In discrete flow matching."""
import numpy as np

import discrete
from discrete import kappa, kappa_dot
from mistakes import instead_of


@instead_of(discrete, "jump_coefficient", "discrete.without-denominator")
def _(kind, t):
    return kappa_dot(kind, t)


@instead_of(discrete, "jump_coefficient", "discrete.without-slope")
def _(kind, t):
    return 1 / (1 - kappa(kind, t))


@instead_of(discrete, "jump_coefficient", "discrete.linear-for-all")
def _(kind, t):
    return kappa_dot(kind, t) / (1 - t)


@instead_of(discrete, "rates", "discrete.diagonal-not-set")
def _(g, p, x):
    return g[:, None] * p


@instead_of(discrete, "diagonal", "discrete.diagonal-zero")
def _(others):
    return np.zeros_like(others[:, 0])


@instead_of(discrete, "rates", "discrete.diagonal-minus-one")
def _(g, p, x):
    rates = g[:, None] * p
    rows = np.arange(len(x))
    rates[rows, x] -= rates.sum(axis=1)
    rates[rows, x] -= g
    return rates


@instead_of(discrete, "jump_probability", "discrete.step-without-dt")
def _(g, dt):
    return np.minimum(1, g)


@instead_of(discrete, "jump_probability", "discrete.step-by-holding-time")
def _(g, dt):
    return 1 - np.exp(-g * dt)


@instead_of(discrete, "pick", "discrete.cdf-from-last-state")
def _(distribution, uniforms):
    last = distribution.shape[1] - 1
    cumulative = np.cumsum(distribution[:, ::-1], axis=1)
    beyond = cumulative > uniforms[:, None]
    return (last - np.where(beyond.any(axis=1), beyond.argmax(axis=1), last)).astype(np.int32)


@instead_of(discrete, "pick", "discrete.cdf-one-late")
def _(distribution, uniforms):
    before = np.cumsum(distribution, axis=1) - distribution
    beyond = before > uniforms[:, None]
    return np.where(beyond.any(axis=1), beyond.argmax(axis=1), distribution.shape[1] - 1).astype(np.int32)


@instead_of(discrete, "pick", "discrete.most-likely-state")
def _(distribution, uniforms):
    return distribution.argmax(axis=1).astype(np.int32)


def parts(p, x, x1):
    """p[x], p[x1] and whether a token has arrived."""
    rows = np.arange(len(x))
    return p[rows, x], p[rows, x1], (x == x1).astype(p.dtype)


@instead_of(discrete, "row_loss", "discrete.kl-log-sign")
def _(g, p, x, x1):
    here, there, arrived = parts(p, x, x1)
    return -g * (here - arrived - (1 - arrived) * np.log(there))


@instead_of(discrete, "row_loss", "discrete.kl-sign")
def _(g, p, x, x1):
    here, there, arrived = parts(p, x, x1)
    return g * (here - arrived + (1 - arrived) * np.log(there))


@instead_of(discrete, "row_loss", "discrete.kl-arrived-counted")
def _(g, p, x, x1):
    here, there, arrived = parts(p, x, x1)
    return -g * (here - arrived + np.log(there))


@instead_of(discrete, "row_loss", "discrete.kl-linear-terms-missing")
def _(g, p, x, x1):
    _, there, arrived = parts(p, x, x1)
    return -g * (1 - arrived) * np.log(there)


@instead_of(discrete, "row_loss", "discrete.kl-cross-entropy")
def _(g, p, x, x1):
    return -np.log(p[np.arange(len(x)), x1])


@instead_of(discrete, "token_mean", "discrete.kl-sum")
def _(losses):
    return losses.sum()
