#!/usr/bin/env python3
"""numpy as a backend of the oracle: every operation, in float32 and float64, one JSON object a line on standard input and output.

    adapter.py [--mistake ID [--share SHARE]] [--list]

--mistake plants a known mistake (mistakes.py); --share takes only a part of it: truth + SHARE (mistake - truth).
"""
import argparse
import contextlib
import json
import sys

import numpy as np

import couplings
import densities
import diffusion
import discrete
import guidance
import losses
import marginals
import mlp
import optimizers
import parametrizations
import paths
import schedule_change
import schedules
import solvers
import sphere
import torus
from wire import decode, encode

GROUPS = [
    schedules, schedule_change, paths, parametrizations, marginals, losses, mlp, optimizers, solvers, densities,
    diffusion, guidance, couplings, discrete, sphere, torus,
]  # fmt: skip
OPERATIONS = {name: group.OPERATIONS for group in GROUPS for name in group.OPERATIONS}


def blend(right, wrong, share):
    """A part of a mistake; integers are taken from the mistake, as there is nothing between."""
    if isinstance(right, dict):
        return {name: blend(right[name], wrong[name], share) for name in wrong}
    right, wrong = np.asarray(right), np.asarray(wrong)
    return wrong if wrong.dtype.kind == "i" else right + right.dtype.type(share) * (wrong - right)


class Backend:
    def __init__(self, mistake=None, share=None):
        self.planted = contextlib.nullcontext
        self.share = share
        if mistake is not None:
            from mistakes import planted

            self.planted = lambda: planted(mistake)

    def hello(self, request):
        return {
            "protocol": 1,
            "name": "numpy",
            "version": np.__version__,
            "language": "python",
            "operations": {name: 1 for name in OPERATIONS},
            "dtypes": ["float32", "float64"],
        }

    def run(self, request):
        inputs = {name: decode(tensor) for name, tensor in request["in"].items()}
        call = (request["settings"], request["sizes"])
        name = request["op"]
        with self.planted():
            answer = OPERATIONS[name][name](*call, **inputs)
        if self.share is not None:
            answer = blend(OPERATIONS[name][name](*call, **inputs), answer, self.share)
        trace = answer.pop("trace", {})
        dtype = request["dtype"]
        return {
            "out": {name: encode(name, value, dtype) for name, value in answer.items()},
            "trace": {name: encode(name, value, dtype) for name, value in trace.items()},
        }

    def answer(self, request):
        if request["cmd"] == "hello":
            return self.hello(request)
        if request["op"] not in OPERATIONS:
            return {"unsupported": f"{request['op']} is not among the operations"}
        try:
            return self.run(request)
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mistake", metavar="ID")
    parser.add_argument("--share", type=float, metavar="SHARE")
    parser.add_argument("--list", action="store_true", help="names of all mistakes")
    options = parser.parse_args()
    if options.list:
        from mistakes import MISTAKES

        print("\n".join(MISTAKES))
        return
    # Schedules with a pole at an end are asked there for what is finite.
    np.seterr(all="ignore")
    backend = Backend(options.mistake, options.share)
    for line in sys.stdin:
        request = json.loads(line)
        if request["cmd"] == "stop":
            break
        print(json.dumps({"id": request["id"], **backend.answer(request)}), flush=True)


if __name__ == "__main__":
    main()
