"""The exact velocity of a mixture in numpy, vectorised over rows and components.

    u(x) = sum_k r_k (m_k + c_k (x - t m_k)),  r = softmax_k(ln w_k - d/2 ln v_k - |x - t m_k|^2 / (2 v_k)),
    v_k = t^2 s_k^2 + (1 - t)^2,  c_k = (t s_k^2 - (1 - t)) / v_k

In the plan `product` the square is multiplied out, so that all exponents of a chunk of rows are one matrix product of [x, |x|^2, 1]: the
fastest way, which cancels. In the plan `differences` it is that of the differences: coordinate by coordinate, or by cdist where there
are many. The answer is a product in both. What depends on t alone is computed once in each call; buffers are kept, and chunks
stay in the cache.
"""
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "harness"))
from serve import absent, serve, settings  # noqa: E402

try:
    import numpy as np
    from scipy.spatial.distance import cdist
except ImportError as error:
    absent(error)

dim, components, rows = settings["dim"], settings["components"], settings["rows"]
dtype, plan = np.dtype(settings["dtype"]), settings["plan"]
random = np.random.default_rng(0)
weights = np.full(components, 1 / components)
means = random.standard_normal((components, dim))
variances = (0.2 + 0.3 * np.arange(components) / components) ** 2
x = random.standard_normal((rows, dim)).astype(dtype)
CHUNKS = tuple(n for n in (128, 256, 512, 1024, 2048, 4096) if n <= rows) or (rows,)

# Coordinates up to which a loop over them is faster than cdist.
FEW = 4


class Velocity:
    """u_t for chunks of at most `chunk` rows."""

    def __init__(self, chunk):
        self.chunk = chunk
        self.features = np.ones((chunk, dim + 2), dtype)
        self.exponents = np.empty((chunk, components), dtype)
        self.away = np.empty((chunk, components), dtype)
        self.parts = np.empty((chunk, dim + 2), dtype)

    def squares(self, x, centres, out):
        if dim > FEW:
            out[:] = cdist(x, centres, "sqeuclidean")
            return
        away = self.away[:len(x)]
        np.subtract(x[:, :1], centres[:, 0], out=away)
        np.multiply(away, away, out=out)
        for j in range(1, dim):
            np.subtract(x[:, j:j + 1], centres[:, j], out=away)
            np.multiply(away, away, out=away)
            out += away

    def __call__(self, t, x, out):
        v = t * t * variances + (1 - t) * (1 - t)
        c = (t * variances - (1 - t)) / v
        constant = np.log(weights) - 0.5 * dim * np.log(v)
        if plan == "product":
            constant = constant - 0.5 * t * t * np.square(means).sum(1) / v
            logits = np.concatenate([(t / v)[:, None] * means, (-0.5 / v)[:, None], constant[:, None]], 1).T.astype(dtype)
        else:
            centres, scale, constant = (t * means).astype(dtype), (-0.5 / v).astype(dtype), constant.astype(dtype)
        answer = np.concatenate([(1 - c * t)[:, None] * means, c[:, None], np.ones((components, 1))], 1).astype(dtype)
        for start in range(0, len(x), self.chunk):
            part = x[start:start + self.chunk]
            n = len(part)
            features, exponents, parts = self.features[:n], self.exponents[:n], self.parts[:n]
            if plan == "product":
                features[:, :dim] = part
                np.einsum("ij,ij->i", part, part, out=features[:, dim])
                np.matmul(features, logits, out=exponents)
            else:
                self.squares(part, centres, exponents)
                exponents *= scale
                exponents += constant
            exponents -= exponents.max(1, keepdims=True)
            np.exp(exponents, out=exponents)
            np.matmul(exponents, answer, out=parts)
            target = out[start:start + n]
            np.multiply(part, parts[:, dim:dim + 1], out=target)
            target += parts[:, :dim]
            target /= parts[:, dim + 1:]
        return out


def check():
    """Against the definition, written down plainly."""
    t, part = 0.5, x[:8].astype(np.float64)
    v = t * t * variances + (1 - t) * (1 - t)
    c = (t * variances - (1 - t)) / v
    away = part[:, None, :] - t * means
    logs = np.log(weights) - 0.5 * dim * np.log(v) - np.square(away).sum(2) / (2 * v)
    r = np.exp(logs - logs.max(1, keepdims=True))
    r /= r.sum(1, keepdims=True)
    plain = np.einsum("nk,nkd->nd", r, means + c[:, None] * away)
    error = np.abs(Velocity(8)(t, x[:8], np.empty_like(x[:8])) - plain).max()
    assert error < (1e-3 if dtype == np.float32 else 1e-11), error


def seconds(chunk):
    velocity, out = Velocity(chunk), np.empty_like(x)
    velocity(0.5, x, out)
    start = time.perf_counter()
    for _ in range(3):
        velocity(0.5, x, out)
    return time.perf_counter() - start


check()
best = min(CHUNKS, key=lambda chunk: min(seconds(chunk) for _ in range(3)))
velocity, out = Velocity(best), np.empty_like(x)
serve(
    lambda: velocity(0.5, x, out),
    version=f"numpy {np.__version__}, {best} rows at a time",
    threads=settings.get("threads", 1),
)
