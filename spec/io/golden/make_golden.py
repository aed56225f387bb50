"""Files written by numpy (and, where it is installed, by safetensors) for spec/io/golden.spec.ts.

    /usr/bin/python3 spec/io/golden/make_golden.py            # .npy and .npz, numpy 1.24.2
    python3 spec/io/golden/make_golden.py --safetensors       # .safetensors, safetensors 0.8.0 with numpy

Elements follow a formula that the spec repeats: element i is i - 3 for signed and float types, i for unsigned, i odd for bool.
"""
import io
import sys
import warnings
import zipfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
TYPES = ["b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"]


def ramp(code, shape):
    i = np.arange(int(np.prod(shape)))
    values = i % 2 == 1 if code == "b1" else i if code[0] == "u" else i - 3
    return values.astype(code).reshape(shape)


def write_version(path, array, version):
    with open(path, "wb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        np.lib.format.write_array(file, array, version=version)


class Stream(io.RawIOBase):
    """A sink that cannot seek, so that zipfile has to use data descriptors."""

    def __init__(self, path):
        self.file = open(path, "wb")

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)

    def close(self):
        self.file.close()


def npz_with_descriptors(path, arrays):
    with Stream(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.save(buffer, array)
            info = zipfile.ZipInfo(name + ".npy")
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, buffer.getvalue())


def main():
    for code in TYPES:
        np.save(HERE / f"{code}.npy", ramp(code, (2, 3)))
    np.save(HERE / "scalar.npy", ramp("f8", ()))
    np.save(HERE / "vector.npy", ramp("f4", (7,)))
    np.save(HERE / "empty.npy", ramp("f4", (3, 0, 2)))
    np.save(HERE / "fortran.npy", np.asfortranarray(ramp("f4", (2, 3, 4))))
    np.save(HERE / "big-endian.npy", ramp("f4", (2, 3)).astype(">f4"))
    np.save(HERE / "half.npy", ramp("f4", (2, 3)).astype("f2"))
    np.save(HERE / "objects.npy", np.array([{}, None], dtype=object), allow_pickle=True)
    np.save(HERE / "structured.npy", np.zeros(2, dtype=[("x", "<f4")]))
    special = np.array([0.0, -0.0, 5e-324, np.inf, -np.inf, np.nan])
    np.save(HERE / "special.npy", special)
    write_version(HERE / "version2.npy", ramp("f4", (2, 3)), (2, 0))
    write_version(HERE / "version3.npy", ramp("f4", (2, 3)), (3, 0))
    arrays = {"x": ramp("f8", (40, 3)), "labels": ramp("i8", (40,)) % 3}
    np.savez(HERE / "stored.npz", **arrays)
    np.savez_compressed(HERE / "deflated.npz", **arrays)
    npz_with_descriptors(HERE / "descriptors.npz", arrays)


def main_safetensors():
    from safetensors.numpy import save_file

    tensors = {"layer.weight": ramp("f4", (2, 3)), "layer.bias": ramp("f8", (2,)), "step": ramp("i8", ()),
               "flags": ramp("b1", (5,)), "none": ramp("f4", (0, 4)), "\u00e9\u2028\"\\": ramp("u1", (3,))}
    save_file(tensors, HERE / "library.safetensors", metadata={"format": "np"})


if __name__ == "__main__":
    main_safetensors() if "--safetensors" in sys.argv[1:] else main()
