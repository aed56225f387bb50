"""The network and its derivatives, optimizers.

Jacobians are difference quotients of the forward pass. The parameters' gradient is carried backwards, with the activations' slopes by
difference quotients, and held against the difference quotient of the loss along one direction in the space of all parameters.
"""
from mpmath import erf, exp, fsum, log, mpf, sqrt, tanh

from .gaussian import path_velocity, sample
from .numbers import H, WANTED, derivative, dot, rows

ACTIVATIONS = {
    "tanh": tanh,
    "relu": lambda z: max(z, mpf(0)),
    "silu": lambda z: z / (1 + exp(-z)),
    "gelu": lambda z: z * (1 + erf(z / sqrt(mpf(2)))) / 2,
    "softplus": lambda z: log(1 + exp(z)),
}
LAYERS = ("1", "2", "3")


class Network:
    def __init__(self, case, moved=None):
        f = moved or case.floats
        self.activation = ACTIVATIONS[case.settings["activation"]]
        self.weights = [rows(f["w" + n], len(f["w" + n]) // len(f["b" + n])) for n in LAYERS]
        self.biases = [f["b" + n] for n in LAYERS]

    def inside(self, x, t):
        """What each layer is fed, what it says before its activation."""
        fed, said = [[*x, t]], []
        for i, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            said.append([dot(row, fed[-1]) + c for row, c in zip(w, b, strict=True)])
            if i < 2:
                fed.append([self.activation(z) for z in said[-1]])
        return fed, said

    def __call__(self, x, t):
        return self.inside(x, t)[1][-1]


def batch(case, name="x"):
    return list(zip(rows(case.floats[name], case.sizes["dim"]), case.floats["t"], strict=True))


def forward(case):
    network = Network(case)
    return {"y": [y for x, t in batch(case) for y in network(x, t)]}


def along(network, x, t, tangent):
    ahead = network([a + H * b for a, b in zip(x, tangent, strict=True)], t)
    behind = network([a - H * b for a, b in zip(x, tangent, strict=True)], t)
    return [(a - b) / (2 * H) for a, b in zip(ahead, behind, strict=True)]


def columns(network, x, t):
    dim = len(x)
    return [along(network, x, t, [mpf(int(i == j)) for i in range(dim)]) for j in range(dim)]


def jvp(case):
    network = Network(case)
    tangents = rows(case.floats["tangent"], case.sizes["dim"])
    return {"dy": [v for (x, t), d in zip(batch(case), tangents, strict=True) for v in along(network, x, t, d)]}


def vjp(case):
    network = Network(case)
    cotangents = rows(case.floats["cotangent"], case.sizes["dim"])
    pairs = zip(batch(case), cotangents, strict=True)
    return {"dx": [dot(column, c) for (x, t), c in pairs for column in columns(network, x, t)]}


def divergence(case):
    network = Network(case)
    return {"divergence": [fsum(c[j] for j, c in enumerate(columns(network, x, t))) for x, t in batch(case)]}


def loss_of(network, points, targets):
    return fsum(
        (y - u) ** 2 for (x, t), target in zip(points, targets, strict=True) for y, u in zip(network(x, t), target, strict=True)
    ) / len(points)


def gradients(case, points, targets):
    network = Network(case)
    named = {name + n: [mpf(0)] * len(case.floats[name + n]) for n in LAYERS for name in "wb"}
    for (x, t), target in zip(points, targets, strict=True):
        fed, said = network.inside(x, t)
        delta = [2 * (y - u) / len(points) for y, u in zip(said[2], target, strict=True)]
        for layer in (2, 1, 0):
            n, width = LAYERS[layer], len(fed[layer])
            for i, d in enumerate(delta):
                named["b" + n][i] += d
                for j, value in enumerate(fed[layer]):
                    named["w" + n][i * width + j] += d * value
            if layer > 0:
                back = [dot([row[j] for row in network.weights[layer]], delta) for j in range(width)]
                slopes = [derivative(network.activation, z) for z in said[layer - 1]]
                delta = [a * b for a, b in zip(back, slopes, strict=True)]
    hold_against_loss(case, points, targets, named)
    return {"loss": [loss_of(network, points, targets)], **{"d" + name: values for name, values in named.items()}}


def hold_against_loss(case, points, targets, named):
    """The gradient along (1, -1/2, 1/3, ...), over all parameters, by the loss alone."""
    direction = {name: [mpf((-1) ** i) / (i + 1) for i in range(len(g))] for name, g in named.items()}

    def loss_at(by):
        moved = {name: [p + by * d for p, d in zip(case.floats[name], direction[name], strict=True)] for name in named}
        return loss_of(Network(case, moved), points, targets)

    slope = (loss_at(H) - loss_at(-H)) / (2 * H)
    parts = [g * d for name in named for g, d in zip(named[name], direction[name], strict=True)]
    if not abs(slope - fsum(parts)) <= mpf(2) ** -WANTED * fsum(abs(p) for p in parts):
        raise ArithmeticError(f"{case.id}: the gradient is not that of the loss")


def gradient(case):
    return gradients(case, batch(case), rows(case.floats["target"], case.sizes["dim"]))


def cfm_gradient(case):
    dim = case.sizes["dim"]
    points = list(zip(rows(sample(case)["x"], dim), case.floats["t"], strict=True))
    return gradients(case, points, rows(path_velocity(case)["velocity"], dim))


def adam(case):
    f, k = case.floats, int(case.settings["step"])
    lr, beta1, beta2, epsilon = (f[name][0] for name in ("lr", "beta1", "beta2", "epsilon"))
    decay = f["weight_decay"][0] if "weight_decay" in f else mpf(0)
    out = {"parameters": [], "m": [], "v": []}
    for p, g, m, v in zip(f["parameters"], f["gradient"], f["m"], f["v"], strict=True):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        hat = (m / (1 - beta1**k)) / (sqrt(v / (1 - beta2**k)) + epsilon)
        out["parameters"].append(p - lr * hat - lr * decay * p)
        out["m"].append(m)
        out["v"].append(v)
    return out


def ema(case):
    d = case.floats["decay"][0]
    return {"average": [d * a + (1 - d) * p for a, p in zip(case.floats["average"], case.floats["parameters"], strict=True)]}


OPERATIONS = {
    "mlp.forward": forward,
    "mlp.jvp": jvp,
    "mlp.vjp": vjp,
    "mlp.divergence": divergence,
    "mlp.gradient": gradient,
    "mlp.cfm-gradient": cfm_gradient,
    "optimizer.adam": adam,
    "optimizer.adamw": adam,
    "optimizer.ema": ema,
}
