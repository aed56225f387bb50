"""The default solver benchmark in numpy and SciPy: the same problems, solvers, grids, tolerances and precisions as ours, with the error of
each run and its rounding floor, which is a second run in the other precision.

Solvers on a fixed grid step all rows at once (numpy_solvers.py). Pairs with tolerances are solve_ivp on the flattened batch: RK23, RK45,
DOP853, and Tsitouras' pair as a Runge-Kutta class of SciPy's kind. SciPy computes in float64 whatever it is given. The truth is DOP853
at its least tolerance for all three problems, where ours also uses closed forms.

With `"rows": true` among the settings it prints its rows instead, to be compared with ours.
"""
import json
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "harness"))
from serve import absent, serve, settings  # noqa: E402

try:
    import numpy as np
    import scipy
    from scipy.integrate import solve_ivp
    from scipy.integrate._ivp.rk import RungeKutta
except ImportError as error:
    absent(error)

import numpy_solvers as fixed  # noqa: E402

tableaus = {tableau["name"]: tableau for tableau in settings["tableaus"]}
explicit = {name: fixed.runge_kutta(tableau) for name, tableau in tableaus.items()}
ON_GRID = {
    **explicit,
    "ab2": fixed.adams_bashforth(2, explicit["ralston"]),
    "ab3": fixed.adams_bashforth(3, explicit["heun3"]),
    "gl4": fixed.gauss_legendre,
    "dpm++1": fixed.exponential(1, "dpm"),
    "dpm++2m": fixed.exponential(2, "dpm"),
    "dpm++3m": fixed.exponential(3, "dpm"),
    "dpm++3m-exact": fixed.exponential(3, "exact"),
    "unipc2": fixed.exponential(2, "unipc"),
    "unipc3": fixed.exponential(3, "unipc"),
}
STOCHASTIC = {
    "euler-maruyama": fixed.euler_maruyama,
    "stochastic-heun": fixed.stochastic_heun,
    "sra1": fixed.sra1,
}
ROWS_OF_FLOOR, RATIO, REFINEMENT = 32, 2.0**-29, 16


class Tsit5(RungeKutta):
    n_stages, order, error_estimator_order = 6, 5, 4
    C = np.array(tableaus["tsit5"]["c"][:6])
    A = np.array([[*row, *(6 - len(row)) * [0]] for row in tableaus["tsit5"]["a"][:6]])
    B = np.array(tableaus["tsit5"]["b"][:6])
    E = np.array(tableaus["tsit5"]["b"]) - np.array(tableaus["tsit5"]["embedded"])
    P = np.zeros((7, 1))


ADAPTIVE = {"bs3": "RK23", "dopri5": "RK45", "tsit5": Tsit5, "dop853": "DOP853"}


class Problem:
    """A mixture of Gaussians at the end of the linear path, and where to start."""

    def __init__(self, spec, dtype):
        self.weights = np.log(np.array(spec["weights"]) / sum(spec["weights"]))
        self.means, self.variances = np.array(spec["means"]), np.array(spec["stds"]) ** 2
        self.squares = 0.5 * np.square(self.means).sum(1)
        self.dim = self.means.shape[1]
        self.start = np.array(spec["start"]).reshape(-1, self.dim).astype(dtype)
        # What one variance makes equal for all components drops out of the softmax.
        self.equal = bool(np.all(self.variances == self.variances[0]))

    def velocity(self, t, x):
        """sum_k r_k (m_k + c_k (x - t m_k)), with the squares in the exponents multiplied out."""
        t = float(t)
        dtype = x.dtype
        if self.equal:
            v = t * t * float(self.variances[0]) + (1 - t) * (1 - t)
            c = (t * float(self.variances[0]) - (1 - t)) / v
            logits = x @ (self.means * (t / v)).T.astype(dtype)
            logits += (self.weights - t * t / v * self.squares).astype(dtype)
        else:
            v = t * t * self.variances + (1 - t) * (1 - t)
            c = (t * self.variances - (1 - t)) / v
            logits = x @ (self.means * (t / v)[:, None]).T.astype(dtype)
            logits -= np.square(x).sum(1, keepdims=True) * (0.5 / v).astype(dtype)
            logits += (self.weights - 0.5 * self.dim * np.log(v) - t * t / v * self.squares).astype(dtype)
        logits -= logits.max(1, keepdims=True)
        r = np.exp(logits, out=logits)
        r /= r.sum(1, keepdims=True)
        if self.equal:
            return r @ (self.means * (1 - c * t)).astype(dtype) + dtype.type(c) * x
        return r @ (self.means * (1 - c * t)[:, None]).astype(dtype) + (r @ c.astype(dtype))[:, None] * x

    def flat(self, t, y):
        return self.velocity(t, y.reshape(-1, self.dim)).ravel()

    def drift(self, t, x):
        """u + w^2/2 s with w^2/2 = 1 - t: there the pole of the score cancels."""
        u = self.velocity(t, x)
        return u + (x.dtype.type(t) * u - x)


