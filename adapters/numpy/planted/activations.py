"""In activations and their derivatives."""
import math

import numpy as np

import activations
import mlp
from activations import SLOPES, VALUES, erf, normal_cdf, sigmoid
from mistakes import instead_of


@instead_of(VALUES, "gelu", "activation.gelu-tanh")
def _(z):
    return 0.5 * z * (1 + np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)))


@instead_of(SLOPES, "gelu", "activation.gelu-tanh")
def _(z):
    h = np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))
    return 0.5 * (1 + h) + 0.5 * z * (1 - h**2) * math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * z**2)


@instead_of(VALUES, "gelu", "activation.gelu-sigmoid")
def _(z):
    return z / (1 + np.exp(-1.702 * z))


@instead_of(SLOPES, "gelu", "activation.gelu-sigmoid")
def _(z):
    s = 1 / (1 + np.exp(-1.702 * z))
    return s * (1 + 1.702 * z * (1 - s))


@instead_of(activations, "normal_cdf", "activation.gelu-erf-unscaled")
def _(z):
    return 0.5 * (1 + erf(z))


@instead_of(SLOPES, "gelu", "activation.gelu-slope-gate")
def _(z):
    return normal_cdf(z)


@instead_of(SLOPES, "silu", "activation.silu-slope-gate")
def _(z):
    return sigmoid(z)


@instead_of(VALUES, "silu", "activation.silu-gate")
def _(z):
    return sigmoid(z)


@instead_of(SLOPES, "silu", "activation.silu-gate")
def _(z):
    return sigmoid(z) * (1 - sigmoid(z))


@instead_of(SLOPES, "tanh", "activation.tanh-slope-unsquared")
def _(z):
    return 1 - np.tanh(z)


@instead_of(VALUES, "relu", "activation.relu-leaky")
def _(z):
    return np.where(z > 0, z, 0.01 * z)


@instead_of(SLOPES, "relu", "activation.relu-leaky")
def _(z):
    return np.where(z > 0, 1, 0.01).astype(z.dtype)


@instead_of(VALUES, "softplus", "activation.softplus-shifted")
def _(z):
    return np.log(1 + np.exp(z)) - math.log(2)


@instead_of(SLOPES, "softplus", "activation.softplus-slope-tail")
def _(z):
    return 1 / (1 + np.exp(z))


@instead_of(mlp, "through", "activation.slope-at-output")
def _(kind, z, h, change):
    return SLOPES[kind](h) * change


@instead_of(mlp, "through", "activation.slope-missing")
def _(kind, z, h, change):
    return change
