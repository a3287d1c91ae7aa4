"""Commands as processes of their own: forked, so that the start of Python costs nothing."""

import os
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path

import pytest

from helpers import cli
from helpers.system import folders

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def start(*words: object, told: Path | None = None, before: Callable = lambda: None) -> int:
    """The process of a command; it writes on ``told``, and does ``before`` ahead of all else."""

    def command() -> None:
        before()
        sys.argv = ["trade", *map(str, words)]
        cli.main()

    return start_work(command, told)


def start_work(work: Callable[[], object], told: Path | None = None) -> int:
    """A process that does ``work`` and writes on ``told``."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        # The server that the tests' own pages were forked from is no child of this process.
        forkserver._forkserver.__init__()
        os.setsid()
        out = os.open(told or os.devnull, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(out, stream)
        sys.stdout, sys.stderr = (os.fdopen(s, "w", encoding="utf-8") for s in (1, 2))
        work()
        code = 0
    except SystemExit as stop:
        code = int(stop.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def end(child: int, number: int = 0) -> int:
    """Send the process a signal, and give its exit code: negative when a signal ended it."""
    os.kill(child, number)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def ended(child: int) -> bool:
    """Whether the process has ended; its exit code is still to be had."""
    return bool(os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT))


def wait_for(child: int, folder: Path, pattern: str) -> None:
    """Wait until something named like ``pattern`` is in ``folder``, or the process has ended."""
    while not any(folder.glob(pattern)) and not ended(child):
        time.sleep(0.0005)


def alive(mark: str) -> list[int]:
    """The processes that have ``mark`` in the environment they were started with."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark.encode() in path.read_bytes():
                found.append(int(path.parent.name))
    return found


def content(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def two_sites(out: Path) -> tuple[dict[str, bytes], dict[str, bytes] | None]:
    """The site and the one before it, which is kept; None where there is none."""
    kept = folders.kept(out)
    return content(out), kept and content(kept)
