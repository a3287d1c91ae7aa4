"""Import, undo and publish killed at every step of their exchange of files.

A child process counts its calls that rename, remove or flush a file and kills itself ahead of the
n-th, for n = 1, 2, … until it ends by itself. tests/test_kills.py kills at random moments instead,
which rarely fall into the exchange.
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
from processes import content, end, needs_fork, start_work

from helpers.data import schema
from helpers.data import tables as store
from helpers.publish import site
from helpers.sources import importer, reader, undo
from helpers.system import atomic

pytestmark = needs_fork
STEPS = ("fsync", "mkdir", "rename", "replace", "rmdir", "unlink")
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
        atomic._exchange = counted(atomic._exchange)
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
        take_in() if command == "import" else undo.undo(release.release)

    states = killed_at_every_step(work, lambda: read(data), back)
    assert_changes_once(states, old, new)
    assert tables.state(data) == new


def written(out: Path, text: str) -> None:
    """Publish a site of three pages that say ``text``."""
    with site.rebuilt(out) as folder:
        for name in ("index", "zh", "en"):
            (folder / f"{name}.html").write_text(f"<p>{text}</p>", encoding="utf-8")


def test_a_site_is_old_or_new_after_a_kill_at_each_step(tmp_path):
    out = tmp_path / "site"
    written(out, "new")
    new = content(out)
    written(out, "old")
    old = content(out)

    def back() -> None:
        if content(out) != old:
            written(out, "old")

    states = killed_at_every_step(lambda: written(out, "new"), lambda: content(out), back)
    assert_changes_once(states, old, new)
    assert {path.name for path in tmp_path.iterdir()} == {"site", ".site.lock"}


def test_a_site_on_a_disk_without_exchange_is_whole_once_somebody_publishes(tmp_path, monkeypatch):
    monkeypatch.setattr(atomic, "_exchange", lambda one, other: False)
    out = tmp_path / "site"
    written(out, "new")
    new = content(out)
    written(out, "old")
    old = content(out)
    seen = []

    def restored() -> dict[str, bytes]:
        # Between the two renames there is no site; the next publish starts from the old one.
        seen.append(content(out))
        with pytest.raises(InterruptedError), site.rebuilt(out):
            raise InterruptedError
        return content(out)

    def back() -> None:
        shutil.rmtree(out)
        out.mkdir()
        for name, text in old.items():
            (out / name).write_bytes(text)

    states = killed_at_every_step(lambda: written(out, "new"), restored, back)
    assert_changes_once(states, old, new)
    assert all(state in (old, new, {}) for state in seen)
    assert seen.count({}) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"site", ".site.lock"}
