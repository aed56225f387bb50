"""In the logarithm of a normal density."""
import math

import numpy as np

import gaussian
from mistakes import instead_of


@instead_of(gaussian, "log_normalizer", "gaussian.two-pi-missing")
def _(dim, variance):
    return dim * np.log(variance)


@instead_of(gaussian, "log_normalizer", "gaussian.dimension-missing")
def _(dim, variance):
    return np.log(2 * math.pi * variance)


@instead_of(gaussian, "log_normalizer", "gaussian.deviation-for-variance")
def _(dim, variance):
    return dim * np.log(2 * math.pi * np.sqrt(variance))


@instead_of(gaussian, "log_normalizer", "gaussian.normalizer-sign")
def _(dim, variance):
    return -dim * np.log(2 * math.pi * variance)


@instead_of(gaussian, "squared_norm", "gaussian.mean-square")
def _(deviation):
    return np.mean(deviation**2, axis=-1)


@instead_of(gaussian, "log_density", "gaussian.half-missing")
def _(deviation, variance):
    dim = deviation.shape[-1]
    return -0.5 * dim * np.log(2 * math.pi * variance) - np.sum(deviation**2, axis=-1) / variance


@instead_of(gaussian, "squared_norm", "gaussian.distance-for-square")
def _(deviation):
    return np.linalg.norm(deviation, axis=-1)
