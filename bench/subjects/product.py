"""A B^T in numpy or in PyTorch, into a matrix that is there already."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "harness"))
from serve import absent, serve, settings  # noqa: E402

n, library, threads = settings["size"], settings["library"], settings.get("threads", 1)
try:
    import numpy as np

    if library == "torch":
        import torch
except ImportError as error:
    absent(error)

i = np.arange(n * n)
a, b = (f(i).astype(np.float32).reshape(n, n) for f in (np.sin, np.cos))

if library == "torch":
    torch.set_num_threads(threads)
    a, b, c = torch.from_numpy(a), torch.from_numpy(b), torch.empty(n, n)
    serve(lambda: torch.mm(a, b.T, out=c), version="PyTorch " + torch.__version__, threads=threads)
else:
    c = np.empty((n, n), np.float32)
    serve(lambda: np.matmul(a, b.T, out=c), version="numpy " + np.__version__, threads=threads)
