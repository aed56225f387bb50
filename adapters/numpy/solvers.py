"""Fixed-step solvers of dx/dt = v(t, x), and the polynomial field on which they are asked. Rows are independent."""
import numpy as np


class Polynomial:
    """v(t, x) = A x + B x^2 + c t + d t^2, x^2 by elements."""

    def __init__(self, A, B, c=0, d=0):
        self.A, self.B, self.c, self.d = A, B, c, d

    def velocity(self, t, x):
        return x @ self.A.T + x**2 @ self.B.T + self.c * t + self.d * t**2

    def jacobian(self, x):
        """[rows, dim, dim]."""
        return self.A + 2 * self.B * x[:, None, :]

    def divergence(self, x):
        return np.trace(self.jacobian(x), axis1=1, axis2=2)


class Tableau:
    """k_i = v(t + c_i h, x + h sum_j a_ij k_j), x + h sum_i b_i k_i."""

    def __init__(self, a, b, c):
        self.a, self.b, self.c = a, b, c


TABLEAUS = {
    "euler": Tableau([[]], [1], [0]),
    "midpoint": Tableau([[], [1 / 2]], [0, 1], [0, 1 / 2]),
    "heun": Tableau([[], [1]], [1 / 2, 1 / 2], [0, 1]),
    "ralston": Tableau([[], [2 / 3]], [1 / 4, 3 / 4], [0, 2 / 3]),
    "heun3": Tableau([[], [1 / 3], [0, 2 / 3]], [1 / 4, 0, 3 / 4], [0, 1 / 3, 2 / 3]),
    "rk4": Tableau(
        [[], [1 / 2], [0, 1 / 2], [0, 0, 1]],
        [1 / 6, 1 / 3, 1 / 3, 1 / 6],
        [0, 1 / 2, 1 / 2, 1],
    ),
    "rk4-38": Tableau(
        [[], [1 / 3], [-1 / 3, 1], [1, -1, 1]],
        [1 / 8, 3 / 8, 3 / 8, 1 / 8],
        [0, 1 / 3, 2 / 3, 1],
    ),
    "dopri5": Tableau(
        [
            [],
            [1 / 5],
            [3 / 40, 9 / 40],
            [44 / 45, -56 / 15, 32 / 9],
            [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
            [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
        ],
        [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
        [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1],
    ),
}

ADAMS_WEIGHTS = {"ab2": [3 / 2, -1 / 2], "ab3": [23 / 12, -16 / 12, 5 / 12]}
STARTERS = {"ab2": "ralston", "ab3": "heun3"}


def combine(x, h, weights, slopes):
    """x + h sum_j w_j k_j."""
    total = sum((w * k for w, k in zip(weights, slopes) if w != 0), start=np.zeros_like(x))
    return x + h * total


def stage_time(t, c, h):
    return t + c * h


def runge_kutta_step(tableau, velocity, t, h, x):
    slopes = []
    for row, c in zip(tableau.a, tableau.c):
        slopes.append(velocity(stage_time(t, c, h), combine(x, h, row, slopes)))
    return combine(x, h, tableau.b, slopes)


def intervals(steps):
    return steps


def steps_taken(count):
    return count


def grid_time(t0, t1, n, count):
    return t0 + (t1 - t0) * n / count


def step_length(t0, t1, n, count):
    return (t1 - t0) / count


def adams_step(solver, velocity, time, h, states):
    """The newest state is the last one."""
    weights = ADAMS_WEIGHTS[solver]
    n = len(states) - 1
    if n < len(weights) - 1:
        return runge_kutta_step(TABLEAUS[STARTERS[solver]], velocity, time(n), h, states[n])
    slopes = [velocity(time(n - j), states[n - j]) for j in range(len(weights))]
    return combine(states[n], h, weights, slopes)


def walk(solver, velocity, x, t0, t1, steps):
    """All states from x at t0 to the last at t1."""
    count = intervals(steps)

    def time(n):
        return grid_time(t0, t1, n, count)

    states = [x]
    for n in range(steps_taken(count)):
        h = step_length(t0, t1, n, count)
        if solver in ADAMS_WEIGHTS:
            states.append(adams_step(solver, velocity, time, h, states))
        else:
            states.append(runge_kutta_step(TABLEAUS[solver], velocity, time(n), h, states[n]))
    return states


def before_steps(states, steps):
    """What the trace shows: the state before each step; a state that was never reached is shown as the last one."""
    return np.stack([states[min(n, len(states) - 1)] for n in range(steps)])


def step(settings, sizes, x, A, B, c, d, t0, t1):
    tableau = TABLEAUS[settings["solver"]]
    return {"x": runge_kutta_step(tableau, Polynomial(A, B, c, d).velocity, t0, t1 - t0, x)}


def solve(settings, sizes, x, A, B, c, d, t0, t1):
    states = walk(settings["solver"], Polynomial(A, B, c, d).velocity, x, t0, t1, sizes["steps"])
    return {"x": states[-1], "trace": {"states": before_steps(states, sizes["steps"])}}


OPERATIONS = {"solver.step": step, "solver.solve": solve}
