"""In stochastic steps."""
import numpy as np

import diffusion
from mistakes import instead_of


@instead_of(diffusion, "noise_increment", "sde.noise-by-dt")
def _(w, dt, noise):
    return w * dt * noise


@instead_of(diffusion, "noise_increment", "sde.noise-squared-coefficient")
def _(w, dt, noise):
    return w**2 * np.sqrt(dt) * noise


@instead_of(diffusion, "noise_increment", "sde.noise-without-coefficient")
def _(w, dt, noise):
    return np.sqrt(dt) * noise


@instead_of(diffusion, "drift", "sde.score-without-half")
def _(u, score, w):
    return u + w**2 * score


@instead_of(diffusion, "drift", "sde.score-sign")
def _(u, score, w):
    return u - 0.5 * w**2 * score


@instead_of(diffusion, "drift", "sde.score-weight-not-squared")
def _(u, score, w):
    return u + 0.5 * w * score


@instead_of(diffusion, "drift", "sde.drift-without-score")
def _(u, score, w):
    return u


@instead_of(diffusion, "drift_increment", "sde.drift-by-root")
def _(drift, dt):
    return drift * np.sqrt(dt)
