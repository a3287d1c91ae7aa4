"""Commands that are killed at any moment: the old state or the new, never one between.

Real processes and random moments; they are forked, so that the moments fall into the work and not
into the start of Python. `make torture` does the same many more times.
"""

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import tables
from processes import alive, content, end, needs_fork, start, start_work, two_sites, wait_for

from helpers.data import schema
from helpers.data import tables as store
from helpers.publish import site
from helpers.system import folders

pytestmark = needs_fork


@pytest.mark.parametrize("command", ["import", "undo"])
def test_killed_imports_and_undos_leave_the_old_data_or_the_new(
    tmp_path, monkeypatch, kills, command
):
    data = tables.fresh(tmp_path, monkeypatch)
    first, second = (tmp_path / f"2025-0{month}.csv" for month in (7, 8))
    for file, month in ((first, 7), (second, 8)):
        file.write_text(tables.csv_table(2025, month), encoding="utf-8")
    tables.take_in([first])
    old = tables.state(data)
    release = tables.take_in([second])[0].release.id
    new = tables.state(data)
    words: list[object] = ["import", "--accept-unchecked", second]
    # Writing is a small part of an import.
    writing = (data, ".incoming-*", 0, 0.25)
    if command == "undo":
        old, new, words = new, old, ["undo", release]
        writing = (data, ".incoming-*", 0, 1)

    def found() -> dict[str, bytes]:
        # Whoever reads next finds one of the two states, whole.
        for table in schema.TABLES:
            store.load(table)
        return {name: text for name, text in tables.state(data).items() if "/" not in name}

    restore(data, old)
    killed_at_random(
        f"trade {command}",
        lambda: start(*words),
        found,
        lambda: restore(data, old),
        writing=writing,
        kills=kills,
    )
    # And the last one cleared up and got there.
    assert tables.state(data) == new


def test_a_killed_publish_leaves_the_old_site_or_the_new(published_site, made, tmp_path, kills):
    if kills > 5:
        pytest.skip("the whole command is killed instead")
    address, out = "https://example.org/", tmp_path / "site"
    few = [one for one in made if one.page.year == 2010]

    def publish() -> None:
        with site.rebuilt(out) as folder:
            site.write_pages(folder, few, address)

    shutil.copytree(published_site, out)
    site_killed_at_random("writing a site", out, lambda: start_work(publish), kills)


def test_a_killed_rollback_leaves_each_site_in_its_place_or_both_exchanged(
    published_site, tmp_path, kills
):
    out = tmp_path / "site"
    shutil.copytree(published_site, out)
    with site.rebuilt(out) as folder:
        folders.put(folder / "index.html", "<p>newer</p>")
    newer, older = two_sites(out)
    site_killed_at_random(
        "trade rollback", out, lambda: start("rollback", "--out", out), kills, writing=(0, 0.9)
    )
    assert two_sites(out) == (older, newer)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for children in /proc")
def test_the_killed_command_leaves_a_whole_site_and_no_process(
    published_site, tmp_path, kills, monkeypatch
):
    if kills <= 5:
        pytest.skip("some minutes; make torture does it")
    mark, out = f"kills-{tmp_path}", tmp_path / "site"
    monkeypatch.setenv("TRADE_TEST_MARK", mark)
    words = ["publish", "--year", "2024", "--only", "regions", "--lang", "zh", "--out", out]
    words += ["--address", "https://example.org/"]
    shutil.copytree(published_site, out)

    processes = []

    def command() -> int:
        nowhere = subprocess.DEVNULL
        process = subprocess.Popen(
            [sys.executable, "-m", "helpers", *words], stdout=nowhere, stderr=nowhere
        )
        processes.append(process)  # so that nobody but this test waits for it
        return process.pid

    site_killed_at_random("trade publish", out, command, kills, mark)


def site_killed_at_random(
    name: str,
    out: Path,
    begin: Callable[[], int],
    kills: int,
    mark: str = "",
    writing: tuple[float, float] = (0.6, 1),
) -> None:
    """Kill what changes the site ``out`` again and again; check it, and that nothing is left."""
    copies = out.parent / "copies"
    for path in (out, *out.parent.glob(".site.before-*")):
        shutil.copytree(path, copies / path.name)

    def back() -> None:
        for path in (out, *out.parent.glob(".site.*-*")):
            shutil.rmtree(path)
        shutil.copytree(copies, out.parent, dirs_exist_ok=True)

    def found() -> tuple[dict[str, bytes], dict[str, bytes] | None]:
        if mark:
            none_left(mark)
        return two_sites(out)

    old, _ = two_sites(out)
    watched = (out.parent, ".site.new-*", *writing)
    killed_at_random(name, begin, found, back, writing=watched, kills=kills)
    before = folders.kept(out)
    assert content(before) == old
    assert {p.name for p in out.parent.iterdir()} == {"site", "copies", ".site.lock", before.name}


def killed_at_random(
    name: str,
    begin: Callable[[], int],
    found: Callable[[], object],
    back: Callable[[], None],
    *,
    writing: tuple[Path, str, float, float],
    kills: int,
) -> None:
    """Kill a process again and again: what is ``found`` is as before it or as after it.

    ``begin`` starts the process, ``back`` restores what was before. Every second kill falls
    between two parts of the length of the whole after a file has appeared, as ``writing`` says:
    folder, pattern, from, to.
    """
    old = found()
    started = time.perf_counter()
    assert end(begin()) == 0
    length, new = time.perf_counter() - started, found()
    assert new != old
    back()
    rng, survived, decided = random.Random(8), 0, 0
    folder, pattern, earliest, latest = writing
    for at in itertools.count():
        if survived == kills:
            break
        child = begin()
        if at % 2:
            wait_for(child, folder, pattern)
            time.sleep(rng.uniform(earliest, latest) * length)
        else:
            time.sleep(rng.uniform(0, length))
        survived += end(child, signal.SIGKILL) == -signal.SIGKILL
        state = found()
        assert state in (old, new)
        if state == new:
            decided += 1
            back()
    assert end(begin()) == 0
    assert found() == new
    print(f"{name}: {survived} kills survived, {decided} of them with the new state")


def none_left(mark: str) -> None:
    """Fail where a process with ``mark`` is still there after two seconds."""
    until = time.monotonic() + 2
    while left := set(alive(mark)) - {os.getpid()}:
        assert time.monotonic() < until, left
        time.sleep(0.05)


def restore(data: Path, state: dict[str, bytes]) -> None:
    for name, text in state.items():
        (data / name).write_bytes(text)
