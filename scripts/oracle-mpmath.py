#!/usr/bin/python3
"""Every true answer of the oracle's corpus again, by other formulas, at 200 bits.

  /usr/bin/python3 scripts/oracle-mpmath.py            write corpus/<version>/mpmath
  /usr/bin/python3 scripts/oracle-mpmath.py --check    compute again, compare the tables byte for byte

The inputs are taken from their bits; decimal settings are decimal. The tables hold the values rounded once to float64, one file for
each group; index.json their hashes, and the hash of the corpus they belong to. Prints the number of values and the largest
|truth - value|/radius; fails where it is above 1. Debian's python3-mpmath.
"""
import hashlib
import json
import multiprocessing
import pathlib
import sys
from types import SimpleNamespace

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.dont_write_bytecode = True

from mpmath import inf, mp, mpf  # noqa: E402
from oracle_mpmath import beyond, dynamics, gaussian, network, tensors  # noqa: E402
from oracle_mpmath.numbers import WANTED  # noqa: E402

OPERATIONS = {**gaussian.OPERATIONS, **network.OPERATIONS, **dynamics.OPERATIONS, **beyond.OPERATIONS}
ROOT = pathlib.Path(__file__).resolve().parent.parent / "corpus"


def case_of(entry, operation, stored):
    floats, ints = {}, {}
    for field in operation["inputs"]:
        values = stored[f"{entry['id']}/in/{field['name']}"]
        if field["type"] == "int":
            ints[field["name"]] = list(values)
        else:
            floats[field["name"]] = [mpf(value) for value in values]
    settings = entry["settings"]
    return SimpleNamespace(
        id=entry["id"], sizes=entry["sizes"], settings=settings, schedule=settings.get("schedule"), floats=floats, ints=ints
    )


def settled(values):
    """Below 2^-300 lies only what a difference quotient leaves of 0."""
    return [mpf(0) if abs(value) < mpf(2) ** -300 else value for value in values]


def to_float(value):
    with mp.workprec(53):
        return float(+value)


def ratio_of(truth, radius, value):
    error = abs(mpf(truth) - value)
    if error == 0 or radius == inf:
        return mpf(0)
    return error / mpf(radius) if radius > 0 else mpf(inf)


def table_of(job):
    """The values of one file of cases, how many, and the worst ratio with its place."""
    folder, file, entries, operations = job
    stored = tensors.read(folder / file)
    table, worst, undecided = {}, (mpf(-1), ""), 0
    for entry in entries:
        operation = operations[entry["operation"]]
        answer = OPERATIONS[entry["operation"]](case_of(entry, operation, stored))
        for name in (field["name"] for field in operation["outputs"]):
            place = f"{entry['id']}/out/{name}"
            known = stored[place]
            count = len(known) // 3
            values = settled(answer[name])
            if len(values) != count:
                raise ValueError(f"{place}: {len(values)} values instead of {count}")
            undecided += sum(radius == inf for radius in known[count : 2 * count])
            ratios = [ratio_of(known[i], known[count + i], value) for i, value in enumerate(values)]
            worst = max(worst, (max(ratios), place))
            table[f"{entry['id']}/{name}"] = [to_float(value) for value in values]
    count = sum(len(values) for values in table.values())
    return file, tensors.encode(table, {"bits": str(WANTED)}), count, undecided, (float(worst[0]), worst[1])


def main():
    folder = max(path for path in ROOT.iterdir() if path.is_dir())
    manifest = json.loads((folder / "manifest.json").read_text(), parse_float=str)
    operations = {operation["name"]: operation for operation in manifest["operations"]}
    grouped = {file: [] for file in manifest["files"]}
    for entry in manifest["cases"]:
        grouped[operations[entry["operation"]]["file"]].append(entry)
    jobs = sorted(((folder, file, entries, operations) for file, entries in grouped.items()), key=lambda job: -len(job[2]))
    with multiprocessing.Pool() as pool:
        results = pool.map(table_of, jobs, chunksize=1)
    written = {file.replace("cases/", "mpmath/"): content for file, content, *_ in sorted(results)}
    values, undecided = (sum(result[i] for result in results) for i in (2, 3))
    ratio, place = max(result[4] for result in results)
    index = {
        "corpus": manifest["version"],
        "sha256": manifest["sha256"],
        "bits": WANTED,
        "values": values,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in written.items()},
    }
    written["mpmath/index.json"] = (json.dumps(index, indent=1) + "\n").encode()
    differing = write_or_compare(folder, written, "--check" in sys.argv)
    for name in differing:
        print(f"DIFFERS  {folder.name}/{name}", file=sys.stderr)
    print(
        f"corpus {folder.name}: {values} values at {WANTED} bits, {undecided} of them undecided by their inputs' rounding; "
        f"largest |truth - value|/radius {ratio:.4f} ({place})"
    )
    return 1 if differing or not ratio <= 1 else 0


def write_or_compare(folder, written, check):
    differing = []
    for name, content in written.items():
        path = folder / name
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        elif not path.exists() or path.read_bytes() != content:
            differing.append(name)
    return differing


if __name__ == "__main__":
    sys.exit(main())
