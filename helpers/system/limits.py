"""Bounds on what a process may take, so that one that runs wild ends instead of the machine."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

try:
    import resource
except ImportError:  # Windows, which has no such bounds
    resource = None  # type: ignore[assignment]


class TookTooLong(BaseException):
    """Work that is not done in its time; no ``except Exception`` inside it keeps this back."""


def bound(memory: int, cpu_seconds: int | None = None) -> None:
    """Let this process, and what it starts, have no more than ``memory`` bytes of its own each.

    What goes beyond is refused by the system, which Python tells as MemoryError. With
    ``cpu_seconds`` the system ends the process after so much work. Nothing happens on Windows, and
    macOS does not hold to the bound of memory.
    """
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    if cpu_seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))


@contextmanager
def memory(most: int) -> Iterator[None]:
    """Bound this process as :func:`bound` does, but only while the work inside goes on.

    What comes after may have as much as before, so it can tell what came of the work.
    """
    if resource is None:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


@contextmanager
def time(seconds: float) -> Iterator[None]:
    """End the work inside with TookTooLong after ``seconds``.

    Nothing happens where the system has no alarms (Windows), or outside the main thread.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() != threading.main_thread():
        yield
        return

    def expired(*_: object) -> None:
        """End the work where it stands."""
        raise TookTooLong(f"still running after {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, expired)
    # Once more every second, should the work have kept the first back all the same.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
