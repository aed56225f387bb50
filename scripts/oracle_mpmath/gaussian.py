"""Schedules, Gaussian paths, parametrizations, mixtures, losses: from the definitions of theory.md.

X_t = alpha_t X_1 + sigma_t X_0. Velocities are time derivatives of flows, scores are gradients of log-densities, both by difference
quotients; the inverse of the signal-to-noise ratio is found by bisection.
"""
from mpmath import cos, exp, fsum, log, mpf, pi, sin, sqrt

from .numbers import derivative, gradient, rows, solve2


def alpha_of(s):
    kind = s["kind"]
    if kind in ("cond-ot", "ot", "linear-vp"):
        return lambda t: t
    if kind == "polynomial":
        return lambda t: t ** int(s["n"])
    if kind == "cosine":
        return lambda t: sin(pi * t / 2)
    if kind == "ve":
        return lambda t: mpf(1)
    if kind == "vp":
        return lambda t: exp(-vp_integral(s, t) / 2)
    raise ValueError(kind)


def vp_integral(s, t):
    """The integral of beta over the diffusion's time from 0 to 1 - t."""
    u = 1 - t
    return u * u / 2 * (mpf(s["betaMax"]) - mpf(s["betaMin"])) + u * mpf(s["betaMin"])


def sigma_of(s):
    kind = s["kind"]
    if kind == "cond-ot":
        return lambda t: 1 - t
    if kind == "ot":
        return lambda t: 1 - (1 - mpf(s["sigmaMin"])) * t
    if kind == "polynomial":
        return lambda t: 1 - t ** int(s["n"])
    if kind == "linear-vp":
        return lambda t: sqrt(1 - t * t)
    if kind == "cosine":
        return lambda t: cos(pi * t / 2)
    if kind == "ve":
        least, most = mpf(s["sigmaMin"]), mpf(s["sigmaMax"])
        return lambda t: least * (most / least) ** (1 - t)
    if kind == "vp":
        return lambda t: sqrt(1 - exp(-vp_integral(s, t)))
    raise ValueError(kind)


class At:
    """A schedule at one time."""

    def __init__(self, s, t, slopes=True):
        alpha, sigma = alpha_of(s), sigma_of(s)
        self.a, self.s = alpha(t), sigma(t)
        if slopes:
            self.da, self.ds = derivative(alpha, t), derivative(sigma, t)


def snr(s, t):
    return alpha_of(s)(t) / sigma_of(s)(t)


def time_at(s, wanted):
    """t with snr(t) = wanted: the ratio grows."""
    low, high = mpf(0), mpf(1)
    for _ in range(40):
        mid = (low + high) / 2
        low, high = (mid, high) if snr(s, mid) < wanted else (low, mid)
    t = (low + high) / 2
    for _ in range(5):
        # Newton doubles the 40 digits of the bisection: 80, 160, 320.
        t -= (snr(s, t) - wanted) / derivative(lambda u: snr(s, u), t)
    return t


def log_normal(x, mean, variance):
    d = len(x)
    return -(d * log(2 * pi * variance) + fsum((a - m) ** 2 for a, m in zip(x, mean, strict=True)) / variance) / 2


def per_row(case, name):
    return rows(case.floats[name], case.sizes["dim"])


def evaluate(case):
    at = [At(case.schedule, t) for t in case.floats["t"]]
    return {
        "alpha": [p.a for p in at],
        "sigma": [p.s for p in at],
        "alpha_dot": [p.da for p in at],
        "sigma_dot": [p.ds for p in at],
    }


def levels(case):
    ratios = [snr(case.schedule, t) for t in case.floats["t"]]
    return {"snr": ratios, "log_snr": [log(r * r) for r in ratios]}


