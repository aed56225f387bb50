"""Logarithm of the density of N(0, variance I) at deviations [..., dim]."""
import math

import numpy as np


def squared_norm(deviation):
    return np.sum(deviation**2, axis=-1)


def log_normalizer(dim, variance):
    return dim * np.log(2 * math.pi * variance)


def log_density(deviation, variance):
    dim = deviation.shape[-1]
    return -0.5 * (log_normalizer(dim, variance) + squared_norm(deviation) / variance)
