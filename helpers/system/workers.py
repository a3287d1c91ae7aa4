"""Run pieces of work in other processes, so that a crash or hang affects only one piece.

Each piece has a process of its own, or follows other pieces of its group in one process, whose
caches are then warm. On Linux the processes are forked from a server that has already imported all
libraries, so they start quickly. On other systems each starts from scratch with the same code.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from helpers.system import limits
from helpers.system.errors import RunFailed, TradeError

Piece = TypeVar("Piece")
Result = TypeVar("Result")

# Forking is possible on macOS, but its system libraries may crash in a forked process.
START = "forkserver" if sys.platform == "linux" else "spawn"
# By its name: this package must not import publish, only the server that is forked does.
PRELOAD = "helpers.publish.preload"
KILL_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux's prctl
PARENT = "TRADE_PARENT"  # environment variable of the server: id of the process that started it
# Processes beyond the number of cores, so that no core is idle between two pieces.
EXTRA_PROCESSES = 1
# Bytes by which a process may grow before its next piece is done by another one.
GROWTH = 256 << 20
# Defaults for the environment of the processes: OpenBLAS without threads, since all cores are busy
# already, and the matplotlib backend of Jupyter kernels, which is read when matplotlib is imported.
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


def warm_up() -> None:
    """Start the server that processes are forked from, in the background (Linux only)."""
    if START == "forkserver":
        from multiprocessing import forkserver, resource_tracker  # not available on every system

        context: Any = multiprocessing.get_context(START)
        context.set_forkserver_preload([PRELOAD])
        with _environment({**ENVIRONMENT, **os.environ, PARENT: str(os.getpid())}):
            resource_tracker.ensure_running()  # would unblock SIGINT if called after the next line
            # Ctrl+C is for this process; the server ends when this process does.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                forkserver.ensure_running()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)


def unblock_sigint() -> None:
    """Unblock SIGINT for the processes that this one starts, and discard a pending SIGINT."""
    if hasattr(signal, "pthread_sigmask"):
        usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, usual)


@dataclass(frozen=True)
class Failure:
    """A piece of work that failed: its name, a sentence that says why, the traceback if known."""

    name: str
    message: str
    traceback: str = ""


def outcomes(
    work: Callable[[Piece], Result],
    pieces: Mapping[str, Piece],
    seconds: float,
    processes: int | None = None,
    group: Callable[[Piece], str] | None = None,
) -> Generator[Result | Failure, None, None]:
    """Yield the result of ``work`` for each piece, or its Failure, in order of completion.

    Each piece runs in a process of its own, which is ended after ``seconds``. With ``group``,
    pieces for which it returns the same name run one after another in a process, as long as none
    fails and the process does not grow by more than ``GROWTH``; the others go on in a new one. By
    default one more process than there are cores runs at a time. Closing the iterator, for example
    on Ctrl+C, ends all processes at once.
    """
    waiting: dict[str, deque[str]] = {}
    for name, piece in pieces.items():
        waiting.setdefault(group(piece) if group else name, deque()).append(name)
    running: dict[Any, _Worker] = {}
    try:
        while waiting or running:
            while waiting and len(running) < (processes or cores() + EXTRA_PROCESSES):
                # The most work first, so that no core is idle while the last group ends.
                started = _Worker(max(waiting, key=lambda key: len(waiting[key])), seconds)
                running[started.connection] = started
                started.start(work, pieces, waiting)
            first = min(worker.deadline for worker in running.values())
            ready = wait(list(running), timeout=max(0.0, first - time.monotonic()))
            late = [c for c, worker in running.items() if worker.deadline <= time.monotonic()]
            for connection in dict.fromkeys([*ready, *late]):
                worker = running[connection]
                outcome, usable = worker.outcome()
                if not (usable and worker.go_on(pieces, waiting)):
                    running.pop(connection).end()
                yield outcome
    finally:
        for worker in running.values():
            worker.end()


def _take_next(group: str, waiting: dict[str, deque[str]]) -> str | None:
    """Return the name of the next piece of ``group`` and take it out of ``waiting``."""
    if group not in waiting:
        return None
    name = waiting[group].popleft()
    if not waiting[group]:
        del waiting[group]
    return name


def combined_error(failures: list[Failure]) -> RunFailed:
    """Return an error that lists every failure; the tracebacks are attached as notes."""
    error = RunFailed("\n".join(f"{failure.name}: {failure.message}" for failure in failures))
    for failure in failures:
        if failure.traceback:
            error.add_note(failure.traceback)
    return error


def cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def end_with_parent() -> None:
    """Make the system end this process when its parent ends, however it ends (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(KILL_WITH_PARENT, signal.SIGKILL)
        if os.environ.pop(PARENT, str(os.getppid())) != str(os.getppid()):
            # The parent ended before the request above.
            os._exit(1)


class _Worker:
    """A process that works on the pieces of one group, one after another."""

    def __init__(self, group: str, seconds: float) -> None:
        self.group = group
        self.seconds = seconds
        self.deadline = 0.0
        self.name = ""  # of the piece at work
        self.connection, self._other_end = multiprocessing.Pipe()
        self.process: Any = None

    def start(
        self,
        work: Callable[[Piece], Result],
        pieces: Mapping[str, Piece],
        waiting: dict[str, deque[str]],
    ) -> None:
        """Start the process and give it the first piece of its group.

        It is forked from the server where there is one, otherwise new.
        """
        warm_up()
        context: Any = multiprocessing.get_context(START)
        environment = {**ENVIRONMENT, **os.environ}
        arguments = (self._other_end, work, environment)
        self.process = context.Process(target=_serve, args=arguments, name=self.group)
        with _environment(environment):
            self.process.start()
        # While this end is open here, the end of the process would not close the connection.
        self._other_end.close()
        self.go_on(pieces, waiting)

    def go_on(self, pieces: Mapping[str, Piece], waiting: dict[str, deque[str]]) -> bool:
        """Give the process the next piece of its group; False where none is left."""
        name = _take_next(self.group, waiting)
        if name is None:
            return False
        self.name, self.deadline = name, time.monotonic() + self.seconds
        # A process that has ended is noticed when its outcome is received.
        with suppress(BrokenPipeError):
            self.connection.send((name, pieces[name]))
        return True

    def outcome(self) -> tuple[Any, bool]:
        """Return the result or a Failure, and whether the process can do another piece."""
        kind, *rest = self._received()
        if kind == "failed":
            return Failure(self.name, *rest), False
        return rest[0], rest[1]

    def _received(self) -> tuple[Any, ...]:
        if not self.connection.poll():
            return "failed", f"still at work after {self.seconds:g} seconds, so it was ended."
        try:
            message: tuple[Any, ...] = self.connection.recv()
        except (EOFError, ConnectionResetError):
            self.process.join()
            return "failed", _how_it_ended(self.process.exitcode)
        return message

    def end(self) -> None:
        """Kill the process and all processes that it started."""
        if self.process is not None and self.process.pid is not None:
            if hasattr(os, "killpg"):
                # There is no group if the process has exited or has not yet created it.
                with suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()
            self.process.join()
        self.connection.close()


def _serve(
    connection: Connection, work: Callable[[Piece], Result], environment: dict[str, str]
) -> None:
    """Run in the new process: create a process group, do the pieces received, send the results."""
    if hasattr(os, "setsid"):
        os.setsid()
    end_with_parent()
    before = limits.peak()
    usable = True
    while usable:
        try:
            name, piece = connection.recv()
        except EOFError:
            break
        os.environ.clear()
        os.environ.update(environment)
        try:
            result = work(piece)
            usable = limits.peak() - before <= GROWTH
            message: tuple[Any, ...] = ("done", result, usable)
        except TradeError as error:
            # The error may already begin with the name of the piece.
            reason = str(error).removeprefix(f"{name}: ")
            message = ("failed", reason, traceback.format_exc())
        except BaseException as error:
            message = ("failed", f"{type(error).__name__}: {error}", traceback.format_exc())
        usable = message[0] == "done" and usable
        connection.send(message)
        del piece, message
    # Skip Python's clean-up at exit, which takes time and has nothing to clean up.
    os._exit(0)


def _how_it_ended(code: int) -> str:
    """Return a sentence on the exit code of a process; negative codes are signals."""
    if code >= 0:
        return f"its process ended with exit code {code}."
    name = signal.Signals(-code).name
    hint = ", perhaps because memory ran out" if name == "SIGKILL" else ""
    return f"its process was ended by {name}{hint}."


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Set environment variables that are not set yet, for processes started inside the block."""
    new = {name: value for name, value in values.items() if name not in os.environ}
    os.environ.update(new)
    try:
        yield
    finally:
        for name in new:
            os.environ.pop(name, None)
