"""Seconds, CPU seconds and peak memory of a command with all that it starts. Needs Linux."""

import ctypes
import json
import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

SUBREAPER = 36  # prctl's PR_SET_CHILD_SUBREAPER: what a process leaves behind comes to this one
SAMPLE = 0.5  # seconds between looks at the memory in use


@dataclass(frozen=True)
class Took:
    """What a command took: seconds, CPU seconds, MiB (what processes share counted once)."""

    seconds: float
    cpu: float
    peak: float


def measured(words: list[object], environment: dict[str, str]) -> Took:
    """What a command took; where it fails, the benchmark ends with what it said.

    A line ``floor`` with a number among what it prints is taken for its seconds.
    """
    own = [sys.executable, __file__, *(str(word) for word in words)]
    done = subprocess.run(own, capture_output=True, text=True, env=os.environ | environment)
    if done.returncode:
        raise SystemExit(f"{words} failed:\n{done.stderr}")
    return Took(**json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Run the command given in this process's care and print what it took."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    peak, ended = [0.0], threading.Event()
    watching = threading.Thread(target=watch, args=(peak, ended))
    watching.start()
    started = time.perf_counter()
    done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
    seconds = time.perf_counter() - started
    ended.set()
    watching.join()
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    sys.stderr.write(done.stderr)
    told = [line for line in done.stdout.splitlines() if line.startswith("floor ")]
    if told:
        seconds = float(told[0].split()[1])
    print(json.dumps({"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "peak": peak[0]}))
    sys.exit(done.returncode)


def watch(peak: list[float], ended: threading.Event) -> None:
    """Keep the largest sum of proportional set sizes of this process's descendants."""
    import psutil

    while True:
        total = 0
        for process in psutil.Process().children(recursive=True):
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue
        peak[0] = max(peak[0], total / 2**20)
        if ended.wait(SAMPLE):
            return


if __name__ == "__main__":
    main()
