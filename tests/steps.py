"""A process that is killed at the n-th system call that changes a folder."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from processes import end, start_work

from helpers.system import atomic

# What shutil and pathlib call, too. Opening and writing files is not counted: whether a new file is
# complete shows at the fsync that follows.
CALLS = ("fsync", "link", "mkdir", "rename", "replace", "rmdir", "symlink", "unlink")


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Do ``work`` in a process that is killed before its call ``number``, counted from 1.

    Returns whether it was killed; False where the work was done with fewer calls.
    """

    def counted() -> None:
        _count(number)
        work()

    code = end(start_work(counted))
    assert code in (0, -signal.SIGKILL), code
    return code != 0


def _count(number: int) -> None:
    """Replace the calls by some that kill this process at the given one."""
    done = 0

    def kills(call: Callable) -> Callable:
        def counting(*args, **options):
            nonlocal done
            done += 1
            if done == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **options)

        return counting

    for name in CALLS:
        setattr(os, name, kills(getattr(os, name)))
    atomic._exchange = kills(atomic._exchange)


def content(folder: Path) -> dict[str, bytes]:
    """The bytes of every file directly in a folder or below it, without hidden ones."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    }
