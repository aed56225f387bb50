"""Adam, AdamW and the moving average of parameters; k = 1 at the first update."""
import numpy as np


def first_moment(m, gradient, beta1):
    return beta1 * m + (1 - beta1) * gradient


def second_moment(v, gradient, beta2):
    return beta2 * v + (1 - beta2) * gradient**2


def correction(beta, step):
    return 1 - beta**step


def corrected_first(m, beta1, step):
    return m / correction(beta1, step)


def corrected_second(v, beta2, step):
    return v / correction(beta2, step)


def denominator(v_hat, epsilon):
    return np.sqrt(v_hat) + epsilon


def change(m, v, lr, beta1, beta2, epsilon, step):
    below = denominator(corrected_second(v, beta2, step), epsilon)
    return lr * corrected_first(m, beta1, step) / below


def update(gradient, m, v, lr, beta1, beta2, epsilon, step):
    m = first_moment(m, gradient, beta1)
    v = second_moment(v, gradient, beta2)
    return m, v, change(m, v, lr, beta1, beta2, epsilon, step)


def descend(parameters, change):
    return parameters - change


def decay_gradient(gradient, parameters, weight_decay):
    """The gradient that the moments of AdamW see: without the decay."""
    return gradient


def decayed(parameters, lr, weight_decay):
    return (1 - lr * weight_decay) * parameters


def adamw_parameters(parameters, change, lr, weight_decay):
    return descend(decayed(parameters, lr, weight_decay), change)


def adam(settings, sizes, parameters, gradient, m, v, lr, beta1, beta2, epsilon):
    m, v, step = update(gradient, m, v, lr, beta1, beta2, epsilon, settings["step"])
    return {"parameters": descend(parameters, step), "m": m, "v": v}


def adamw(settings, sizes, parameters, gradient, m, v, lr, beta1, beta2, epsilon, weight_decay):
    seen = decay_gradient(gradient, parameters, weight_decay)
    m, v, step = update(seen, m, v, lr, beta1, beta2, epsilon, settings["step"])
    return {"parameters": adamw_parameters(parameters, step, lr, weight_decay), "m": m, "v": v}


def ema(settings, sizes, average, parameters, decay):
    return {"average": moving_average(average, parameters, decay)}


def moving_average(old, parameters, decay):
    return decay * old + (1 - decay) * parameters


OPERATIONS = {"optimizer.adam": adam, "optimizer.adamw": adamw, "optimizer.ema": ema}
