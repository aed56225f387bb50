#!/usr/bin/env python3
"""PyTorch as a backend of the oracle, in float32 and float64, one JSON object a line on standard input and output.

    adapter.py [--arith full|tf32|bf16 [--declare]] [--derivatives closed|autograd] [--sums natural|reversed|shuffled] [--threads N]

--arith tf32 rounds the factors of float32 matrix products to TF32; bf16 computes everything in bfloat16. Without --declare the
oracle is not told, and should find out.
"""
import argparse
import json
import sys

import torch

import learning
import marginals
import paths
import products
import schedules
import solvers
import spaces
from wire import decode, encode

OPERATIONS = {
    name: function
    for group in (schedules, paths, marginals, learning, solvers, spaces)
    for name, function in group.OPERATIONS.items()
}

DECLARED = {"full": {}, "tf32": {"matmul": "tf32"}, "bf16": {"precision": "bfloat16"}}


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--arith", choices=list(DECLARED), default="full")
    parser.add_argument("--declare", action="store_true", help="tell the oracle about --arith")
    parser.add_argument("--derivatives", choices=["closed", "autograd"], default="closed", help="of schedules")
    parser.add_argument("--sums", choices=["natural", "reversed", "shuffled"], default="natural", help="terms of products")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


class Backend:
    def __init__(self, options):
        self.options = options
        self.working = torch.bfloat16 if options.arith == "bf16" else None

    def hello(self):
        message = {
            "protocol": 1,
            "name": "torch",
            "version": torch.__version__,
            "language": "python",
            "operations": {name: 1 for name in OPERATIONS},
            "dtypes": ["float32", "float64"] if self.options.arith == "full" else ["float32"],
        }
        return {**message, "arithmetic": DECLARED[self.options.arith]} if self.options.declare else message

    def run(self, request):
        inputs = {name: decode(tensor, self.working) for name, tensor in request["in"].items()}
        answer = OPERATIONS[request["op"]](request["settings"], request["sizes"], **inputs)
        trace = answer.pop("trace", {})
        pack = {
            part: {name: encode(name, value, request["dtype"], self.working) for name, value in values.items()}
            for part, values in (("out", answer), ("trace", trace))
        }
        return pack

    def answer(self, request):
        if request["cmd"] == "hello":
            return self.hello()
        if request["op"] not in OPERATIONS:
            return {"unsupported": f"{request['op']} is not among the operations"}
        try:
            return self.run(request)
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}"}


def main():
    options = parse()
    torch.set_num_threads(options.threads)
    products.tf32 = options.arith == "tf32"
    products.order = options.sums
    schedules.by_autograd = options.derivatives == "autograd"
    backend = Backend(options)
    for line in sys.stdin:
        request = json.loads(line)
        if request["cmd"] == "stop":
            break
        print(json.dumps({"id": request["id"], **backend.answer(request)}), flush=True)


if __name__ == "__main__":
    main()