def change(case):
    old, to = case.schedule, case.settings["to"]
    out = {"time": [], "scaled": [], "velocity": []}
    for r, x, u in zip(case.floats["r"], per_row(case, "x"), per_row(case, "velocity"), strict=True):
        t = time_at(old, snr(to, r))
        here, there = At(old, t), At(to, r)
        dt = derivative(lambda q: snr(to, q), r) / derivative(lambda q: snr(old, q), t)
        scale = there.s / here.s
        dscale = there.ds / here.s - there.s * here.ds * dt / here.s**2
        out["time"].append(t)
        out["scaled"] += [value / scale for value in x]
        out["velocity"] += [dscale / scale * value + scale * dt * v for value, v in zip(x, u, strict=True)]
    return out


def sample(case):
    out = []
    for t, x0, x1 in zip(case.floats["t"], per_row(case, "x0"), per_row(case, "x1"), strict=True):
        p = At(case.schedule, t, slopes=False)
        out += [p.a * b + p.s * a for a, b in zip(x0, x1, strict=True)]
    return {"x": out}


def pair_velocity(schedule, t, x0, x1):
    alpha, sigma = alpha_of(schedule), sigma_of(schedule)
    return [derivative(lambda u, a=a, b=b: alpha(u) * b + sigma(u) * a, t) for a, b in zip(x0, x1, strict=True)]


def path_velocity(case):
    triples = zip(case.floats["t"], per_row(case, "x0"), per_row(case, "x1"), strict=True)
    return {"velocity": [v for t, x0, x1 in triples for v in pair_velocity(case.schedule, t, x0, x1)]}


def conditional_velocity(case):
    """The pair's velocity of the one source point from which the flow reaches x."""
    out = []
    for t, x, x1 in zip(case.floats["t"], per_row(case, "x"), per_row(case, "x1"), strict=True):
        p = At(case.schedule, t, slopes=False)
        x0 = [(value - p.a * b) / p.s for value, b in zip(x, x1, strict=True)]
        out += pair_velocity(case.schedule, t, x0, x1)
    return {"velocity": out}


def conditional_log_densities(case):
    for t, x, x1 in zip(case.floats["t"], per_row(case, "x"), per_row(case, "x1"), strict=True):
        p = At(case.schedule, t, slopes=False)
        mean = [p.a * b for b in x1]
        yield x, lambda y, mean=mean, p=p: log_normal(y, mean, p.s**2)


def conditional_log_density(case):
    return {"log_density": [f(x) for x, f in conditional_log_densities(case)]}


def conditional_score(case):
    return {"score": [g for x, f in conditional_log_densities(case) for g in gradient(f, x)]}


def pair_behind(p, kind, value, x):
    """(x_1, epsilon) with alpha x_1 + sigma epsilon = x that the prediction stands for."""
    second = {
        "velocity": (p.da, p.ds, value),
        "x1": (1, 0, value),
        "epsilon": (0, 1, value),
        "score": (0, 1, -p.s * value),
        "v-prediction": (-p.s, p.a, value),
    }[kind]
    return solve2(p.a, p.s, second[0], second[1], x, second[2])


def prediction_of(p, kind, x1, epsilon):
    return {
        "velocity": p.da * x1 + p.ds * epsilon,
        "x1": x1,
        "epsilon": epsilon,
        "score": -epsilon / p.s,
        "v-prediction": p.a * epsilon - p.s * x1,
    }[kind]


def convert(case):
    out = []
    for t, values, x in zip(case.floats["t"], per_row(case, "value"), per_row(case, "x"), strict=True):
        p = At(case.schedule, t)
        for value, y in zip(values, x, strict=True):
            x1, epsilon = pair_behind(p, case.settings["from"], value, y)
            out.append(prediction_of(p, case.settings["to"], x1, epsilon))
    return {"value": out}


