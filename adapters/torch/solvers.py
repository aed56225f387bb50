"""Fixed-step solvers on the polynomial field v(t, x) = A x + B x^2 + c t + d t^2, and the densities that follow."""
import torch
from torch.distributions import Normal

import derivatives
from products import product

# Rows of coefficients a_ij, weights b_i, nodes c_i.
TABLEAUS = {
    "euler": ([[]], [1], [0]),
    "midpoint": ([[], [1 / 2]], [0, 1], [0, 1 / 2]),
    "heun": ([[], [1]], [1 / 2, 1 / 2], [0, 1]),
    "ralston": ([[], [2 / 3]], [1 / 4, 3 / 4], [0, 2 / 3]),
    "heun3": ([[], [1 / 3], [0, 2 / 3]], [1 / 4, 0, 3 / 4], [0, 1 / 3, 2 / 3]),
    "rk4": ([[], [1 / 2], [0, 1 / 2], [0, 0, 1]], [1 / 6, 1 / 3, 1 / 3, 1 / 6], [0, 1 / 2, 1 / 2, 1]),
    "rk4-38": ([[], [1 / 3], [-1 / 3, 1], [1, -1, 1]], [1 / 8, 3 / 8, 3 / 8, 1 / 8], [0, 1 / 3, 2 / 3, 1]),
    "dopri5": (
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

ADAMS = {"ab2": ("ralston", [3 / 2, -1 / 2]), "ab3": ("heun3", [23 / 12, -4 / 3, 5 / 12])}


def polynomial(A, B, c=0, d=0):
    return lambda t, x: product(x, A.T) + product(x**2, B.T) + c * t + d * t**2


def advance(x, h, weights, slopes):
    """x + Σ (h w_j) k_j, term by term."""
    for weight, slope in zip(weights, slopes):
        if weight != 0:
            x = x + h * weight * slope
    return x


def runge_kutta(tableau, field, t, h, x):
    a, b, c = tableau
    slopes = []
    for row, node in zip(a, c):
        slopes.append(field(t + node * h, advance(x, h, row, slopes)))
    return advance(x, h, b, slopes)


def walk(solver, field, x, t0, t1, steps):
    """All states, on a grid of equal steps."""
    times = [t0 + (t1 - t0) * (n / steps) for n in range(steps)]
    h = (t1 - t0) / steps
    states, slopes = [x], []
    for n, t in enumerate(times):
        starter, weights = ADAMS.get(solver, (solver, None))
        if weights is not None:
            slopes.insert(0, field(t, states[-1]))
        if weights is None or len(slopes) < len(weights):
            states.append(runge_kutta(TABLEAUS[starter], field, t, h, states[-1]))
        else:
            states.append(advance(states[-1], h, weights, slopes))
    return states


def step(settings, sizes, x, A, B, c, d, t0, t1):
    return {"x": walk(settings["solver"], polynomial(A, B, c, d), x, t0, t1, 1)[-1]}


def solve(settings, sizes, x, A, B, c, d, t0, t1):
    states = walk(settings["solver"], polynomial(A, B, c, d), x, t0, t1, sizes["steps"])
    return {"x": states[-1], "trace": {"states": torch.stack(states[:-1])}}


def log_likelihood(settings, sizes, x1, A, B, c, d):
    """Points and the integral of the divergence as one state, from t = 1 to t = 0."""
    field = polynomial(A, B, c, d)

    def augmented(t, state):
        x = state[:, :-1].detach().requires_grad_()
        v = field(t, x)
        return torch.cat([v, derivatives.divergence(v, x)[:, None]], 1).detach()

    start = torch.cat([x1, torch.zeros_like(x1[:, :1])], 1)
    end = walk("rk4", augmented, start, torch.ones_like(x1[0, 0]), torch.zeros_like(x1[0, 0]), sizes["steps"])[-1]
    x0, integral = end[:, :-1], end[:, -1]
    source = Normal(torch.zeros_like(x0), torch.ones_like(x0))
    # The state went backwards: the integral from 0 to 1 is minus what it has gathered.
    return {"x0": x0, "log_density": source.log_prob(x0).sum(-1) + integral}


def hutchinson(settings, sizes, x, A, B, probes):
    """The probes through the vector-Jacobian product."""
    x.requires_grad_()
    v = polynomial(A, B)(0, x)
    estimates = [(torch.autograd.grad(v, x, e, retain_graph=True)[0] * e).sum(-1) for e in probes]
    return {"estimate": torch.stack(estimates).mean(0)}


OPERATIONS = {
    "solver.step": step,
    "solver.solve": solve,
    "density.log-likelihood": log_likelihood,
    "density.hutchinson": hutchinson,
}
