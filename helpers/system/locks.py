"""Lock files that allow one process at a time, and say which process holds them and since when.

The operating system releases a lock when its process ends, however it ends, so a lock never
outlives a crash. The text in the file is only for people to read.
"""

import datetime
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.system.errors import BadInput

# Seconds to wait before a message is logged.
QUIET_SECONDS = 1.0


@contextmanager
def lock(path: Path, what: str, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock file ``path``; the same process may acquire it more than once.

    Raises BadInput, naming ``what`` is locked and by which process, if the lock is not free within
    ``wait_seconds``. A wait of more than a second is logged as a warning.
    """
    file_lock = FileLock(path, is_singleton=True)
    try:
        try:
            file_lock.acquire(timeout=min(wait_seconds, QUIET_SECONDS))
        except Timeout:
            if wait_seconds <= QUIET_SECONDS:
                raise
            logging.getLogger(__name__).warning(
                "Waiting: %s is being written by %s.", what, owner(path)
            )
            file_lock.acquire(timeout=wait_seconds - QUIET_SECONDS)
    except Timeout:
        raise BadInput(
            f"{what} is being written by {owner(path)}. Try again when it has ended."
        ) from None
    try:
        if file_lock.lock_counter == 1:
            _write_owner(path)
        yield
    finally:
        file_lock.release()


def owner(path: Path) -> str:
    """Return the text of the lock file, such as process 4711 since 2025-08-01 09:30:00+08:00."""
    try:
        return path.read_text(encoding="utf-8") or "another process"
    except OSError:  # Windows does not allow reading a locked file
        return "another process"


def is_locked(path: Path) -> bool:
    """Return whether a process holds the lock file ``path`` now."""
    try:
        with FileLock(path, timeout=0, is_singleton=False):
            return False
    except Timeout:
        return True


def _write_owner(path: Path) -> None:
    """Write process and time into the lock file; ignores errors such as a full disk."""
    since = datetime.datetime.now().astimezone().isoformat(" ", "seconds")
    with suppress(OSError):
        path.write_text(f"process {os.getpid()} since {since}", encoding="utf-8")
