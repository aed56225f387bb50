"""The side of a subject in Python; the conversation is that of serve.mjs."""
import json
import platform
import resource
import sys
import time
from pathlib import Path

settings = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}


def say(answer):
    print("@ " + json.dumps(answer), flush=True)


def absent(reason):
    say({"absent": str(reason)})
    sys.exit(0)


def blas():
    """Which linear algebra the process has loaded: systems choose it for numpy and for PyTorch alike."""
    try:
        names = {Path(line.split()[-1]).resolve().parent.name for line in open("/proc/self/maps") if "libblas" in line or "openblas" in line}
    except OSError:
        return "unknown BLAS"
    return ", ".join(sorted(names)) or "BLAS of its own"


def timed(unit, count, lead):
    """Milliseconds of `count` calls of `unit`, after one that is not counted if `lead`."""
    if lead:
        unit()
    start = time.perf_counter()
    for _ in range(count):
        unit()
    return (time.perf_counter() - start) * 1000


def serve(unit, lead=True, **introduction):
    say({"runtime": f"Python {platform.python_version()}, {blas()}", **introduction})
    for line in sys.stdin:
        verb, _, count = line.strip().partition(" ")
        if verb == "quit":
            return
        milliseconds = timed(unit, int(count), lead)
        say({"milliseconds": milliseconds, "residentMb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)})
