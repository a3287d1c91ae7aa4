"""Import, undo, publish and rollback killed at every step of their exchange of files.

A child process counts its calls that rename, link, remove or flush a file and kills itself ahead
of the n-th, for n = 1, 2, … until it ends by itself. tests/test_kills.py kills at random moments
instead, which rarely fall into the exchange.
"""

import datetime
import itertools
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import tables
from processes import content, end, needs_fork, start_work, two_sites

from helpers.data import schema
from helpers.data import tables as store
from helpers.publish import site
from helpers.sources import importer, reader, undo
from helpers.system import atomic, folders

pytestmark = needs_fork
STEPS = ("fsync", "link", "mkdir", "rename", "replace", "rmdir", "unlink", "utime")
# More steps than any of the commands here has.
MANY = 200


def killed_ahead_of(step: int, work: Callable[[], object]) -> int:
    """Do ``work`` in a child that is killed ahead of a step; return its exit code."""

    def counted_work() -> None:
        calls = itertools.count(1)

        def counted(real: Callable) -> Callable:
            def call(*given, **named):
                if next(calls) == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*given, **named)

            return call

        for name in STEPS:
            setattr(os, name, counted(getattr(os, name)))
        folders._exchange = counted(folders._exchange)
        work()

    return end(start_work(counted_work))


def killed_at_every_step(work: Callable, found: Callable, back: Callable) -> list[object]:
    """Return what ``found`` gives after a kill ahead of each step of ``work``, in their order.

    ``back`` restores the old state. The last entry is that of the run that was not killed.
    """
    states = []
    for step in range(1, MANY):
        back()
        code = killed_ahead_of(step, work)
        states.append(found())
        if code == 0:
            return states
        assert code == -signal.SIGKILL
    raise AssertionError(f"The work has more than {MANY} steps.")


def read(data: Path) -> dict[str, bytes]:
    """The files of data/ once somebody has read all tables; no other file is left among them."""
    for table in schema.TABLES:
        store.load(table)
    return {name: text for name, text in tables.state(data).items() if "/" not in name}


def assert_changes_once(states: list[object], old: object, new: object) -> None:
    """Check that each state is the old or the new one whole, old first, and that both occur."""
    assert all(state in (old, new) for state in states)
    at = states.index(new)
    assert 3 < at < len(states) - 1
    assert states == [old] * at + [new] * (len(states) - at)


@pytest.mark.parametrize("command", ["import", "undo"])
def test_data_are_old_or_new_after_a_kill_at_each_step(tmp_path, monkeypatch, command):
    data = tables.fresh(tmp_path, monkeypatch)
    first, second = (tmp_path / f"2025-0{month}.csv" for month in (7, 8))
    for path, month in ((first, 7), (second, 8)):
        path.write_text(tables.csv_table(2025, month), encoding="utf-8")
    tables.take_in([first])
    without = tables.state(data)
    today = datetime.date(2026, 9, 21)
    release = reader.read(second, None, today)
    before = {table: store.load(table) for table in schema.TABLES}
    after, _ = importer.merged(before, release, today)

    def take_in() -> None:
        # The checks ahead of it write nothing.
        with atomic.locked(data):
            importer.write_changed(after, before, data)

    take_in()
    taken_in = tables.state(data)
    old, new = (without, taken_in) if command == "import" else (taken_in, without)

    def back() -> None:
        for name, text in old.items():
            (data / name).write_bytes(text)

    def work() -> None:
        take_in() if command == "import" else undo.undo(release.id)

    states = killed_at_every_step(work, lambda: read(data), back)
    assert_changes_once(states, old, new)
    assert tables.state(data) == new


def written(out: Path, text: str) -> None:
    """Publish a site of three pages, two of which say ``text``."""
    with site.rebuilt(out) as folder:
        for name in ("index", "zh"):
            folders.put(folder / f"{name}.html", f"<p>{text}</p>")
        folders.put(folder / "same.html", "<p>same</p>")


def settled(out: Path) -> tuple[dict[str, bytes], dict[str, bytes] | None]:
    """As two_sites, once somebody has begun to publish."""
    with pytest.raises(InterruptedError), site.rebuilt(out):
        raise InterruptedError
    return two_sites(out)


COMMANDS = {"publish": lambda out: written(out, "new"), "rollback": site.rollback}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("exchange", [True, False])
def test_a_site_and_the_one_before_are_old_or_new_after_a_kill_at_each_step(
    tmp_path, monkeypatch, command, exchange
):
    if not exchange:
        monkeypatch.setattr(folders, "_exchange", lambda one, other: False)
    out, seen = tmp_path / "site", []

    def back() -> None:
        for path in tmp_path.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        written(out, "older")
        written(out, "old")

    def found() -> tuple[dict[str, bytes], dict[str, bytes] | None]:
        seen.append(content(out))
        # Between two renames there is no site; whoever publishes next starts from the old one.
        return two_sites(out) if exchange else settled(out)

    back()
    old = two_sites(out)
    COMMANDS[command](out)
    new = two_sites(out)
    assert new[1] == old[0]
    assert new == old[::-1] or command == "publish"
    states = killed_at_every_step(lambda: COMMANDS[command](out), found, back)
    assert_changes_once(states, old, new)
    assert seen.count({}) == (not exchange)
    settled(out)
    kept = folders.kept(out)
    assert {path.name for path in tmp_path.iterdir()} == {"site", ".site.lock", kept.name}
