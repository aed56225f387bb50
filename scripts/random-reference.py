#!/usr/bin/python3
"""The random numbers of docs/random.md, written from its text alone, with Python's standard library.

    /usr/bin/python3 scripts/random-reference.py           writes spec/random/golden.json
    /usr/bin/python3 scripts/random-reference.py --check   compares it with a new computation

Floats are written as the hexadecimal digits of their bits, so that nothing is lost in JSON.
"""
import json
import math
import struct
import sys
from decimal import Decimal, getcontext
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent.parent / 'spec' / 'random' / 'golden.json'
MASK = 0xFFFFFFFF
UNIFORM, NORMAL, INTEGERS, PERMUTATION = 0, 0x01000000, 0x02000000, 0x03000000
CATEGORICAL, SPLIT, FOLD = 0x04000000, 0xFE000000, 0xFF000000

A = (3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
     45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727)
B = (1.0, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077,
     21213.794301586595867, 39307.89580009271061, 28729.085735721942674, 5226.495278852545925)
C = (1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
     1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4)
D = (1.0, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455,
     0.14810397642748007459, 0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9)
E = (6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
     0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7)
F = (1.0, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525,
     7.868691311456132591e-4, 1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15)


def philox(counter, key):
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p = 0xD2511F53 * c0
        q = 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (q >> 32) ^ c1 ^ k0, q & MASK, (p >> 32) ^ c3 ^ k1, p & MASK
        k0 = (k0 + 0x9E3779B9) & MASK
        k1 = (k1 + 0xBB67AE85) & MASK
    return c0, c1, c2, c3


def block(key, b, draw):
    k0, k1, stream = key
    return philox((b & MASK, b >> 32, stream, draw), (k0, k1))


def seed_key(seed, stream=0):
    return seed & MASK, seed >> 32, stream


def unit(key, i, draw):
    words = block(key, i // 2, draw)
    j = i % 2
    k = ((words[2 * j] << 32) + words[2 * j + 1]) >> 12
    return (2 * k + 1) * 2.0**-53


def correctly_rounded_log(x):
    # 60 digits settle every rounding but for odds of 10^-40; Decimal(x) and float(Decimal) are exact and correctly rounded.
    getcontext().prec = 60
    return float(Decimal(x).ln())


def poly(coefficients, r):
    value = coefficients[7]
    for p in reversed(coefficients[:7]):
        value = value * r + p
    return value


def z(u):
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return (q * poly(A, r)) / poly(B, r)
    s = math.sqrt(-correctly_rounded_log(u if q < 0 else 1 - u))
    y = poly(C, s - 1.6) / poly(D, s - 1.6) if s <= 5 else poly(E, s - 5) / poly(F, s - 5)
    return -y if q < 0 else y


def uniform(key, i):
    return unit(key, i, UNIFORM)


def normal(key, i):
    return z(unit(key, i, NORMAL))


def below(key, i, n, family):
    attempt = 0
    while True:
        w = block(key, i // 4, family + attempt)[i % 4]
        if w < n * (2**32 // n):
            return w % n
        attempt += 1


def integer(key, i, low, high):
    return low + below(key, i, high - low + 1, INTEGERS)


def permutation(key, n):
    out = list(range(n))
    for i in range(n - 1, 0, -1):
        j = below(key, i, i + 1, PERMUTATION)
        out[i], out[j] = out[j], out[i]
    return out


def categorical(key, i, weights):
    sums = []
    total = 0.0
    for w in weights:
        total += w
        sums.append(total)
    threshold = unit(key, i, CATEGORICAL) * total
    return next((c for c, s in enumerate(sums) if threshold < s), len(sums) - 1)


def split(key, n):
    return [block(key, i, SPLIT)[:2] + (0,) for i in range(n)]


def fold(key, data):
    return block(key, data, FOLD)[:2] + (0,)


def bits(x):
    return struct.pack('>d', x).hex()


KEYS = [(0, 0), (7, 0), (2**53 - 1, 3), (0xFEDCBA9876543210, 0xFFFFFFFF)]
FIRSTS = [0, 1, 2**33 - 3, 2**53 - 20]
WEIGHTS = [[0.3, 0.7], [1, 0, 2, 5.5, 0, 1.5], [1e-300, 3e-300]]
RANGES = [[1, 6], [-2147483648, 2147483647], [-5, -5], [0, 2147483647], [0, 3000000000 - 2147483648]]


def golden():
    cases = []
    for seed, stream in KEYS:
        key = seed_key(seed, stream)
        cases.append({
            'seed': str(seed),
            'stream': stream,
            'uniform': [{'first': f, 'bits': [bits(uniform(key, f + i)) for i in range(7)]} for f in FIRSTS],
            'normal': [{'first': f, 'bits': [bits(normal(key, f + i)) for i in range(n)]}
                       for f, n in zip(FIRSTS, (400, 7, 7, 7))],
            'integers': [{'first': f, 'min': low, 'max': high, 'values': [integer(key, f + i, low, high) for i in range(13)]}
                         for low, high in RANGES for f in (0, 2**34 - 5)],
            'permutation': [permutation(key, n) for n in (0, 1, 2, 8, 61)],
            'categorical': [{'first': f, 'weights': w, 'values': [categorical(key, f + i, w) for i in range(16)]}
                            for w in WEIGHTS for f in (0, 2**33 - 3)],
            'split': split(key, 5),
            'fold': [{'data': d, 'key': fold(key, d)} for d in (0, 3, 2**32, 2**53 - 1)],
        })
    # Uniforms whose normals reach every branch, the extreme ones included.
    tails = [2.0**-53, 3 * 2.0**-53, 1e-12, 1.388794386496402e-11, 1.3e-11, 0.07, 0.075, 0.07500000000000001,
             0.5, 0.925, 0.93, 1 - 2.0**-53, 1 - 1e-12, 0.25, 0.75]
    return {'cases': cases, 'z': [{'u': bits(u), 'z': bits(z(u))} for u in tails]}


def main():
    text = json.dumps(golden(), indent=1) + '\n'
    if '--check' in sys.argv:
        same = GOLDEN.read_text() == text
        print('same' if same else 'DIFFERENT')
        sys.exit(0 if same else 1)
    GOLDEN.write_text(text)


if __name__ == '__main__':
    main()
