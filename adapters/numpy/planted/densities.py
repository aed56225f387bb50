"""In densities of flows."""
import numpy as np

import densities
import solvers
from densities import augmented, source_log_density
from mistakes import instead_of
from solvers import Polynomial


@instead_of(densities, "change_of_variables", "density.log-det-sign")
def _(x0, integral, x1):
    return densities.source_log_density(x0) + integral


@instead_of(densities, "change_of_variables", "density.log-det-missing")
def _(x0, integral, x1):
    return densities.source_log_density(x0)


@instead_of(densities, "change_of_variables", "density.source-missing")
def _(x0, integral, x1):
    return -integral


@instead_of(densities, "change_of_variables", "density.source-at-data")
def _(x0, integral, x1):
    return source_log_density(x1) - integral


@instead_of(densities, "normal_constant", "density.normal-constant-missing")
def _(dim):
    return 0


@instead_of(Polynomial, "divergence", "density.jacobian-summed")
def _(self, x):
    return self.jacobian(x).sum(axis=(1, 2))


@instead_of(densities, "pull_back", "density.integrated-forwards")
def _(field, x1, steps):
    zero = np.zeros(1, x1.dtype)
    state = np.hstack([x1, np.zeros_like(x1[:, :1])])
    end = solvers.walk("rk4", augmented(field), state, zero, zero + 1, steps)[-1]
    return end[:, :-1], end[:, -1]


@instead_of(densities, "pull_back", "density.log-det-by-rectangles")
def _(field, x1, steps):
    one = np.ones(1, x1.dtype)
    states = solvers.walk("rk4", field.velocity, x1, one, 0 * one, steps)
    return states[-1], sum(field.divergence(x) for x in states[:-1]) / steps


@instead_of(densities, "probe_mean", "density.hutchinson-sum")
def _(estimates):
    return estimates.sum(axis=0)


@instead_of(densities, "quadratic_forms", "density.hutchinson-unit-probes")
def _(jacobian, probes):
    units = probes / np.linalg.norm(probes, axis=2, keepdims=True)
    return np.einsum("kri,rij,krj->kr", units, jacobian, units)


@instead_of(densities, "quadratic_forms", "density.hutchinson-two-draws")
def _(jacobian, probes):
    return np.einsum("kri,rij,krj->kr", np.roll(probes, -1, axis=0), jacobian, probes)


@instead_of(densities, "quadratic_forms", "density.hutchinson-mean-over-dims")
def _(jacobian, probes):
    return (probes * np.einsum("rij,krj->kri", jacobian, probes)).mean(axis=2)


@instead_of(densities, "quadratic_forms", "density.hutchinson-ones")
def _(jacobian, probes):
    gradient_of_sum = jacobian.sum(axis=1)
    return (probes * gradient_of_sum * probes).sum(axis=2)
