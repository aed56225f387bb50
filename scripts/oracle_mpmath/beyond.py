"""Discrete flows, sphere, torus.

Inputs of the sphere are unit vectors up to rounding: the nearest points of the sphere are what they stand for, except in exp, whose
formula takes any vectors.
"""
from mpmath import acos, cos, floor, fsum, log, mpf, sin, sqrt

from .numbers import derivative, dot, rows


def kappa(case):
    return {"linear": lambda t: t, "quadratic": lambda t: t * t}[case.settings["kappa"]]


def jump_rate(case, t):
    k = kappa(case)
    return derivative(k, t) / (1 - k(t))


def tokens(case):
    states = case.sizes["states"]
    return zip(rows(case.floats["probabilities"], states), case.ints["x"], case.floats["t"], strict=True)


def rate(case):
    out = []
    for p, x, t in tokens(case):
        u = [jump_rate(case, t) * q for q in p]
        u[x] = -fsum(value for j, value in enumerate(u) if j != x)
        out += u
    return {"rates": out}


def step(case):
    out = []
    dt = case.floats["dt"][0]
    for (p, x, t), uniform in zip(tokens(case), case.floats["uniforms"], strict=True):
        share = min(mpf(1), dt * jump_rate(case, t))
        P = [int(j == x) + share * (q - int(j == x)) for j, q in enumerate(p)]
        reached = [j for j in range(len(P)) if fsum(P[: j + 1]) > uniform]
        out.append(mpf(reached[0] if reached else len(P) - 1))
    return {"x": out}


def generalized_kl(case):
    """sum over y != x of a ln(a/b) - a + b, the term of a = 0 being b."""
    losses = []
    for (p, x, t), x1 in zip(tokens(case), case.ints["x1"], strict=True):
        g = jump_rate(case, t)
        for y, q in enumerate(p):
            if y == x:
                continue
            a, b = (g if y == x1 else mpf(0)), g * q
            losses.append((a * log(a / b) if a else mpf(0)) - a + b)
    return {"loss": [fsum(losses) / case.sizes["rows"]]}


def on_sphere(case, name):
    points = rows(case.floats[name], case.sizes["dim"] + 1)
    return [[value / sqrt(dot(x, x)) for value in x] for x in points]


def sphere_exp(case):
    width = case.sizes["dim"] + 1
    out = []
    for x, v in zip(rows(case.floats["x"], width), rows(case.floats["v"], width), strict=True):
        r = sqrt(dot(v, v))
        out += [cos(r) * a + (sin(r) / r if r else 1) * b for a, b in zip(x, v, strict=True)]
    return {"y": out}


def slerp(x0, x1):
    """The geodesic as a function of t."""
    theta = acos(dot(x0, x1))
    return lambda t: [(sin((1 - t) * theta) * a + sin(t * theta) * b) / sin(theta) for a, b in zip(x0, x1, strict=True)]


def velocity_along(path, t, width):
    return [derivative(lambda u, i=i: path(u)[i], t) for i in range(width)]


def sphere_log(case):
    width = case.sizes["dim"] + 1
    pairs = zip(on_sphere(case, "x"), on_sphere(case, "y"), strict=True)
    return {"v": [v for x, y in pairs for v in velocity_along(slerp(x, y), mpf(0), width)]}


def sphere_path(case):
    out = {"x": [], "velocity": []}
    for x0, x1, t in zip(on_sphere(case, "x0"), on_sphere(case, "x1"), case.floats["t"], strict=True):
        path = slerp(x0, x1)
        out["x"] += path(t)
        out["velocity"] += velocity_along(path, t, len(x0))
    return out


def wrap(a):
    return a - floor(a)


def shortest(a):
    """The nearest to 0 of all a + n."""
    return min((wrap(a), wrap(a) - 1), key=abs)


def torus_exp(case):
    return {"y": [wrap(x + v) for x, v in zip(case.floats["x"], case.floats["v"], strict=True)]}


def torus_log(case):
    return {"v": [shortest(y - x) for x, y in zip(case.floats["x"], case.floats["y"], strict=True)]}


def torus_path(case):
    f, dim = case.floats, case.sizes["dim"]
    ways = [shortest(b - a) for a, b in zip(f["x0"], f["x1"], strict=True)]
    return {"x": [wrap(a + f["t"][i // dim] * v) for i, (a, v) in enumerate(zip(f["x0"], ways, strict=True))], "velocity": ways}


OPERATIONS = {
    "discrete.rate": rate,
    "discrete.step": step,
    "discrete.kl": generalized_kl,
    "sphere.exp": sphere_exp,
    "sphere.log": sphere_log,
    "sphere.path": sphere_path,
    "torus.exp": torus_exp,
    "torus.log": torus_log,
    "torus.path": torus_path,
}
