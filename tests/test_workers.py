"""Processes for pieces of work: each alone, ended when late, none left behind."""

import gc
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest
import work

from helpers.system import workers
from helpers.system.errors import BadInput, RunFailed

SECONDS = 120


def told(piece):
    """What the piece does, in its process."""
    if piece == "raise":
        raise BadInput("bad: a row is wrong.")
    if piece == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if piece == "exit":
        os._exit(3)
    if piece == "hang":
        # A child of its own must end with it.
        subprocess.run(["sleep", os.environ["SLEEP"]])
    if piece == "leak":
        os.environ["LEAKED"] = "yes"
        workers.LEAKED = True
    return os.getpid(), os.environ.get("LEAKED", "no"), hasattr(workers, "LEAKED")


def by_name(pieces, seconds=SECONDS, processes=2):
    found = list(workers.outcomes(told, {piece: piece for piece in pieces}, seconds, processes))
    failures = {one.name: one.message for one in found if isinstance(one, workers.Failure)}
    return [one for one in found if not isinstance(one, workers.Failure)], failures


def test_one_that_raises_crashes_or_exits_fails_by_its_name_and_the_rest_go_on():
    done, failures = by_name(["raise", "crash", "exit", "a", "b"], processes=3)
    assert len(done) == 2
    assert failures == {
        "raise": "bad: a row is wrong.",
        "crash": "its process was ended by SIGSEGV.",
        "exit": "its process ended with exit code 3.",
    }


def test_one_that_hangs_is_ended_with_what_it_started():
    before = sleeping()
    _, failures = by_name(["hang"], seconds=4)
    assert failures == {"hang": "still at work after 4 seconds, so it was ended."}
    assert sleeping() == before


@pytest.fixture(autouse=True)
def own_sleep(monkeypatch):
    """Seconds that no other process sleeps, so that those of this test can be told."""
    monkeypatch.setenv("SLEEP", f"600.{os.getpid()}")


def sleeping():
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    return listed.splitlines().count(f"sleep {os.environ['SLEEP']}")


def test_every_piece_has_a_process_of_its_own_and_leaves_nothing_to_the_next():
    done, _ = by_name(["leak", "a", "b"], processes=1)
    assert len({pid for pid, *_ in done} | {os.getpid()}) == 4
    assert [left for _, *left in done] == [["yes", True], ["no", False], ["no", False]]


def in_groups(pieces, processes=1):
    """Outcomes of pieces named "group/piece", grouped by the first part."""
    named = {piece: piece for piece in pieces}
    return list(
        workers.outcomes(grouped, named, SECONDS, processes, lambda piece: piece.partition("/")[0])
    )


def grouped(piece):
    """What the piece does, in a process that others of its group may have used before."""
    told_of = told(piece.partition("/")[2])
    if piece.endswith("grow"):
        held = bytearray(workers.GROWTH + (64 << 20))
        held[::4096] = b"1" * len(held[::4096])
    return piece, told_of[0]


def test_pieces_of_a_group_follow_each_other_in_one_process_and_groups_do_not_meet():
    done = in_groups(["x/a", "y/a", "x/b", "y/b", "x/c"])
    assert [piece for piece, _ in done] == ["x/a", "x/b", "x/c", "y/a", "y/b"]
    assert len({pid for piece, pid in done if piece[0] == "x"}) == 1
    assert len({pid for _, pid in done}) == 2


def test_after_one_that_fails_or_grows_the_rest_of_its_group_has_a_new_process():
    done = in_groups(["x/a", "x/crash", "x/b", "x/grow", "x/c", "x/raise", "x/d"])
    failed = [one.name for one in done if isinstance(one, workers.Failure)]
    assert failed == ["x/crash", "x/raise"]
    pids = dict(one for one in done if not isinstance(one, workers.Failure))
    assert pids["x/b"] == pids["x/grow"]
    assert len({pids[name] for name in ("x/a", "x/b", "x/c", "x/d")}) == 4


def test_a_large_group_is_shared_by_idle_processes():
    done = in_groups([f"x/{number}" for number in range(12)], processes=3)
    assert len(done) == 12
    assert len({pid for _, pid in done}) == 3


def forked(piece):
    """Whose fork this process is, and what that one had ready."""
    return os.getppid(), "helpers.publish.preload" in sys.modules, gc.get_freeze_count() > 0


@pytest.mark.skipif(workers.START != "forkserver", reason="processes cannot fork here")
def test_every_process_is_a_fork_of_one_warm_server():
    workers.warm_up()
    found = set(workers.outcomes(forked, {piece: piece for piece in "abc"}, SECONDS))
    assert len(found) == 1
    assert [ready for _, *ready in found] == [[True, True]]


def test_the_environment_is_that_of_the_caller_now(monkeypatch):
    monkeypatch.setenv("LEAKED", "from here")
    done, _ = by_name(["a"])
    assert done[0][1] == "from here"


def test_the_same_code_runs_where_processes_cannot_fork(monkeypatch):
    monkeypatch.setattr(workers, "START", "spawn")
    done, failures = by_name(["raise", "a"])
    assert len(done) == 1
    assert failures == {"raise": "bad: a row is wrong."}


def test_all_failures_are_told_at_once_after_the_last_result():
    failure = workers.Failure("2024/movers zh", "cell 3 failed.", "Traceback")
    results = work.successes([failure, 1, workers.Failure("2024/trends zh", "hangs."), 2])
    assert [next(results), next(results)] == [1, 2]
    with pytest.raises(RunFailed) as error:
        next(results)
    assert str(error.value) == "2024/movers zh: cell 3 failed.\n2024/trends zh: hangs."
    assert error.value.__notes__ == ["Traceback"]


@pytest.mark.skipif(workers.START != "forkserver", reason="processes cannot fork here")
def test_ctrl_c_ends_every_process_within_two_seconds(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        textwrap.dedent(
            f"""
            import subprocess, sys
            sys.path.insert(0, {str(Path(__file__).parent)!r})
            import test_workers
            if __name__ == "__main__":
                print("started", flush=True)
                test_workers.by_name(["hang", "hang 2", "crash"])
            """
        )
    )
    before = sleeping()
    with subprocess.Popen([sys.executable, program], stderr=subprocess.PIPE) as running:
        while sleeping() == before and running.poll() is None:
            time.sleep(0.1)
        group = os.getpgid(running.pid)
        assert group == os.getpgid(0)
        running.send_signal(signal.SIGINT)
        running.wait(timeout=2)
        assert b"KeyboardInterrupt" in running.stderr.read()
    assert sleeping() == before


@pytest.mark.skipif(workers.START != "forkserver", reason="processes cannot fork here")
def test_ctrl_c_while_the_server_gets_ready_ends_all_in_a_sentence(tmp_path):
    command = [Path(sys.executable).parent / "trade", "publish", "--force"]
    with subprocess.Popen(
        [*command, "--out", tmp_path / "site"], start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        while len(psutil.Process(running.pid).children()) < 2:  # the server, and Python's tracker
            time.sleep(0.05)
        os.killpg(running.pid, signal.SIGINT)
        # What they write ends when the last of them has.
        _, told = running.communicate(timeout=5)
    assert running.returncode == 130
    # The empty line closes the ^C that a terminal prints.
    assert told.decode() == "\ntrade: stopped; nothing was changed.\n"
