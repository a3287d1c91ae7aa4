"""Work in processes of its own, one for each piece: what crashes or hangs there harms no other.

Where processes can fork, each is a fork of one server that has imported everything before; that is
what makes them quick to start. Elsewhere they are started anew, by the same code.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from helpers.system.errors import RunFailed, TradeError

Piece = TypeVar("Piece")
Result = TypeVar("Result")

# macOS can fork too, but its own libraries may crash in a process that has been forked.
START = "forkserver" if sys.platform == "linux" else "spawn"
PRELOAD = "helpers.publish.preload"
KILL_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux's prctl
PARENT = "TRADE_PARENT"  # in the environment of the server: the process that started it
# Between the end of a piece and the start of the next a core would have nothing to do.
WAITING = 1
# How long a process that has told what came of it may take to be gone.
SECONDS_TO_END = 5
# What the processes are started with unless it is set already: no threads of OpenBLAS where every
# core is at work anyway, and the backend that Jupyter's kernels have, which matplotlib reads once,
# when it is imported.
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


def warm_up() -> None:
    """Start the server that processes are forked from, while this one goes on; if there is one."""
    if START == "forkserver":
        from multiprocessing import forkserver, resource_tracker  # not there on every system

        context: Any = multiprocessing.get_context(START)
        context.set_forkserver_preload([PRELOAD])
        with _environment({**ENVIRONMENT, **os.environ, PARENT: str(os.getpid())}):
            resource_tracker.ensure_running()  # which would let Ctrl+C in again
            # That is meant for this process; the server ends with it.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                forkserver.ensure_running()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)


def let_interrupts_in() -> None:
    """Have what this process starts be interrupted as usual, but not by what is past."""
    if hasattr(signal, "pthread_sigmask"):
        usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, usual)


@dataclass(frozen=True)
class Failure:
    """A piece of work that failed: its name, a sentence on why, where in the code if known."""

    name: str
    told: str
    traceback: str = ""


def outcomes(
    work: Callable[[Piece], Result],
    pieces: Mapping[str, Piece],
    seconds: float,
    processes: int | None = None,
) -> Generator[Result | Failure, None, None]:
    """What ``work`` makes of every piece, or how it failed, as each is ready.

    Every piece has a process of its own, as many at a time as there are cores and one more, each
    ended after ``seconds``. When the iterator is closed, by Ctrl+C for one, the processes are ended
    at once.
    """
    waiting = deque(pieces.items())
    running: dict[Any, _Job] = {}
    try:
        while waiting or running:
            while waiting and len(running) < (processes or cores() + WAITING):
                name, piece = waiting.popleft()
                job = _Job(name, seconds)
                running[job.connection] = job
                job.start(work, piece)
            first = min(job.deadline for job in running.values())
            ready = wait(list(running), timeout=max(0.0, first - time.monotonic()))
            late = [c for c, job in running.items() if job.deadline <= time.monotonic()]
            for connection in dict.fromkeys([*ready, *late]):
                yield running.pop(connection).outcome()
    finally:
        for job in running.values():
            job.end()


def all_or_failed(outcomes: Iterable[Result | Failure]) -> Generator[Result, None, None]:
    """The results among ``outcomes`` as each is ready; then RunFailed, naming all that failed."""
    failures = []
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            failures.append(outcome)
        else:
            yield outcome
    if failures:
        raise failed(failures)


def failed(failures: list[Failure]) -> RunFailed:
    """An error that names every failure; the places in the code go with it as notes."""
    error = RunFailed("\n".join(f"{failure.name}: {failure.told}" for failure in failures))
    for failure in failures:
        if failure.traceback:
            error.add_note(failure.traceback)
    return error


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def end_with_parent() -> None:
    """Have the system end this process when the one that started it ends, however it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(KILL_WITH_PARENT, signal.SIGKILL)
        if os.environ.pop(PARENT, str(os.getppid())) != str(os.getppid()):
            # It ended before this could be asked for.
            os._exit(1)


class _Job:
    """One process at work on one piece."""

    def __init__(self, name: str, seconds: float) -> None:
        self.name = name
        self.seconds = seconds
        self.deadline = time.monotonic() + seconds
        self.connection, self._other_end = multiprocessing.Pipe(duplex=False)
        self.process: Any = None

    def start(self, work: Callable[[Piece], Result], piece: Piece) -> None:
        """Begin ``work`` on ``piece`` in a process forked from the warm server, or a new one."""
        warm_up()
        context: Any = multiprocessing.get_context(START)
        environment = {**ENVIRONMENT, **os.environ}
        arguments = (self._other_end, self.name, work, piece, environment)
        self.process = context.Process(target=_do, args=arguments, name=self.name)
        with _environment(environment):
            self.process.start()
        # The end kept here would hide that the process has closed its own.
        self._other_end.close()

    def outcome(self) -> Any:
        """What came of it; the process has ended, or is ended now."""
        kind, *rest = self._received()
        self.end()
        return rest[0] if kind == "done" else Failure(self.name, *rest)

    def _received(self) -> tuple[Any, ...]:
        if not self.connection.poll():
            return "failed", f"still at work after {self.seconds:g} seconds, so it was ended."
        try:
            told = self.connection.recv()
        except EOFError:
            self.process.join()
            return "failed", _how_it_ended(self.process.exitcode)
        self.process.join(SECONDS_TO_END)
        return told

    def end(self) -> None:
        """End the process with all that it has started."""
        if self.process is not None and self.process.pid is not None:
            if hasattr(os, "killpg"):
                # None where it has ended by itself, or has not yet made its group.
                with suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()
            self.process.join()
        self.connection.close()


def _do(
    connection: Connection,
    name: str,
    work: Callable[[Piece], Result],
    piece: Piece,
    environment: dict[str, str],
) -> None:
    """The process of one piece: leads a group of its own, works, tells what came of it."""
    if hasattr(os, "setsid"):
        os.setsid()
    end_with_parent()
    os.environ.clear()
    os.environ.update(environment)
    try:
        told: tuple[Any, ...] = ("done", work(piece))
    except TradeError as error:
        # It may have told the name itself.
        reason = str(error).removeprefix(f"{name}: ")
        told = ("failed", reason, traceback.format_exc())
    except BaseException as error:
        told = ("failed", f"{type(error).__name__}: {error}", traceback.format_exc())
    connection.send(told)
    # Nothing is left to do, not even what Python does at the end of a process.
    os._exit(0)


def _how_it_ended(code: int) -> str:
    if code >= 0:
        return f"its process ended with exit code {code}."
    name = signal.Signals(-code).name
    hint = ", perhaps for want of memory" if name == "SIGKILL" else ""
    return f"its process was ended by {name}{hint}."


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """``values`` as the environment of the processes started inside."""
    new = {name: value for name, value in values.items() if name not in os.environ}
    os.environ.update(new)
    try:
        yield
    finally:
        for name in new:
            os.environ.pop(name, None)
