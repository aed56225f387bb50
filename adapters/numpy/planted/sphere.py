"""On the sphere."""
import numpy as np

import sphere
from mistakes import instead_of
from sphere import dot, norm


def unit(x):
    return x / norm(x)


@instead_of(sphere, "exp", "sphere.exp-by-normalizing")
def _(x, v):
    return unit(x + v)


@instead_of(sphere, "exp", "sphere.exp-without-length")
def _(x, v):
    r = norm(v)
    return np.cos(r) * x + np.sin(r) * v


@instead_of(sphere, "exp", "sphere.exp-straight")
def _(x, v):
    return x + v


@instead_of(sphere, "log", "sphere.log-not-projected")
def _(x, y):
    return sphere.angle(x, y) * unit(y - x)


@instead_of(sphere, "log", "sphere.log-not-scaled")
def _(x, y):
    return y - dot(x, y) * x


@instead_of(sphere, "log", "sphere.log-base-exchanged")
def _(x, y):
    across = x - dot(x, y) * y
    return sphere.angle(y, x) * unit(across)


@instead_of(sphere, "angle", "sphere.angle-clipped")
def _(x, y):
    return np.arccos(np.clip(dot(x, y), -1 + 1e-3, 1 - 1e-3))


@instead_of(sphere, "angle", "sphere.angle-by-chord")
def _(x, y):
    return norm(y - x)


@instead_of(sphere, "geodesic_velocity", "sphere.velocity-at-start")
def _(x0, x1, t):
    return sphere.log(x0, x1)


@instead_of(sphere, "geodesic_velocity", "sphere.velocity-without-denominator")
def _(x0, x1, t):
    return sphere.log(sphere.geodesic_point(x0, x1, t), x1)


@instead_of(sphere, "geodesic_velocity", "sphere.velocity-straight")
def _(x0, x1, t):
    return x1 - x0


@instead_of(sphere, "geodesic_point", "sphere.path-by-normalizing")
def _(x0, x1, t):
    return unit((1 - t) * x0 + t * x1)
