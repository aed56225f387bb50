"""safetensors files: an 8-byte length, a JSON header, little-endian elements."""
import json
import struct

CODES = {"F32": ("f", 4), "F64": ("d", 8), "I32": ("i", 4)}


def read(path):
    """Elements of each tensor as Python numbers: floats are exact."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        code, width = CODES[entry["dtype"]]
        begin, end = entry["data_offsets"]
        tensors[name] = struct.unpack_from(f"<{(end - begin) // width}{code}", data, 8 + length + begin)
    return tensors


def encode(tensors, metadata):
    """float64 tensors of one axis, by name."""
    header = {"__metadata__": dict(sorted(metadata.items()))}
    end = 0
    for name in sorted(tensors):
        begin, end = end, end + 8 * len(tensors[name])
        header[name] = {"dtype": "F64", "shape": [len(tensors[name])], "data_offsets": [begin, end]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(struct.pack(f"<{len(t)}d", *t) for _, t in sorted(tensors.items()))
