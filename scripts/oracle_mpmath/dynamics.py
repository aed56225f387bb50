"""Solvers and densities on the polynomial field v = A x + B x^2 + c t + d t^2, stochastic steps, guidance, couplings."""
from fractions import Fraction

from mpmath import exp, fsum, log, lu_solve, matrix, mpf, pi, sqrt

from .numbers import H, dot, rows

F = Fraction
# Rows of a, then b; the nodes are the sums of the rows of a.
RUNGE_KUTTA = {
    "euler": ([[]], [1]),
    "midpoint": ([[], [F(1, 2)]], [0, 1]),
    "heun": ([[], [1]], [F(1, 2), F(1, 2)]),
    "ralston": ([[], [F(2, 3)]], [F(1, 4), F(3, 4)]),
    "heun3": ([[], [F(1, 3)], [0, F(2, 3)]], [F(1, 4), 0, F(3, 4)]),
    "rk4": ([[], [F(1, 2)], [0, F(1, 2)], [0, 0, 1]], [F(1, 6), F(1, 3), F(1, 3), F(1, 6)]),
    "rk4-38": ([[], [F(1, 3)], [F(-1, 3), 1], [1, -1, 1]], [F(1, 8), F(3, 8), F(3, 8), F(1, 8)]),
    "dopri5": (
        [
            [],
            [F(1, 5)],
            [F(3, 40), F(9, 40)],
            [F(44, 45), F(-56, 15), F(32, 9)],
            [F(19372, 6561), F(-25360, 2187), F(64448, 6561), F(-212, 729)],
            [F(9017, 3168), F(-355, 33), F(46732, 5247), F(49, 176), F(-5103, 18656)],
        ],
        [F(35, 384), 0, F(500, 1113), F(125, 192), F(-2187, 6784), F(11, 84)],
    ),
}
ADAMS = {"ab2": ("ralston", [F(3, 2), F(-1, 2)]), "ab3": ("heun3", [F(23, 12), F(-16, 12), F(5, 12)])}


def real(q):
    return mpf(q.numerator) / q.denominator if isinstance(q, Fraction) else mpf(q)


def moved(x, h, weights, slopes):
    w = [real(q) for q in weights]
    return [value + h * fsum(a * k[i] for a, k in zip(w, slopes, strict=True)) for i, value in enumerate(x)]


def one_step(method, v, t, h, x):
    a, b = RUNGE_KUTTA[method]
    slopes = []
    for row in a:
        slopes.append(v(t + real(sum(row, Fraction(0))) * h, moved(x, h, row, slopes)))
    return moved(x, h, b, slopes)


def walk(method, v, t0, t1, steps, x):
    h = (t1 - t0) / steps
    states = [x]
    for n in range(steps):
        t = t0 + n * h
        starter, weights = ADAMS.get(method, (method, [1]))
        if method in ADAMS and n >= len(weights) - 1:
            slopes = [v(t - j * h, states[-1 - j]) for j in range(len(weights))]
            states.append(moved(states[-1], h, weights, slopes))
        else:
            states.append(one_step(starter, v, t, h, states[-1]))
    return states[-1]


def field(case):
    f, dim = case.floats, case.sizes["dim"]
    A, B = rows(f["A"], dim), rows(f["B"], dim)

    def v(t, x):
        squares = [value * value for value in x]
        return [dot(A[i], x) + dot(B[i], squares) + f["c"][i] * t + f["d"][i] * t * t for i in range(dim)]

    return v


def solve(case):
    f = case.floats
    steps = case.sizes.get("steps", 1)
    ends = f["t0"][0], f["t1"][0]
    starts = rows(f["x"], case.sizes["dim"])
    return {"x": [v for x in starts for v in walk(case.settings["solver"], field(case), *ends, steps, x)]}


def log_likelihood(case):
    v, dim = field(case), case.sizes["dim"]

    def augmented(t, state):
        x = state[:dim]
        slope = v(t, x)
        # The field is quadratic in x: symmetric differences of any width are its derivatives.
        trace = fsum(
            (v(t, [a + int(i == j) for j, a in enumerate(x)])[i] - v(t, [a - int(i == j) for j, a in enumerate(x)])[i]) / 2
            for i in range(dim)
        )
        return [*slope, trace]

    out = {"x0": [], "log_density": []}
    for x1 in rows(case.floats["x1"], dim):
        *x0, minus_integral = walk("rk4", augmented, mpf(1), mpf(0), case.sizes["steps"], [*x1, mpf(0)])
        out["x0"] += x0
        out["log_density"].append(-dot(x0, x0) / 2 - mpf(dim) / 2 * log(2 * pi) + minus_integral)
    return out


