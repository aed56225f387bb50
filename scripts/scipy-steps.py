#!/usr/bin/python3
"""The steps that SciPy's RK23, RK45 and DOP853 take on the classic problems, as one JSON document on standard output.

    /usr/bin/python3 scripts/scipy-steps.py [PROBLEM ...] > out/scipy-steps.json

The problems are written down here a second time, from their sources and not from src/problems, each with its time rescaled to [0, 1].
Arrays are base64 of little-endian float64. A step is rejected when the solver tries again from the same time. SciPy is run as it is:
the one function that is wrapped, to see the trial steps, is called unchanged.
"""
import base64
import json
import math
import sys

import numpy as np
import scipy
from scipy.integrate import DOP853, RK23, RK45
from scipy.integrate._ivp import rk

TOLERANCES = {
    'RK23': (1e-2, 1e-3, 1e-4, 1e-6),
    'RK45': (1e-3, 1e-5, 1e-7, 1e-9),
    'DOP853': (1e-4, 1e-6, 1e-8, 1e-10),
}
METHODS = {'RK23': RK23, 'RK45': RK45, 'DOP853': DOP853}


def kepler(e):
    def rate(t, y):
        square = y[0] * y[0] + y[1] * y[1]
        pull = -1 / (square * math.sqrt(square))
        return [y[2], y[3], pull * y[0], pull * y[1]]

    return 20, [1 - e, 0, 0, math.sqrt((1 + e) / (1 - e))], rate


def chain(rates):
    def rate(t, y):
        flow = [r * v for r, v in zip(rates, y)]
        return [-flow[0]] + [flow[i - 1] - flow[i] for i in range(1, 9)] + [flow[8]]

    return 20, [1] + 9 * [0], rate


def heat(n):
    def rate(t, y):
        padded = [0, *y, 0]
        return [padded[i - 1] - 2 * padded[i] + padded[i + 1] for i in range(1, n + 1)]

    return 20, [1] + (n - 1) * [0], rate


def torus(t, y):
    r = math.sqrt(y[0] * y[0] + y[1] * y[1])
    return [-y[1] - y[0] * y[2] / r, y[0] - y[1] * y[2] / r, y[0] / r]


MASSES = (0.000954786104043, 0.000285583733151, 0.0000437273164546, 0.0000517759138449, 0.00000277777777778)


def planets(t, y):
    position = [y[3 * j:3 * j + 3] for j in range(5)]

    def inverse_cube(v):
        square = v[0] * v[0] + v[1] * v[1] + v[2] * v[2]
        return 1 / (square * math.sqrt(square))

    out = list(y[15:])
    for j in range(5):
        pull = -(1.00000597682 + MASSES[j]) * inverse_cube(position[j])
        force = [pull * v for v in position[j]]
        for k in range(5):
            if k != j:
                apart = [a - b for a, b in zip(position[k], position[j])]
                between = MASSES[k] * inverse_cube(apart)
                to_sun = MASSES[k] * inverse_cube(position[k])
                force = [f + (between * d - to_sun * p) for f, d, p in zip(force, apart, position[k])]
        out += [2.95912208286 * f for f in force]
    return out


def arenstorf(t, y):
    moon = 0.012277471
    earth = 1 - moon
    d1 = (y[0] + moon) * (y[0] + moon) + y[1] * y[1]
    d2 = (y[0] - earth) * (y[0] - earth) + y[1] * y[1]
    a = earth / (d1 * math.sqrt(d1))
    b = moon / (d2 * math.sqrt(d2))
    return [
        y[2],
        y[3],
        y[0] + 2 * y[3] - a * (y[0] + moon) - b * (y[0] - earth),
        y[1] - 2 * y[2] - a * y[1] - b * y[1],
    ]


def mixture_flow(t, x):
    """The marginal velocity of the linear path from N(0, 1) to 0.3 N(-2, 1/4) + 0.7 N(1.5, 1/4), for each x by itself."""
    spread = (1 - t) * (1 - t) + t * t / 4
    slope = (t / 4 - (1 - t)) / spread
    out = []
    for v in x:
        logits = [math.log(w) - (v - t * m) * (v - t * m) / (2 * spread) for w, m in ((0.3, -2), (0.7, 1.5))]
        odds = [math.exp(a - max(logits)) for a in logits]
        total = odds[0] + odds[1]
        out.append(sum(o / total * (m + slope * (v - t * m)) for o, m in zip(odds, (-2, 1.5))))
    return out


C5_START = [
    3.42947415189, 3.35386959711, 1.35494901715, 6.6414554255, 5.97156957878, 2.18231499728,
    11.2630437207, 14.6952576794, 6.27960525067, -30.1552268759, 1.65699966404, 1.43785752721,
    -21.123835338, 28.4465098142, 15.3882659679, -0.557160570446, 0.505696783289, 0.230578543901,
    -0.415570776342, 0.365682722812, 0.169143213293, -0.325325669158, 0.189706021964, 0.087726532278,
    -0.024047625417, -0.287659532608, -0.117219543175, -0.176860753121, -0.216393453025, -0.014864789309,
]

