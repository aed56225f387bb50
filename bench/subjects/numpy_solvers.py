"""Solvers on a fixed grid over numpy arrays [rows, dim], each with the operations that its formula needs and no more.

Runge-Kutta methods keep their slopes in one array, so that a stage is one product with a row of coefficients, as in SciPy. The
exponential ones are those of the linear path x = t x1 + (1 - t) x0, whose first-order step is Euler's.
"""
import math

import numpy as np


def runge_kutta(tableau):
    # The last stage of a pair is the first one of the next step, and adds nothing to this one.
    count = len(tableau["b"]) - (tableau["b"][-1] == 0)
    c, a, b = tableau["c"][:count], [np.array(row) for row in tableau["a"]], np.array(tableau["b"][:count])

    def solve(velocity, x, times):
        dtype, shape = x.dtype, x.shape
        rows, weights = [row.astype(dtype) for row in a], b.astype(dtype)
        slopes = np.empty((count, x.size), dtype)
        for t, end in zip(times, times[1:]):
            h = dtype.type(end - t)
            slopes[0] = velocity(t, x).ravel()
            for i in range(1, count):
                stage = x + h * (rows[i] @ slopes[:i]).reshape(shape)
                slopes[i] = velocity(t + c[i] * (end - t), stage).ravel()
            x = x + h * (weights @ slopes).reshape(shape)
        return x

    return solve


def adams_bashforth(order, starter):
    """On equal steps; the first ones are Runge-Kutta steps."""
    weights = {2: (1.5, -0.5), 3: (23 / 12, -16 / 12, 5 / 12)}[order]

    def solve(velocity, x, times):
        dtype = x.dtype.type
        past = []
        for i, (t, end) in enumerate(zip(times, times[1:])):
            h = end - t
            past = [velocity(t, x), *past[:order - 1]]
            if i < order - 1:
                x = starter(velocity, x, (t, end))
            else:
                x = x + sum(dtype(h * w) * slope for w, slope in zip(weights, past))
        return x

    return solve


def gauss_legendre(velocity, x, times):
    """Order 4: fixed-point iteration of both stages until no row moves by more than rounding."""
    root, dtype = math.sqrt(3) / 6, x.dtype
    c = (0.5 - root, 0.5 + root)
    a = np.array([[0.25, 0.25 - root], [0.25 + root, 0.25]], dtype)
    b = np.array([0.5, 0.5], dtype)
    # The line through the stages of the step before, read one step further on.
    ahead = np.array([[1 - 0.5 / root, 0.5 / root], [-0.5 / root, 1 + 0.5 / root]], dtype)
    slopes = None
    for t, end in zip(times, times[1:]):
        h = dtype.type(end - t)
        if slopes is None:
            slopes = np.stack([velocity(t, x).ravel()] * 2)
        else:
            slopes = ahead @ slopes
        before, scale = np.inf, np.finfo(dtype).eps * (1 + np.abs(x).max())
        for _ in range(400):
            stages = x + h * (a @ slopes).reshape(2, *x.shape)
            new = np.stack([velocity(t + c[i] * (end - t), stages[i]).ravel() for i in (0, 1)])
            change = np.abs(new - slopes).max()
            slopes = new
            if change == 0 or (change >= before and change * h <= 64 * scale):
                break
            before = change
        x = x + h * (b @ slopes).reshape(x.shape)
    return x


def moments(h, count):
    """M_m = integral of e^{-(h - s)} (s/h)^m over [0, h]."""
    values = [-math.expm1(-h)]
    for m in range(1, count):
        values.append(1 - m / h * values[-1])
    return values


