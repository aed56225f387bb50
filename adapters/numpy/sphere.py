"""The unit sphere: one point a row."""
import numpy as np

from schedules import column


def dot(x, y):
    return np.sum(x * y, axis=1, keepdims=True)


def norm(x):
    return np.sqrt(dot(x, x))


def sinc(r):
    """sin(r)/r, 1 at 0."""
    return np.where(r == 0, 1, np.sin(r) / np.where(r == 0, 1, r)).astype(r.dtype)


def exp(x, v):
    r = norm(v)
    return np.cos(r) * x + sinc(r) * v


def tangent_part(x, y):
    return y - dot(x, y) * x


def angle(x, y):
    """By the tangent: the cosine alone loses the digits of small angles."""
    return np.arctan2(norm(tangent_part(x, y)), dot(x, y))


def log(x, y):
    across = tangent_part(x, y)
    return angle(x, y) / norm(across) * across


def geodesic_point(x0, x1, t):
    return exp(x0, t * log(x0, x1))


def geodesic_velocity(x0, x1, t):
    v = log(x0, x1)
    theta = norm(v)
    return np.cos(t * theta) * v - theta * np.sin(t * theta) * x0


def exponential(settings, sizes, x, v):
    return {"y": exp(x, v)}


def logarithm(settings, sizes, x, y):
    return {"v": log(x, y)}


def path(settings, sizes, x0, x1, t):
    t = column(t)
    return {"x": geodesic_point(x0, x1, t), "velocity": geodesic_velocity(x0, x1, t)}


OPERATIONS = {"sphere.exp": exponential, "sphere.log": logarithm, "sphere.path": path}
