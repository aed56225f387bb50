"""The side of a subject in Python; the conversation is that of serve.mjs."""
import json
import platform
import resource
import sys
import time

settings = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}


def say(answer):
    print("@ " + json.dumps(answer), flush=True)


def absent(reason):
    say({"absent": str(reason)})
    sys.exit(0)


def timed(unit, count, lead):
    """Milliseconds of `count` calls of `unit`, after one that is not counted if `lead`."""
    if lead:
        unit()
    start = time.perf_counter()
    for _ in range(count):
        unit()
    return (time.perf_counter() - start) * 1000


def serve(unit, lead=True, **introduction):
    say({"runtime": "Python " + platform.python_version(), **introduction})
    for line in sys.stdin:
        verb, _, count = line.strip().partition(" ")
        if verb == "quit":
            return
        milliseconds = timed(unit, int(count), lead)
        say({"milliseconds": milliseconds, "residentMb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)})
