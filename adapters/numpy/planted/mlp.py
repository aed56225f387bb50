"""In the network: its layout, its time, its derivatives."""
import numpy as np

import mlp
from activations import SLOPES, VALUES
from mistakes import instead_of
from schedules import column


def as_inputs_outputs(w):
    """The elements of a weight, read as [inputs, outputs]."""
    outputs, inputs = w.shape
    return w.reshape(inputs, outputs).T


def laid_out_transposed(gradient):
    return gradient.T.reshape(gradient.shape)


@instead_of(mlp, "matrix", "mlp.weights-transposed")
def _(w):
    return as_inputs_outputs(w)


@instead_of(mlp, "weight_gradient", "mlp.weights-transposed")
def _(delta, a):
    return laid_out_transposed(delta.T @ a)


@instead_of(mlp, "weight_gradient", "mlp.weight-gradient-transposed")
def _(delta, a):
    return (a.T @ delta).reshape(delta.shape[1], a.shape[1])


@instead_of(mlp, "pull", "mlp.backprop-untransposed")
def _(w, cotangent):
    return cotangent @ as_inputs_outputs(w)


@instead_of(mlp, "features", "mlp.time-not-fed")
def _(x, t):
    return np.hstack([x, np.zeros_like(x[:, :1])])


@instead_of(mlp, "features", "mlp.time-first")
def _(x, t):
    return np.hstack([column(t), x])


@instead_of(mlp, "feature_tangent", "mlp.time-first")
def _(tangent):
    return np.hstack([np.zeros_like(tangent[:, :1]), tangent])


@instead_of(mlp, "point_part", "mlp.time-first")
def _(cotangent):
    return cotangent[:, 1:]


@instead_of(mlp, "features", "mlp.time-reversed")
def _(x, t):
    return np.hstack([x, column(1 - t)])


@instead_of(mlp, "features", "mlp.time-in-thousands")
def _(x, t):
    return np.hstack([x, column(1000 * t)])


@instead_of(mlp, "features", "mlp.time-of-first-row")
def _(x, t):
    return np.hstack([x, np.full_like(x[:, :1], t[0])])


@instead_of(mlp, "linear", "mlp.bias-missing")
def _(w, b, a):
    return a @ w.T


@instead_of(mlp, "output", "mlp.output-activated")
def _(kind, z):
    return VALUES[kind](z)


@instead_of(mlp, "through_output", "mlp.output-activated")
def _(kind, z, change):
    return SLOPES[kind](z) * change


@instead_of(mlp, "weight_gradient", "mlp.gradient-averaged-twice")
def _(delta, a):
    return delta.T @ a / len(delta)


@instead_of(mlp, "bias_gradient", "mlp.gradient-averaged-twice")
def _(delta):
    return delta.mean(axis=0)


@instead_of(mlp, "bias_gradient", "mlp.bias-gradient-averaged")
def _(delta):
    return delta.mean(axis=0)


@instead_of(mlp, "weight_gradient", "mlp.gradient-of-last-row")
def _(delta, a):
    for row, inputs in zip(delta, a):
        gradient = np.outer(row, inputs)
    return gradient


@instead_of(mlp, "bias_gradient", "mlp.gradient-of-last-row")
def _(delta):
    for row in delta:
        gradient = row
    return gradient


@instead_of(mlp, "layer_inputs", "mlp.gradient-from-preactivations")
def _(run):
    return run.f, run.z1, run.z2


@instead_of(mlp, "push", "mlp.tangent-with-bias")
def _(w, b, tangent):
    return tangent @ w.T + b


@instead_of(mlp, "feature_tangent", "mlp.tangent-of-time")
def _(tangent):
    return np.hstack([tangent, np.ones_like(tangent[:, :1])])


@instead_of(mlp, "vector_jacobian", "mlp.vjp-is-jvp")
def _(run, cotangent):
    return np.einsum("rij,rj->ri", mlp.jacobian(run), cotangent)


@instead_of(mlp.OPERATIONS, "mlp.jvp", "mlp.jvp-is-vjp")
def _(settings, sizes, x, t, tangent, **weights):
    run = mlp.Pass(settings["activation"], x, t, **weights)
    return {"dy": mlp.vector_jacobian(run, tangent)}


@instead_of(mlp, "vector_jacobian", "mlp.vjp-of-wrong-columns")
def _(run, cotangent):
    return mlp.pull_features(run, cotangent)[:, 1:]


@instead_of(mlp, "trace_of", "mlp.divergence-of-whole-jacobian")
def _(jacobian):
    return jacobian.sum(axis=(1, 2))


@instead_of(mlp, "trace_of", "mlp.divergence-averaged")
def _(jacobian):
    return np.diagonal(jacobian, axis1=1, axis2=2).mean(axis=1)


@instead_of(mlp, "trace_of", "mlp.divergence-negated")
def _(jacobian):
    return -np.trace(jacobian, axis1=1, axis2=2)
