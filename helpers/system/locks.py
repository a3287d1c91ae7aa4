"""One process at a time: a lock file that says which process holds it, and since when.

The lock is the system's own: it ends with the process that holds it, however that ends, so a
lock of a dead process is taken over without more ado. What the file says is for people.
"""

import datetime
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.system.errors import BadInput

# So long is waited in silence.
SILENT = 1.0


@contextmanager
def held(path: Path, what: str, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock file ``path``; a process may take a lock that it holds once more.

    Raises BadInput, with ``what`` is held and who holds it, when it is not to be had within
    ``patience`` seconds; a longer wait is told on stderr.
    """
    lock = FileLock(path, is_singleton=True)
    try:
        try:
            lock.acquire(timeout=min(patience, SILENT))
        except Timeout:
            if patience <= SILENT:
                raise
            logging.getLogger(__name__).warning(
                "Waiting: %s is being written by %s.", what, holder(path)
            )
            lock.acquire(timeout=patience - SILENT)
    except Timeout:
        raise BadInput(
            f"{what} is being written by {holder(path)}. Try again when it has ended."
        ) from None
    try:
        if lock.lock_counter == 1:
            _sign(path)
        yield
    finally:
        lock.release()


def holder(path: Path) -> str:
    """What the lock file says of who holds it: process 4711 since 2025-08-01 09:30:00+08:00."""
    try:
        return path.read_text(encoding="utf-8") or "another process"
    except OSError:  # Windows lets nobody read a locked file
        return "another process"


def is_held(path: Path) -> bool:
    """Whether a process holds the lock file ``path`` at this moment."""
    try:
        with FileLock(path, timeout=0, is_singleton=False):
            return False
    except Timeout:
        return True


def _sign(path: Path) -> None:
    """Write into the lock file who holds it; on a full disk it stays unsaid."""
    since = datetime.datetime.now().astimezone().isoformat(" ", "seconds")
    with suppress(OSError):
        path.write_text(f"process {os.getpid()} since {since}", encoding="utf-8")