def exponential(order, rule):
    """DPM-Solver++ as published ('dpm'), with the integrals of its polynomials ('exact'), and UniPC ('unipc')."""

    def weights(nodes, h, published):
        exact = moments(h, len(nodes) + 1)
        if published and len(nodes) == 1:
            return [exact[0] / (2 * nodes[0])]
        sides = exact[1:]
        if rule == "dpm" and len(nodes) == 2:
            sides = [sides[0], sides[1] / 2]
        return np.linalg.solve(np.array(nodes) ** np.arange(1, len(nodes) + 1)[:, None], sides)

    def solve(velocity, x, times):
        dtype = x.dtype.type
        logs = [math.log(t / (1 - t)) if 0 < t < 1 else math.copysign(math.inf, t - 0.5) for t in times]
        data, last = {}, len(times) - 2
        for i, (t, end) in enumerate(zip(times, times[1:])):
            u = velocity(t, x)
            predicted = x + dtype(1 - t) * u
            h = logs[i + 1] - logs[i]
            if rule == "unipc" and i > 0:
                # The state was predicted; the corrector takes the prediction of the data there for one node more.
                x = correct(predicted)
                u = None
            data[i] = predicted
            finite = math.isfinite(h)
            past = [n for n in range(i - 1, i - order, -1) if n >= 0 and math.isfinite(logs[n])] if finite else []
            nodes = [(logs[n] - logs[i]) / h for n in past]
            if u is None:
                base = x * dtype((1 - end) / (1 - t)) + dtype((end - t) / (1 - t)) * predicted
            else:
                base = x + dtype(end - t) * u
            step = base
            if nodes:
                lowest = rule != "exact" and (rule == "dpm" or min(order, i + 1) == 2)
                for n, w in zip(past, weights(nodes, h, lowest)):
                    step = step + dtype(w * end) * (data[n] - predicted)
            if rule == "unipc" and i < last:
                if finite and i > 0:
                    extra = np.array(weights([*nodes, 1.0], h, False))
                else:
                    extra = np.array([(end - t) / (1 - t) / end / 2])

                def correct(new, base=base, past=past, extra=extra, here=predicted, end=end):
                    for n, w in zip(past, extra):
                        base = base + dtype(w * end) * (data[n] - here)
                    return base + dtype(extra[-1] * end) * (new - here)

            x = step
        return x

    return solve


def euler_maruyama(drift, w, x, times, noise):
    dtype = x.dtype.type
    for i, (t, end) in enumerate(zip(times, times[1:])):
        h = end - t
        x = x + dtype(h) * drift(t, x) + dtype(w(t) * math.sqrt(h)) * noise[i, 0]
    return x


def stochastic_heun(drift, w, x, times, noise):
    dtype = x.dtype.type
    for i, (t, end) in enumerate(zip(times, times[1:])):
        h = end - t
        first, push = drift(t, x), math.sqrt(h) * noise[i, 0]
        second = drift(end, x + dtype(h) * first + dtype(w(t)) * push)
        x = x + dtype(h / 2) * (first + second) + dtype((w(t) + w(end)) / 2) * push
    return x


def sra1(drift, w, x, times, noise):
    """Roessler's SRA1 for additive noise; `noise` holds the two normal numbers of each step."""
    dtype = x.dtype.type
    for i, (t, end) in enumerate(zip(times, times[1:])):
        h = end - t
        one = math.sqrt(h) * noise[i, 0]
        mean = (one + math.sqrt(h / 3) * noise[i, 1]) / 2
        first = drift(t, x)
        second = drift(t + 0.75 * h, x + dtype(0.75 * h) * first + dtype(1.5 * w(end)) * mean)
        x = x + dtype(h) * (first + 2 * second) / 3 + dtype(w(end)) * one + dtype(w(t) - w(end)) * mean
    return x


def churn(velocity, x, times, noise):
    """EDM's step with churn 1 on the linear path: back to more noise, then Heun."""
    dtype = x.dtype.type
    for i, (t, end) in enumerate(zip(times, times[1:])):
        if t > 0:
            sigma = (1 - t) / t
            raised = sigma * (1 + min(1 / len(times), math.sqrt(2) - 1))
            back = 1 / (1 + raised)
            x = dtype(back / t) * x + dtype(back * math.sqrt(raised**2 - sigma**2)) * noise[i, 0]
            t = back
        h = end - t
        first = velocity(t, x)
        second = velocity(end, x + dtype(h) * first)
        x = x + dtype(h / 2) * (first + second)
    return x
