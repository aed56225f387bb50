"""Arithmetic of the table: 200 bits are wanted, more are carried so that difference quotients keep them.

A derivative is the symmetric difference quotient of the definition, with h = 2^-160 at 480 bits: it errs by h² f'''/6 (320 bits)
and by cancellation (480 - 160 = 320 bits), so that no derivative is ever written down by hand here.
"""
from mpmath import fsum, mp, mpf

WANTED = 200
mp.prec = 480
H = mpf(2) ** -160


def derivative(f, t):
    return (f(t + H) - f(t - H)) / (2 * H)


def dot(a, b):
    return fsum(x * y for x, y in zip(a, b, strict=True))


def rows(values, width):
    return [values[i : i + width] for i in range(0, len(values), width)]


def shifted(x, i, by):
    """x with `by` added to element i."""
    return [value + by if k == i else value for k, value in enumerate(x)]


def gradient(f, x):
    """All partial derivatives of f at x."""
    return [(f(shifted(x, i, H)) - f(shifted(x, i, -H))) / (2 * H) for i in range(len(x))]


def solve2(a, b, c, d, p, q):
    """(y, z) with a y + b z = p, c y + d z = q."""
    det = a * d - b * c
    return (p * d - b * q) / det, (a * q - p * c) / det
