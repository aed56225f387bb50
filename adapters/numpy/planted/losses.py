"""In the loss, its gradient, its target, and what the model is fed."""
import numpy as np

import losses
import mlp
from mistakes import instead_of


@instead_of(losses, "count", "loss.mean-over-all")
def _(rows, dim):
    return rows * dim


@instead_of(losses, "count", "loss.sum-over-rows")
def _(rows, dim):
    return 1


@instead_of(losses, "count", "loss.mean-over-dims")
def _(rows, dim):
    return dim


@instead_of(losses, "value", "loss.half")
def _(residuals):
    return (0.5 * np.sum(residuals**2, axis=1)).mean()


@instead_of(losses, "gradient", "loss.half")
def _(residuals):
    return residuals / len(residuals)


@instead_of(losses, "value", "loss.not-squared")
def _(residuals):
    return np.linalg.norm(residuals, axis=1).mean()


@instead_of(losses, "gradient", "loss.not-squared")
def _(residuals):
    return residuals / np.linalg.norm(residuals, axis=1, keepdims=True) / len(residuals)


@instead_of(losses, "value", "loss.absolute")
def _(residuals):
    return np.abs(residuals).sum(axis=1).mean()


@instead_of(losses, "gradient", "loss.absolute")
def _(residuals):
    return np.sign(residuals) / len(residuals)


@instead_of(losses, "value", "loss.root")
def _(residuals):
    return np.sqrt(np.sum(residuals**2, axis=1).mean())


@instead_of(losses, "gradient", "loss.root")
def _(residuals):
    return residuals / len(residuals) / np.sqrt(np.sum(residuals**2, axis=1).mean())


@instead_of(losses, "gradient", "loss.gradient-without-two")
def _(residuals):
    return residuals / len(residuals)


@instead_of(losses, "gradient", "loss.gradient-not-averaged")
def _(residuals):
    return 2 * residuals


@instead_of(losses, "gradient", "loss.gradient-sign")
def _(residuals):
    return -2 * residuals / len(residuals)


@instead_of(losses, "cfm_target", "loss.target-data")
def _(spec, t, x0, x1):
    return x1


@instead_of(losses, "cfm_target", "loss.target-noise")
def _(spec, t, x0, x1):
    return x0


@instead_of(mlp, "model_point", "loss.model-fed-data")
def _(xt, x0, x1):
    return x1


@instead_of(mlp, "model_point", "loss.model-fed-noise")
def _(xt, x0, x1):
    return x0


@instead_of(mlp, "model_point", "loss.model-fed-sum")
def _(xt, x0, x1):
    return x0 + x1
