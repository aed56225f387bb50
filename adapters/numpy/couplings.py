"""Optimal transport between two minibatches with squared Euclidean cost."""
import math

import numpy as np

RESIDUAL = 2e-5
MOST_ROUNDS = 20000


def cost_matrix(x0, x1):
    return np.sum((x0[:, None, :] - x1[None, :, :]) ** 2, axis=2)


def assignment(cost):
    """The column of each row, by shortest augmenting paths (the Hungarian method in O(n^3))."""
    n = len(cost)
    row_price = np.zeros(n, cost.dtype)
    column_price = np.zeros(n + 1, cost.dtype)
    row_of = np.full(n + 1, -1)
    for start in range(n):
        row_of[n] = start
        column = n
        slack = np.full(n, np.inf, cost.dtype)
        before = np.full(n, n)
        used = np.zeros(n + 1, bool)
        while row_of[column] >= 0:
            used[column] = True
            row = row_of[column]
            reduced = cost[row] - row_price[row] - column_price[:n]
            closer = ~used[:n] & (reduced < slack)
            slack[closer] = reduced[closer]
            before[closer] = column
            following = int(np.argmin(np.where(used[:n], np.inf, slack)))
            delta = slack[following]
            row_price[row_of[used]] += delta
            column_price[used] -= delta
            slack[~used[:n]] -= delta
            column = following
        while column != n:
            row_of[column] = row_of[before[column]]
            column = before[column]
    columns = np.empty(n, np.int32)
    columns[row_of[:n]] = np.arange(n)
    return columns


def log_sum_exp(values, axis):
    top = values.max(axis=axis, keepdims=True)
    return np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis))


def gibbs_exponent(cost, epsilon):
    return -cost / epsilon


def marginal(count, others):
    """The mass of each of `count` points."""
    return 1 / count


def goes_on(rounds, residual):
    return rounds < MOST_ROUNDS and residual > RESIDUAL


def sinkhorn_plan(exponents):
    rows, columns = exponents.shape
    log_row = math.log(marginal(rows, columns))
    log_column = math.log(marginal(columns, rows))
    f = np.zeros(rows, exponents.dtype)
    g = np.zeros(columns, exponents.dtype)
    rounds, residual = 0, math.inf
    while goes_on(rounds, residual):
        f = log_row - log_sum_exp(exponents + g, axis=1)
        g = log_column - log_sum_exp(exponents + f[:, None], axis=0)
        plan = np.exp(f[:, None] + g + exponents)
        residual = float(np.abs(plan.sum(axis=1) - marginal(rows, columns)).sum())
        rounds += 1
    return plan


def exact(settings, sizes, x0, x1):
    return {"permutation": assignment(cost_matrix(x0, x1))}


def sinkhorn(settings, sizes, x0, x1, epsilon):
    return {"plan": sinkhorn_plan(gibbs_exponent(cost_matrix(x0, x1), epsilon))}


OPERATIONS = {"coupling.exact": exact, "coupling.sinkhorn": sinkhorn}