def noise_level(t):
    return math.sqrt(2 * (1 - t))


def rmse(a, b):
    return float(np.sqrt(np.square(a.astype(np.float64) - b).sum(1).mean()))


def some_rows(x):
    if len(x) <= ROWS_OF_FLOOR:
        return x
    return x[((np.arange(ROWS_OF_FLOOR) + 0.5) * len(x) / ROWS_OF_FLOOR).astype(int)]


def floor_of(problem, solve, end, times):
    """What rounding alone does: the same steps in the other precision from the same numbers."""
    double = problem.start.dtype == np.float64
    single = (some_rows(problem.start) if double else problem.start).astype(np.float32)
    rounded = solve(problem.velocity, single, times) if double else end
    plain = solve(problem.velocity, single.astype(np.float64), times)
    return rmse(rounded, plain) * (RATIO if double else 1)


def truth_of(problem):
    start = problem.start.astype(np.float64)
    solution = solve_ivp(problem.flat, (0, 1), start.ravel(), "DOP853", rtol=1e-13, atol=1e-14)
    return solution.y[:, -1].reshape(start.shape)


class Motion:
    """One Brownian motion for all step counts and solvers, and where it leads."""

    def __init__(self, problem, counts, random):
        fine = np.unique(np.concatenate([np.linspace(0, 1, n + 1) for n in [*counts, counts[-1] * REFINEMENT]]))
        shape = problem.start.shape
        self.times = fine
        normals = random.standard_normal((len(fine) - 1, 2, *shape))
        h = np.diff(fine)[:, None, None]
        self.sums = np.concatenate([np.zeros((1, *shape)), np.cumsum(np.sqrt(h) * normals[:, 0], 0)])
        self.end = fixed.sra1(problem.drift, noise_level, problem.start.astype(np.float64), fine, normals)
        # Integral of the motion over each fine step, whose mean is what the second number of a step says.
        inner = np.sqrt(h) * (normals[:, 0] + normals[:, 1] / math.sqrt(3)) / 2
        self.areas = np.concatenate([np.zeros((1, *shape)), np.cumsum(h * (self.sums[:-1] + inner), 0)])

    def seen(self, times, dtype):
        at = np.searchsorted(self.times, times)
        h = np.diff(self.times[at])[:, None, None]
        one = np.diff(self.sums[at], axis=0)
        mean = np.diff(self.areas[at], axis=0) / h - self.sums[at[:-1]]
        two = (2 * mean - one) * np.sqrt(3 / h)
        return np.stack([one / np.sqrt(h), two], 1).astype(dtype)


def benchmark():
    rows = []
    random = np.random.default_rng(0)
    for spec in settings["problems"]:
        for dtype in (np.float64, np.float32):
            problem = Problem(spec, dtype)
            truth = truth_of(problem)
            motion = Motion(problem, settings["steps"], random)
            for name, solve in ON_GRID.items():
                for steps in settings["steps"]:
                    times = np.linspace(0, 1, steps + 1)
                    x = solve(problem.velocity, problem.start, times)
                    rows.append((spec["name"], name, dtype.__name__, steps, rmse(x, truth), floor_of(problem, solve, x, times)))
            for name, solve in STOCHASTIC.items():
                for steps in settings["steps"]:
                    times = np.linspace(0, 1, steps + 1)
                    x = solve(problem.drift, noise_level, problem.start, times, motion.seen(times, dtype))
                    rows.append((spec["name"], name, dtype.__name__, steps, rmse(x, motion.end), None))
            for steps in settings["steps"]:
                times = np.linspace(0, 1, steps + 1)
                normals = random.standard_normal((steps, 1, *problem.start.shape)).astype(dtype)
                fixed.churn(problem.velocity, problem.start, times, normals)
                rows.append((spec["name"], "edm-churn", dtype.__name__, steps, None, None))
            for name, method in ADAPTIVE.items():
                for tolerance in settings["tolerances"]:
                    solution = solve_ivp(problem.flat, (0, 1), problem.start.ravel(), method, rtol=tolerance, atol=tolerance)
                    x = solution.y[:, -1].reshape(problem.start.shape)
                    floor = floor_of(problem, explicit[name], x, solution.t)
                    rows.append((spec["name"], name, dtype.__name__, tolerance, rmse(x, truth), floor))
    return rows


if settings.get("rows"):
    json.dump(benchmark(), sys.stdout)
else:
    serve(benchmark, lead=False, version=f"SciPy {scipy.__version__}, numpy {np.__version__}", threads=1)