def hutchinson(case):
    f, dim, count = case.floats, case.sizes["dim"], case.sizes["probes"]
    v = field_at_rest(case)
    probes = rows(f["probes"], dim)
    out = []
    for r, x in enumerate(rows(f["x"], dim)):
        mine = probes[r :: case.sizes["rows"]]
        out.append(fsum(dot(e, directional(v, x, e)) for e in mine) / count)
    return {"estimate": out}


def field_at_rest(case):
    f, dim = case.floats, case.sizes["dim"]
    A, B = rows(f["A"], dim), rows(f["B"], dim)
    return lambda x: [dot(A[i], x) + dot(B[i], [a * a for a in x]) for i in range(dim)]


def directional(v, x, e):
    ahead, behind = v([a + H * b for a, b in zip(x, e, strict=True)]), v([a - H * b for a, b in zip(x, e, strict=True)])
    return [(a - b) / (2 * H) for a, b in zip(ahead, behind, strict=True)]


def stochastic_step(case):
    f, dim = case.floats, case.sizes["dim"]
    dt = f["dt"][0]
    return {
        "x": [
            x + dt * (u + w * w / 2 * s) + w * sqrt(dt) * z
            for x, u, s, z, w in zip(
                f["x"], f["velocity"], f["score"], f["noise"], [w for w in f["w"] for _ in range(dim)], strict=True
            )
        ]
    }


def classifier_free(case):
    f = case.floats
    scale = f["scale"][0]
    return {"velocity": [(1 - scale) * u + scale * c for c, u in zip(f["conditional"], f["unconditional"], strict=True)]}


def costs(case):
    x0, x1 = (rows(case.floats[name], case.sizes["dim"]) for name in ("x0", "x1"))
    return [[fsum((a - b) ** 2 for a, b in zip(x, y, strict=True)) for y in x1] for x in x0]


def exact_coupling(case):
    """The least cost over all permutations, by sets of columns already taken."""
    C = costs(case)
    n = len(C)
    best = {0: (mpf(0), ())}
    for i in range(n):
        following = {}
        for taken, (cost, chosen) in best.items():
            for j in range(n):
                if taken >> j & 1:
                    continue
                total = cost + C[i][j]
                key = taken | 1 << j
                if key not in following or total < following[key][0]:
                    following[key] = (total, (*chosen, j))
        best = following
    return {"permutation": [mpf(j) for j in best[(1 << n) - 1][1]]}


def sinkhorn(case):
    """The marginals' equations for the potentials, by Newton's method after some rounds of scaling."""
    K = [[-c / case.floats["epsilon"][0] for c in row] for row in costs(case)]
    n, m = len(K), len(K[0])
    f, g = [mpf(0)] * n, [mpf(0)] * m
    for _ in range(60):
        f = [-log(n * fsum(exp(g[j] + K[i][j]) for j in range(m))) for i in range(n)]
        g = [-log(m * fsum(exp(f[i] + K[i][j]) for i in range(n))) for j in range(m)]
    for _ in range(12):
        P = [[exp(f[i] + g[j] + K[i][j]) for j in range(m)] for i in range(n)]
        wrong = [fsum(row) - mpf(1) / n for row in P] + [fsum(row[j] for row in P) - mpf(1) / m for j in range(m)]
        if max(abs(w) for w in wrong) < mpf(2) ** -400:
            break
        # The last potential of g is held: a constant may move from g to f.
        size = n + m - 1
        J = matrix(size, size)
        for i in range(n):
            J[i, i] = fsum(P[i])
            for j in range(m - 1):
                J[i, n + j] = J[n + j, i] = P[i][j]
        for j in range(m - 1):
            J[n + j, n + j] = fsum(row[j] for row in P)
        step = lu_solve(J, matrix(wrong[:size]))
        f = [value - step[i] for i, value in enumerate(f)]
        g = [value - step[n + j] if j < m - 1 else value for j, value in enumerate(g)]
    else:
        raise ArithmeticError(f"{case.id}: Newton's method has not settled")
    return {"plan": [p for row in P for p in row]}


OPERATIONS = {
    "solver.step": solve,
    "solver.solve": solve,
    "density.log-likelihood": log_likelihood,
    "density.hutchinson": hutchinson,
    "sde.step": stochastic_step,
    "guidance.classifier-free": classifier_free,
    "coupling.exact": exact_coupling,
    "coupling.sinkhorn": sinkhorn,
}
