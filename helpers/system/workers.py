"""Run each piece of work in a process of its own, so that a crash or hang affects only that piece.

On Linux the processes are forked from a server that has already imported all libraries, so they
start quickly. On other systems each process starts from scratch with the same code.
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

from helpers.system.errors import RunFailed, TradeError

Piece = TypeVar("Piece")
Result = TypeVar("Result")

# Forking is possible on macOS, but its system libraries may crash in a forked process.
START = "forkserver" if sys.platform == "linux" else "spawn"
PRELOAD = "helpers.publish.preload"
KILL_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux's prctl
PARENT = "TRADE_PARENT"  # environment variable of the server: id of the process that started it
# Processes beyond the number of cores, so that no core is idle between two pieces.
EXTRA_PROCESSES = 1
# How long a process may take to exit after it has sent its result.
SECONDS_TO_EXIT = 5
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


def let_interrupts_in() -> None:
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
) -> Generator[Result | Failure, None, None]:
    """Yield the result of ``work`` for each piece, or its Failure, in order of completion.

    Each piece runs in a process of its own, which is ended after ``seconds``. By default one more
    process than there are cores runs at a time. Closing the iterator, for example on Ctrl+C, ends
    all processes at once.
    """
    waiting = deque(pieces.items())
    running: dict[Any, _Job] = {}
    try:
        while waiting or running:
            while waiting and len(running) < (processes or cores() + EXTRA_PROCESSES):
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


def failed(failures: list[Failure]) -> RunFailed:
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


class _Job:
    """A process that works on one piece."""

    def __init__(self, name: str, seconds: float) -> None:
        self.name = name
        self.seconds = seconds
        self.deadline = time.monotonic() + seconds
        self.connection, self._other_end = multiprocessing.Pipe(duplex=False)
        self.process: Any = None

    def start(self, work: Callable[[Piece], Result], piece: Piece) -> None:
        """Start the process: forked from the server where there is one, otherwise a new one."""
        warm_up()
        context: Any = multiprocessing.get_context(START)
        environment = {**ENVIRONMENT, **os.environ}
        arguments = (self._other_end, self.name, work, piece, environment)
        self.process = context.Process(target=_do, args=arguments, name=self.name)
        with _environment(environment):
            self.process.start()
        # While this end is open here, the end of the process would not close the connection.
        self._other_end.close()

    def outcome(self) -> Any:
        """Return the result or a Failure, after ending the process if it is still running."""
        kind, *rest = self._received()
        self.end()
        return rest[0] if kind == "done" else Failure(self.name, *rest)

    def _received(self) -> tuple[Any, ...]:
        if not self.connection.poll():
            return "failed", f"still at work after {self.seconds:g} seconds, so it was ended."
        try:
            message = self.connection.recv()
        except EOFError:
            self.process.join()
            return "failed", _how_it_ended(self.process.exitcode)
        self.process.join(SECONDS_TO_EXIT)
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


def _do(
    connection: Connection,
    name: str,
    work: Callable[[Piece], Result],
    piece: Piece,
    environment: dict[str, str],
) -> None:
    """Run in the new process: create a process group, do the work, send the result."""
    if hasattr(os, "setsid"):
        os.setsid()
    end_with_parent()
    os.environ.clear()
    os.environ.update(environment)
    try:
        message: tuple[Any, ...] = ("done", work(piece))
    except TradeError as error:
        # The error may already begin with the name of the piece.
        reason = str(error).removeprefix(f"{name}: ")
        message = ("failed", reason, traceback.format_exc())
    except BaseException as error:
        message = ("failed", f"{type(error).__name__}: {error}", traceback.format_exc())
    connection.send(message)
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
