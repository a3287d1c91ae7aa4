"""Limits on the memory and time of a process, so that a runaway one cannot stall the machine."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

try:
    import resource
except ImportError:  # Windows has no resource limits
    resource = None  # type: ignore[assignment]


SECONDS_TO_REPORT = 10.0


class TookTooLong(BaseException):
    """Work exceeded its time limit. Not an Exception, so ``except Exception`` cannot catch it."""


def bound(memory: int, cpu_seconds: int | None = None) -> None:
    """Limit this process and each of its children to ``memory`` bytes of data, for good.

    Allocations beyond that raise MemoryError. After ``cpu_seconds`` of processor time the system
    ends the process. Does nothing on Windows; macOS ignores the memory limit.
    """
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    if cpu_seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))


@contextmanager
def memory(limit: int) -> Iterator[None]:
    """Limit memory as :func:`bound` does, but only inside the block.

    Code after the block has memory left to report what went wrong.
    """
    if resource is None:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


@contextmanager
def time(seconds: float) -> Iterator[None]:
    """Raise TookTooLong inside the block after ``seconds``.

    Does nothing on Windows, which has no timer signals, or outside the main thread.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() != threading.main_thread():
        yield
        return

    def expired(*_: object) -> None:
        """Interrupt the work."""
        raise TookTooLong(f"still running after {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, expired)
    # Repeated in case the work caught the first exception with a bare except, but not while the
    # first one is being reported, which a busy machine takes a second or more for.
    signal.setitimer(signal.ITIMER_REAL, seconds, SECONDS_TO_REPORT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def peak() -> int:
    """Return the most memory in bytes that this process has held; 0 on Windows."""
    if resource is None:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
