"""In couplings of minibatches."""
import numpy as np

import couplings
from couplings import assignment, sinkhorn_plan
from mistakes import instead_of


@instead_of(couplings, "cost_matrix", "coupling.unsquared-cost")
def _(x0, x1):
    return np.linalg.norm(x0[:, None, :] - x1[None, :, :], axis=2)


@instead_of(couplings, "assignment", "coupling.permutation-inverted")
def _(cost):
    return np.argsort(assignment(cost)).astype(np.int32)


@instead_of(couplings, "assignment", "coupling.greedy")
def _(cost):
    free = np.array(cost)
    columns = []
    for row in range(len(cost)):
        columns.append(int(np.argmin(free[row])))
        free[:, columns[-1]] = np.inf
    return np.array(columns, np.int32)


@instead_of(couplings, "assignment", "coupling.nearest-of-each")
def _(cost):
    return np.argmin(cost, axis=1).astype(np.int32)


@instead_of(couplings, "assignment", "coupling.largest-cost")
def _(cost):
    return assignment(-cost)


@instead_of(couplings, "assignment", "coupling.not-applied")
def _(cost):
    return np.arange(len(cost), dtype=np.int32)


@instead_of(couplings, "goes_on", "coupling.sinkhorn-one-iteration")
def _(rounds, residual):
    return rounds < 1


@instead_of(couplings, "sinkhorn_plan", "coupling.sinkhorn-rows-of-one")
def _(exponents):
    plan = sinkhorn_plan(exponents)
    return plan / plan.sum(axis=1, keepdims=True)


@instead_of(couplings, "marginal", "coupling.sinkhorn-marginals-of-one")
def _(count, others):
    return 1


@instead_of(couplings, "goes_on", "coupling.sinkhorn-marginals-of-one")
def _(rounds, residual):
    return rounds < 100


@instead_of(couplings, "gibbs_exponent", "coupling.sinkhorn-epsilon-multiplied")
def _(cost, epsilon):
    return -epsilon * cost


@instead_of(couplings, "gibbs_exponent", "coupling.sinkhorn-half-cost")
def _(cost, epsilon):
    return -0.5 * cost / epsilon


@instead_of(couplings, "gibbs_exponent", "coupling.sinkhorn-normalized-cost")
def _(cost, epsilon):
    return -cost / cost.max() / epsilon


@instead_of(couplings, "sinkhorn_plan", "coupling.sinkhorn-kernel-normalized")
def _(exponents):
    kernel = np.exp(exponents)
    return kernel / kernel.sum()


@instead_of(couplings, "sinkhorn_plan", "coupling.sinkhorn-log-plan")
def _(exponents):
    return np.log(sinkhorn_plan(exponents))
