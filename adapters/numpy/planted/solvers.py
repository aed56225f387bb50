"""In solvers."""
import solvers
from mistakes import instead_of
from solvers import ADAMS_WEIGHTS, STARTERS, TABLEAUS, Tableau


def use(table, name, mistake, value):
    """One entry of a table in the place of another."""
    instead_of(table, name, mistake)(value)


@instead_of(solvers, "runge_kutta_step", "solver.euler-for-all")
def _(tableau, velocity, t, h, x):
    return x + h * velocity(t, x)


@instead_of(solvers, "runge_kutta_step", "solver.stages-at-one-point")
def _(tableau, velocity, t, h, x):
    slopes = [velocity(t + c * h, x) for c in tableau.c]
    return x + h * sum(b * k for b, k in zip(tableau.b, slopes))


@instead_of(solvers, "stage_time", "solver.stage-times-at-start")
def _(t, c, h):
    return t


@instead_of(solvers, "steps_taken", "solver.last-step-missing")
def _(count):
    return count - 1


@instead_of(solvers, "intervals", "solver.points-for-steps")
def _(steps):
    return max(1, steps - 1)


@instead_of(solvers, "grid_time", "solver.time-not-advanced")
def _(t0, t1, n, count):
    return t0


@instead_of(solvers.Polynomial, "velocity", "solver.field-transposed")
def _(self, t, x):
    return x @ self.A + x**2 @ self.B + self.c * t + self.d * t**2


midpoint, heun, ralston = TABLEAUS["midpoint"], TABLEAUS["heun"], TABLEAUS["ralston"]
use(TABLEAUS, "midpoint", "solver.midpoint-half-step", Tableau(midpoint.a, [0, 0.5], midpoint.c))
use(TABLEAUS, "heun", "solver.heun-without-mean", Tableau(heun.a, [0, 1], heun.c))
use(TABLEAUS, "ralston", "solver.ralston-equal-weights", Tableau(ralston.a, [0.5, 0.5], ralston.c))
use(
    TABLEAUS,
    "heun3",
    "solver.heun3-is-kutta3",
    Tableau([[], [1 / 2], [-1, 2]], [1 / 6, 2 / 3, 1 / 6], [0, 1 / 2, 1]),
)
use(TABLEAUS, "rk4", "solver.rk4-is-three-eighths", TABLEAUS["rk4-38"])
rk4 = TABLEAUS["rk4"]
use(TABLEAUS, "rk4", "solver.rk4-equal-weights", Tableau(rk4.a, [0.25] * 4, rk4.c))
use(
    TABLEAUS,
    "rk4",
    "solver.rk4-third-from-first",
    Tableau([[], [0.5], [0.5, 0], [0, 0, 1]], rk4.b, rk4.c),
)
dopri5 = TABLEAUS["dopri5"]
use(
    TABLEAUS,
    "dopri5",
    "solver.dopri5-fourth-order",
    Tableau(
        [*dopri5.a, dopri5.b],
        [5179 / 57600, 0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40],
        [*dopri5.c, 1],
    ),
)
use(STARTERS, "ab2", "solver.adams-start-euler", "euler")
use(STARTERS, "ab3", "solver.adams-start-euler", "euler")
use(ADAMS_WEIGHTS, "ab2", "solver.adams-slopes-swapped", [-1 / 2, 3 / 2])
use(ADAMS_WEIGHTS, "ab3", "solver.adams-slopes-swapped", [5 / 12, -16 / 12, 23 / 12])
use(ADAMS_WEIGHTS, "ab3", "solver.ab3-second-order", [3 / 2, -1 / 2, 0])
