"""The flat torus of period 1, points in [0, 1)."""
import numpy as np

from schedules import column


def wrapped(x):
    return x - np.floor(x)


def shortest(difference):
    return difference - np.round(difference)


def exp(x, v):
    return wrapped(x + v)


def log(x, y):
    return shortest(y - x)


def geodesic_point(x0, x1, t):
    return exp(x0, t * log(x0, x1))


def geodesic_velocity(x0, x1, t):
    return log(x0, x1)


def exponential(settings, sizes, x, v):
    return {"y": exp(x, v)}


def logarithm(settings, sizes, x, y):
    return {"v": log(x, y)}


def path(settings, sizes, x0, x1, t):
    t = column(t)
    return {"x": geodesic_point(x0, x1, t), "velocity": geodesic_velocity(x0, x1, t)}


OPERATIONS = {"torus.exp": exponential, "torus.log": logarithm, "torus.path": path}