class Mixture:
    """sum_k w_k N(m_k, s_k^2 I) under a schedule at time t."""

    def __init__(self, case, t):
        f = case.floats
        self.weights, self.means = f["weights"], per_row(case, "means")
        alpha, sigma = alpha_of(case.schedule), sigma_of(case.schedule)
        variances = [lambda u, s=s: (alpha(u) * s) ** 2 + sigma(u) ** 2 for s in f["stds"]]
        self.v = [variance(t) for variance in variances]
        # Each component is carried by x -> mu' + (v'/2v)(x - mu): mean and spread follow it.
        self.stretch = [derivative(variance, t) / (2 * variance(t)) for variance in variances]
        self.a, self.da = alpha(t), derivative(alpha, t)

    def parts(self, x):
        logs = [
            log(w) + log_normal(x, [self.a * m for m in mean], v)
            for w, mean, v in zip(self.weights, self.means, self.v, strict=True)
        ]
        return [exp(value) for value in logs]

    def log_density(self, x):
        return log(fsum(self.parts(x)))

    def velocity(self, x):
        parts = self.parts(x)
        total = fsum(parts)
        return [
            fsum(
                part * (self.da * mean[j] + c * (value - self.a * mean[j]))
                for part, mean, c in zip(parts, self.means, self.stretch, strict=True)
            )
            / total
            for j, value in enumerate(x)
        ]


def mixtures(case):
    return [(Mixture(case, t), x) for t, x in zip(case.floats["t"], per_row(case, "x"), strict=True)]


def marginal_velocity(case):
    return {"velocity": [u for mixture, x in mixtures(case) for u in mixture.velocity(x)]}


def marginal_score(case):
    return {"score": [g for mixture, x in mixtures(case) for g in gradient(mixture.log_density, x)]}


def marginal_divergence(case):
    def divergence(mixture, x):
        return fsum(gradient(lambda y, j=j: mixture.velocity(y)[j], x)[j] for j in range(len(x)))

    return {"divergence": [divergence(mixture, x) for mixture, x in mixtures(case)]}


def marginal_log_density(case):
    return {"log_density": [mixture.log_density(x) for mixture, x in mixtures(case)]}


def squared_loss(prediction, target, count):
    return fsum((v - u) ** 2 for v, u in zip(prediction, target, strict=True)) / count


def fm(case):
    v, u = case.floats["prediction"], case.floats["velocity"]
    return loss_and_gradient(v, u, case.sizes["rows"])


def cfm(case):
    return loss_and_gradient(case.floats["prediction"], path_velocity(case)["velocity"], case.sizes["rows"])


def loss_and_gradient(v, u, count):
    # A parabola in each element: its difference quotient is its derivative.
    slopes = [(squared_loss([p + 1], [t], count) - squared_loss([p - 1], [t], count)) / 2 for p, t in zip(v, u, strict=True)]
    return {"loss": [squared_loss(v, u, count)], "gradient": slopes}


def classifier(case):
    """The change of the score by gamma grad log p(y|x), turned into a change of the velocity."""
    out = []
    gamma = case.floats["scale"][0]
    triples = zip(case.floats["t"], per_row(case, "velocity"), per_row(case, "gradient"), strict=True)
    for t, velocity, gradients in triples:
        p = At(case.schedule, t)
        for u, g in zip(velocity, gradients, strict=True):
            change = prediction_of(p, "velocity", *pair_behind(p, "score", gamma * g, mpf(0)))
            out.append(u + change)
    return {"velocity": out}


OPERATIONS = {
    "schedule.evaluate": evaluate,
    "schedule.log-snr": levels,
    "schedule.change": change,
    "path.sample": sample,
    "path.velocity": path_velocity,
    "path.conditional-velocity": conditional_velocity,
    "path.conditional-score": conditional_score,
    "path.conditional-log-density": conditional_log_density,
    "parametrization.convert": convert,
    "marginal.velocity": marginal_velocity,
    "marginal.score": marginal_score,
    "marginal.divergence": marginal_divergence,
    "marginal.log-density": marginal_log_density,
    "loss.fm": fm,
    "loss.cfm": cfm,
    "guidance.classifier": classifier,
}
