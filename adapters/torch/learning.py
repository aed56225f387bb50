"""Losses, a network with two hidden layers, and optimizers: torch's own functions, gradients by autograd, torch.optim."""
import torch
import torch.nn.functional as F

import derivatives
from products import linear
from schedules import per_row

ACTIVATIONS = {"tanh": torch.tanh, "relu": F.relu, "silu": F.silu, "gelu": F.gelu, "softplus": F.softplus}


def squared_error(prediction, target):
    """Mean over rows, sum over dims."""
    return (prediction - target).square().sum(-1).mean()


def with_gradient(prediction, target):
    prediction.requires_grad_()
    loss = squared_error(prediction, target)
    return {"loss": loss, "gradient": torch.autograd.grad(loss, prediction)[0]}


def pair_velocity(settings, x0, x1, t):
    at = per_row(settings, t)
    return at.alpha_dot * x1 + at.sigma_dot * x0


def fm(settings, sizes, prediction, velocity):
    return with_gradient(prediction, velocity)


def cfm(settings, sizes, prediction, x0, x1, t):
    return with_gradient(prediction, pair_velocity(settings, x0, x1, t))


def network(settings, x, t, w1, b1, w2, b2, w3, b3):
    """The answer, and the hidden layers by name."""
    activate = ACTIVATIONS[settings["activation"]]
    z1 = linear(torch.cat([x, t[:, None]], 1), w1, b1)
    h1 = activate(z1)
    z2 = linear(h1, w2, b2)
    h2 = activate(z2)
    return linear(h2, w3, b3), {"z1": z1, "h1": h1, "z2": z2, "h2": h2}


def forward(settings, sizes, x, t, **weights):
    y, hidden = network(settings, x, t, **weights)
    return {"y": y, "trace": hidden}


def loss_and_gradients(settings, x, t, target, weights):
    for weight in weights.values():
        weight.requires_grad_()
    loss = squared_error(network(settings, x, t, **weights)[0], target)
    gradients = torch.autograd.grad(loss, list(weights.values()))
    return {"loss": loss, **{f"d{name}": g for name, g in zip(weights, gradients)}}


def gradient(settings, sizes, x, t, target, **weights):
    return loss_and_gradients(settings, x, t, target, weights)


def cfm_gradient(settings, sizes, x0, x1, t, **weights):
    at = per_row(settings, t)
    return loss_and_gradients(settings, at.alpha * x1 + at.sigma * x0, t, pair_velocity(settings, x0, x1, t), weights)


def vjp(settings, sizes, x, t, cotangent, **weights):
    x.requires_grad_()
    return {"dx": torch.autograd.grad(network(settings, x, t, **weights)[0], x, cotangent)[0]}


def jvp(settings, sizes, x, t, tangent, **weights):
    return {"dy": torch.autograd.functional.jvp(lambda point: network(settings, point, t, **weights)[0], x, tangent)[1]}


def divergence(settings, sizes, x, t, **weights):
    x.requires_grad_()
    return {"divergence": derivatives.divergence(network(settings, x, t, **weights)[0], x)}


def optimize(kind, settings, parameters, gradient, m, v, lr, beta1, beta2, epsilon, **options):
    """One update of torch's own optimizer, whose state is that of an earlier run."""
    parameters.requires_grad_()
    optimizer = kind([parameters], lr.item(), (beta1.item(), beta2.item()), epsilon.item(), **options)
    before = torch.tensor(float(settings["step"] - 1))
    optimizer.state[parameters] = {"step": before, "exp_avg": m, "exp_avg_sq": v}
    parameters.grad = gradient
    optimizer.step()
    return {"parameters": parameters, "m": m, "v": v}


def adam(settings, sizes, **inputs):
    return optimize(torch.optim.Adam, settings, **inputs)


def adamw(settings, sizes, weight_decay, **inputs):
    return optimize(torch.optim.AdamW, settings, **inputs, weight_decay=weight_decay.item())


def ema(settings, sizes, average, parameters, decay):
    return {"average": average.mul_(decay).add_(parameters * (1 - decay))}


OPERATIONS = {
    "loss.fm": fm,
    "loss.cfm": cfm,
    "mlp.forward": forward,
    "mlp.gradient": gradient,
    "mlp.cfm-gradient": cfm_gradient,
    "mlp.vjp": vjp,
    "mlp.jvp": jvp,
    "mlp.divergence": divergence,
    "optimizer.adam": adam,
    "optimizer.adamw": adamw,
    "optimizer.ema": ema,
}
