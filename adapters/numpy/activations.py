"""Activations and their derivatives, elementwise."""
import math

import numpy as np


def erf(z):
    """scipy's where there is one; it takes long to load, so it waits for the first network that needs it."""
    try:
        from scipy.special import erf as vectorized
    except ImportError:
        return np.array([math.erf(value) for value in z.flat], z.dtype).reshape(z.shape)
    return vectorized(z)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def normal_cdf(z):
    return 0.5 * (1 + erf(z / math.sqrt(2)))


def normal_pdf(z):
    return np.exp(-0.5 * z**2) / math.sqrt(2 * math.pi)


def tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def relu(z):
    return np.maximum(z, 0)


def relu_slope(z):
    return (z > 0).astype(z.dtype)


def silu(z):
    return z * sigmoid(z)


def silu_slope(z):
    s = sigmoid(z)
    return s * (1 + z * (1 - s))


def gelu(z):
    return z * normal_cdf(z)


def gelu_slope(z):
    return normal_cdf(z) + z * normal_pdf(z)


def softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def softplus_slope(z):
    return sigmoid(z)


VALUES = {"tanh": np.tanh, "relu": relu, "silu": silu, "gelu": gelu, "softplus": softplus}
SLOPES = {
    "tanh": tanh_slope,
    "relu": relu_slope,
    "silu": silu_slope,
    "gelu": gelu_slope,
    "softplus": softplus_slope,
}
