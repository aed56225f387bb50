"""As much of JAX as the adapter of `oracle init jax` calls, on numpy, for machines without JAX: proves the adapter, not JAX.

`grad` differentiates by a complex step: Im f(x + ih)/h is the derivative of an analytic f, exact to rounding for any small h
(Squire and Trapp, SIAM Review 40, 1998). Arrays are those of numpy, mutable and float64 unless told otherwise.
"""
import numpy

__version__ = "0 (numpy in its place)"
STEP = 1e-30


class config:
    @staticmethod
    def update(name, value):
        if (name, value) != ("jax_enable_x64", True):
            raise AttributeError(f"Unrecognized config option: {name}")


def grad(f):
    """The gradient of a scalar function of one array, in the array's shape and dtype."""

    def gradient(x):
        slopes = numpy.empty(x.shape, x.dtype)
        for place in numpy.ndindex(x.shape):
            moved = x.astype(complex)
            moved[place] += 1j * STEP
            slopes[place] = f(moved).imag / STEP
        return slopes

    return gradient
