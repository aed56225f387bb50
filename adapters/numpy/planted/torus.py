"""On the torus."""
import numpy as np

import torus
from mistakes import instead_of


@instead_of(torus, "shortest", "torus.difference-not-wrapped")
def _(difference):
    return difference


@instead_of(torus, "shortest", "torus.difference-positive")
def _(difference):
    return np.mod(difference, 1)


@instead_of(torus, "log", "torus.log-base-exchanged")
def _(x, y):
    return x - y - np.round(x - y)


@instead_of(torus, "wrapped", "torus.point-not-wrapped")
def _(x):
    return x


@instead_of(torus, "wrapped", "torus.remainder-with-sign")
def _(x):
    return np.fmod(x, 1)


@instead_of(torus, "wrapped", "torus.point-clipped")
def _(x):
    return np.clip(x, 0, 1)


@instead_of(torus, "geodesic_point", "torus.path-linear")
def _(x0, x1, t):
    return (1 - t) * x0 + t * x1


@instead_of(torus, "geodesic_velocity", "torus.velocity-reversed")
def _(x0, x1, t):
    return torus.log(x1, x0)
