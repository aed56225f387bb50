"""Tensors on the wire: {"dtype", "shape", "b64"} with the little-endian bytes of the elements in row-major order."""
import base64

import numpy as np
import torch

TYPES = {"float32": "<f4", "float64": "<f8", "int32": "<i4"}
FORMATS = {"float32": torch.float32, "float64": torch.float64, "int32": torch.int32}


def decode(tensor, working=None):
    """`working`: the element type of arrays, where it is not the run's; scalars stay as they are, like numbers of Python."""
    data = np.frombuffer(base64.b64decode(tensor["b64"]), TYPES[tensor["dtype"]])
    value = torch.from_numpy(data.reshape(tensor["shape"]).copy())
    return value.to(working) if working is not None and value.is_floating_point() and value.dim() > 0 else value


def encode(name, value, dtype, working=None):
    """Refuses another dtype than the one computed in: a result of more precision would not be what is asked."""
    kind = "int32" if not value.is_floating_point() else dtype
    expected = torch.int32 if kind == "int32" else working or FORMATS[dtype]
    if value.dtype != expected:
        raise TypeError(f"{name} is {value.dtype} in a run of {dtype}")
    data = value.detach().to(FORMATS[kind]).contiguous().numpy()
    return {"dtype": kind, "shape": list(value.shape), "b64": base64.b64encode(data.astype(TYPES[kind]).tobytes()).decode()}
