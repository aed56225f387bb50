"""Log-likelihoods of flows by the change of variables, and Hutchinson's estimate of a divergence."""
import math

import numpy as np

import solvers


def normal_constant(dim):
    return -dim / 2 * math.log(2 * math.pi)


def source_log_density(x):
    return -0.5 * np.sum(x**2, axis=1) + normal_constant(x.shape[1])


def augmented(field):
    """The slopes of the state [x, integral of div v]."""

    def slope(t, state):
        x = state[:, :-1]
        return np.concatenate([field.velocity(t, x), field.divergence(x)[:, None]], axis=1)

    return slope


def pull_back(field, x1, steps):
    """x_0, and the integral of div v from 0 to 1, walked from t = 1 to t = 0."""
    one = np.ones(1, x1.dtype)
    state = np.concatenate([x1, np.zeros_like(x1[:, :1])], axis=1)
    end = solvers.walk("rk4", augmented(field), state, one, 0 * one, steps)[-1]
    return end[:, :-1], -end[:, -1]


def change_of_variables(x0, integral, x1):
    return source_log_density(x0) - integral


def log_likelihood(settings, sizes, x1, A, B, c, d):
    x0, integral = pull_back(solvers.Polynomial(A, B, c, d), x1, sizes["steps"])
    return {"x0": x0, "log_density": change_of_variables(x0, integral, x1)}


def quadratic_forms(jacobian, probes):
    """e^T J e for every probe and row, [probes, rows]."""
    return np.einsum("kri,rij,krj->kr", probes, jacobian, probes)


def probe_mean(estimates):
    return estimates.mean(axis=0)


def hutchinson(settings, sizes, x, A, B, probes):
    return {"estimate": probe_mean(quadratic_forms(solvers.Polynomial(A, B).jacobian(x), probes))}


OPERATIONS = {"density.log-likelihood": log_likelihood, "density.hutchinson": hutchinson}
