"""Tensors on the wire: {"dtype", "shape", "b64"} with the little-endian bytes of the elements in row-major order."""
import base64

import numpy as np

TYPES = {"float32": "<f4", "float64": "<f8", "int32": "<i4"}


def decode(tensor):
    """A scalar becomes an array of one element, so that Python numbers beside it take its dtype in every numpy."""
    data = np.frombuffer(base64.b64decode(tensor["b64"]), TYPES[tensor["dtype"]])
    return data.reshape(tensor["shape"] or [1]).copy()


def encode(name, array, dtype):
    """Refuses another dtype than the run's: a result that was computed more precisely would not be what is asked."""
    array = np.asarray(array)
    if array.dtype not in (np.dtype(dtype), np.dtype("int32")):
        raise TypeError(f"{name} is {array.dtype} in a run of {dtype}")
    kind = str(array.dtype)
    data = np.ascontiguousarray(array, TYPES[kind])
    return {"dtype": kind, "shape": list(array.shape), "b64": base64.b64encode(data.tobytes()).decode()}
