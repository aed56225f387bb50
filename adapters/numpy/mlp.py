"""A network with two hidden layers as a velocity field v(x, t), and its derivatives by hand.

Weights are [outputs, inputs], the features [x, t]. Batches are [rows, width].
"""
import numpy as np

import activations
import losses
import paths
from schedules import Moment, column


def features(x, t):
    return np.concatenate([x, column(t)], axis=1)


def feature_tangent(tangent):
    """Time stands still."""
    return np.concatenate([tangent, np.zeros_like(tangent[:, :1])], axis=1)


def point_part(cotangent):
    """What belongs to x in a cotangent of the features."""
    return cotangent[:, :-1]


def matrix(w):
    """A weight as it is used."""
    return w


def linear(w, b, a):
    return a @ matrix(w).T + b


def push(w, b, tangent):
    return tangent @ matrix(w).T


def pull(w, cotangent):
    return cotangent @ matrix(w)


def hidden(kind, z):
    return activations.VALUES[kind](z)


def through(kind, z, h, change):
    """A tangent or cotangent through the activation h = f(z)."""
    return activations.SLOPES[kind](z) * change


def output(kind, z):
    return z


def through_output(kind, z, change):
    return change


class Pass:
    """A forward pass with all that the derivatives need."""

    def __init__(self, kind, x, t, w1, b1, w2, b2, w3, b3):
        self.kind = kind
        self.w = (w1, w2, w3)
        self.b = (b1, b2, b3)
        self.f = features(x, t)
        self.z1 = linear(w1, b1, self.f)
        self.h1 = hidden(kind, self.z1)
        self.z2 = linear(w2, b2, self.h1)
        self.h2 = hidden(kind, self.z2)
        self.z3 = linear(w3, b3, self.h2)
        self.y = output(kind, self.z3)

    def trace(self):
        return {"z1": self.z1, "h1": self.h1, "z2": self.z2, "h2": self.h2}


def deltas(run, cotangent):
    """Cotangents of z1, z2 and z3."""
    d3 = through_output(run.kind, run.z3, cotangent)
    d2 = through(run.kind, run.z2, run.h2, pull(run.w[2], d3))
    d1 = through(run.kind, run.z1, run.h1, pull(run.w[1], d2))
    return d1, d2, d3


def layer_inputs(run):
    return run.f, run.h1, run.h2


def weight_gradient(delta, a):
    return delta.T @ a


def bias_gradient(delta):
    return delta.sum(axis=0)


def loss_and_gradients(run, target):
    residuals = run.y - target
    answer = {"loss": losses.value(residuals)}
    for n, (delta, a) in enumerate(zip(deltas(run, losses.gradient(residuals)), layer_inputs(run)), start=1):
        answer[f"dw{n}"] = weight_gradient(delta, a)
        answer[f"db{n}"] = bias_gradient(delta)
    return answer


def pull_features(run, cotangent):
    return pull(run.w[0], deltas(run, cotangent)[0])


def vector_jacobian(run, cotangent):
    return point_part(pull_features(run, cotangent))


def jacobian_vector(run, tangent):
    d1 = through(run.kind, run.z1, run.h1, push(run.w[0], run.b[0], feature_tangent(tangent)))
    d2 = through(run.kind, run.z2, run.h2, push(run.w[1], run.b[1], d1))
    return through_output(run.kind, run.z3, push(run.w[2], run.b[2], d2))


def jacobian(run):
    """[rows, outputs, inputs], by columns."""
    rows, dim = run.y.shape
    units = np.eye(dim, dtype=run.y.dtype)
    return np.stack([jacobian_vector(run, np.tile(unit, (rows, 1))) for unit in units], axis=2)


def trace_of(jacobian):
    return np.trace(jacobian, axis1=1, axis2=2)


def model_point(xt, x0, x1):
    """What the network is fed in training."""
    return xt


def forward(settings, sizes, x, t, **weights):
    run = Pass(settings["activation"], x, t, **weights)
    return {"y": run.y, "trace": run.trace()}


def gradient(settings, sizes, x, t, target, **weights):
    return loss_and_gradients(Pass(settings["activation"], x, t, **weights), target)


def cfm_gradient(settings, sizes, x0, x1, t, **weights):
    at = Moment(settings["schedule"], column(t))
    x = model_point(paths.interpolate(at.alpha, at.sigma, x0, x1), x0, x1)
    target = losses.cfm_target(settings["schedule"], t, x0, x1)
    return loss_and_gradients(Pass(settings["activation"], x, t, **weights), target)


def vjp(settings, sizes, x, t, cotangent, **weights):
    return {"dx": vector_jacobian(Pass(settings["activation"], x, t, **weights), cotangent)}


def jvp(settings, sizes, x, t, tangent, **weights):
    return {"dy": jacobian_vector(Pass(settings["activation"], x, t, **weights), tangent)}


def divergence(settings, sizes, x, t, **weights):
    return {"divergence": trace_of(jacobian(Pass(settings["activation"], x, t, **weights)))}


OPERATIONS = {
    "mlp.forward": forward,
    "mlp.gradient": gradient,
    "mlp.cfm-gradient": cfm_gradient,
    "mlp.vjp": vjp,
    "mlp.jvp": jvp,
    "mlp.divergence": divergence,
}