# name: (length of time, start, rate)
PROBLEMS = {
    'detest-a1': (20, [1], lambda t, y: [-y[0]]),
    'detest-a2': (20, [1], lambda t, y: [-y[0] * y[0] * y[0] / 2]),
    'detest-a3': (20, [1], lambda t, y: [y[0] * math.cos(t)]),
    'detest-a4': (20, [1], lambda t, y: [y[0] / 4 * (1 - y[0] / 20)]),
    'detest-a5': (20, [4], lambda t, y: [(y[0] - t) / (y[0] + t)]),
    'detest-b1': (20, [1, 3], lambda t, y: [2 * (y[0] - y[0] * y[1]), -(y[1] - y[0] * y[1])]),
    'detest-b2': (20, [2, 0, 1], lambda t, y: [-y[0] + y[1], y[0] - 2 * y[1] + y[2], y[1] - y[2]]),
    'detest-b3': (20, [1, 0, 0], lambda t, y: [-y[0], y[0] - y[1] * y[1], y[1] * y[1]]),
    'detest-b4': (20, [3, 0, 0], torus),
    'detest-b5': (20, [0, 1, 1], lambda t, y: [y[1] * y[2], -y[0] * y[2], -0.51 * y[0] * y[1]]),
    'detest-c1': chain(9 * [1]),
    'detest-c2': chain(range(1, 10)),
    'detest-c3': heat(10),
    'detest-c4': heat(51),
    'detest-c5': (20, C5_START, planets),
    'detest-d1': kepler(0.1),
    'detest-d2': kepler(0.3),
    'detest-d3': kepler(0.5),
    'detest-d4': kepler(0.7),
    'detest-d5': kepler(0.9),
    'detest-e1': (20, [0.671396707141803, 0.09540051444747446], lambda t, y: [y[1], -(y[1] / (t + 1) + (1 - 0.25 / ((t + 1) * (t + 1))) * y[0])]),
    'detest-e2': (20, [2, 0], lambda t, y: [y[1], (1 - y[0] * y[0]) * y[1] - y[0]]),
    'detest-e3': (20, [0, 0], lambda t, y: [y[1], y[0] * y[0] * y[0] / 6 - y[0] + 2 * math.sin(2.78535 * t)]),
    'detest-e4': (20, [30, 0], lambda t, y: [y[1], 0.032 - 0.4 * y[1] * y[1]]),
    'detest-e5': (20, [0, 0], lambda t, y: [y[1], math.sqrt(1 + y[1] * y[1]) / (25 - t)]),
    'arenstorf': (17.065216560157964, [0.994, 0, 0, -2.0015851063790824], arenstorf),
    'brusselator': (20, [1.5, 3], lambda t, y: [1 + y[0] * y[0] * y[1] - 4 * y[0], 3 * y[0] - y[0] * y[0] * y[1]]),
    'van-der-pol': (20, [2, 0], lambda t, y: [y[1], 5 * (1 - y[0] * y[0]) * y[1] - y[0]]),
    'lotka-volterra': (15, [10, 5], lambda t, y: [1.5 * y[0] - y[0] * y[1], y[0] * y[1] - 3 * y[1]]),
}

PROBLEMS['mixture-flow'] = (1, [-1.5, -0.6, 0.1, 0.4, 1.2], mixture_flow)

trials = []
plain_step = rk.rk_step


def recorded_step(fun, t, y, f, h, *rest):
    trials.append((t, h))
    return plain_step(fun, t, y, f, h, *rest)


rk.rk_step = recorded_step


def encoded(values):
    return base64.b64encode(np.asarray(values, dtype='<f8').tobytes()).decode()


def run(name, method, tolerance):
    length, start, rate = PROBLEMS[name]
    solver = METHODS[method](
        lambda t, y: [length * v for v in rate(length * t, y.tolist())],
        0.0, np.array(start, dtype=float), 1.0, rtol=tolerance, atol=tolerance / 1000)
    times, states, rejected = [0.0], [solver.y], []
    while solver.status == 'running':
        trials.clear()
        solver.step()
        rejected += trials[:-1]
        times.append(solver.t)
        states.append(solver.y)
    return {
        'problem': name, 'method': method, 'tolerance': tolerance, 'status': solver.status, 'nfe': solver.nfev,
        'times': encoded(times), 'states': encoded(states),
        'rejectedTimes': encoded([t for t, _ in rejected]), 'rejectedSteps': encoded([h for _, h in rejected]),
    }


def main():
    names = sys.argv[1:] or list(PROBLEMS)
    runs = [run(name, method, tolerance)
            for name in names for method in METHODS for tolerance in TOLERANCES[method]]
    json.dump({'scipy': scipy.__version__, 'numpy': np.__version__, 'runs': runs}, sys.stdout)


main()
