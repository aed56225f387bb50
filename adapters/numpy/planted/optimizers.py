"""In Adam, AdamW and the moving average."""
import numpy as np

import optimizers
from mistakes import instead_of
from optimizers import correction, first_moment, second_moment


@instead_of(optimizers, "correction", "optimizer.bias-correction-missing")
def _(beta, step):
    return np.ones_like(beta)


@instead_of(optimizers, "corrected_second", "optimizer.correction-first-only")
def _(v, beta2, step):
    return v


@instead_of(optimizers, "correction", "optimizer.step-off-by-one")
def _(beta, step):
    return 1 - beta ** (step + 1)


@instead_of(optimizers, "denominator", "optimizer.epsilon-inside-root")
def _(v_hat, epsilon):
    return np.sqrt(v_hat + epsilon)


@instead_of(optimizers, "change", "optimizer.epsilon-before-correction")
def _(m, v, lr, beta1, beta2, epsilon, step):
    rate = lr * np.sqrt(1 - beta2**step) / (1 - beta1**step)
    return rate * m / (np.sqrt(v) + epsilon)


@instead_of(optimizers, "denominator", "optimizer.root-missing")
def _(v_hat, epsilon):
    return v_hat + epsilon


@instead_of(optimizers, "update", "optimizer.moments-of-last-step")
def _(gradient, m, v, lr, beta1, beta2, epsilon, step):
    change = lr * (m / (1 - beta1**step)) / (np.sqrt(v / (1 - beta2**step)) + epsilon)
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return m, v, change


@instead_of(optimizers, "update", "optimizer.second-moment-of-first")
def _(gradient, m, v, lr, beta1, beta2, epsilon, step):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * m**2
    return m, v, lr * (m / (1 - beta1**step)) / (np.sqrt(v / (1 - beta2**step)) + epsilon)


@instead_of(optimizers, "update", "optimizer.betas-exchanged")
def _(gradient, m, v, lr, beta2, beta1, epsilon, step):
    m = first_moment(m, gradient, beta1)
    v = second_moment(v, gradient, beta2)
    return m, v, lr * (m / correction(beta1, step)) / (np.sqrt(v / correction(beta2, step)) + epsilon)


@instead_of(optimizers, "first_moment", "optimizer.undamped-moment")
def _(m, gradient, beta1):
    return beta1 * m + gradient


@instead_of(optimizers, "second_moment", "optimizer.second-moment-unsquared")
def _(v, gradient, beta2):
    return beta2 * v + (1 - beta2) * np.abs(gradient)


@instead_of(optimizers, "descend", "optimizer.ascent")
def _(parameters, change):
    return parameters + change


@instead_of(optimizers, "decay_gradient", "optimizer.decay-in-gradient")
def _(gradient, parameters, weight_decay):
    return gradient + weight_decay * parameters


@instead_of(optimizers, "adamw_parameters", "optimizer.decay-in-gradient")
def _(parameters, change, lr, weight_decay):
    return parameters - change


@instead_of(optimizers, "decayed", "optimizer.decay-without-rate")
def _(parameters, lr, weight_decay):
    return parameters - weight_decay * parameters


@instead_of(optimizers, "adamw_parameters", "optimizer.decay-after-step")
def _(parameters, change, lr, weight_decay):
    parameters = parameters - change
    parameters -= lr * weight_decay * parameters
    return parameters


@instead_of(optimizers, "decayed", "optimizer.decay-missing")
def _(parameters, lr, weight_decay):
    return parameters


@instead_of(optimizers, "moving_average", "optimizer.average-reversed")
def _(old, parameters, decay):
    return (1 - decay) * old + decay * parameters


@instead_of(optimizers, "moving_average", "optimizer.average-unweighted")
def _(old, parameters, decay):
    return decay * old + parameters


@instead_of(optimizers, "moving_average", "optimizer.average-old-kept")
def _(old, parameters, decay):
    return old + (1 - decay) * parameters
