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
from processes import alive, end, needs_fork, start, start_work, wait_for

from helpers.data import schema
from helpers.data import tables as store
from helpers.publish import site
from helpers.system import folders

pytestmark = needs_fork


def test_a_killed_import_leaves_the_old_data_or_the_new(tmp_path, monkeypatch, kills):
    data = tables.fresh(tmp_path, monkeypatch)
    first, path = (tmp_path / f"2025-0{month}.csv" for month in (7, 8))
    for file, month in ((first, 7), (path, 8)):
        file.write_text(tables.csv_table(2025, month), encoding="utf-8")
    tables.take_in([first])
    old = tables.state(data)
    started = time.perf_counter()
    assert end(start("import", "--accept-unchecked", path)) == 0
    length = time.perf_counter() - started
    new = tables.state(data)
    restore(data, old)
    rng, survived, decided = random.Random(8), 0, 0
    for at in itertools.count():
        if survived == kills:
            break
        child = start("import", "--accept-unchecked", path)
        if at % 2:
            # While it writes, which is a small part of the whole.
            wait_for(child, data, ".incoming-*")
            time.sleep(rng.uniform(0, length / 4))
        else:
            time.sleep(rng.uniform(0, length))
        survived += end(child, signal.SIGKILL) == -signal.SIGKILL
        # Whoever reads next finds one of the two states, whole.
        for table in schema.TABLES:
            store.load(table)
        found = {name: text for name, text in tables.state(data).items() if "/" not in name}
        assert found in (old, new)
        if found == new:
            decided += 1
            restore(data, old)
    # And the next import clears up and gets there.
    assert end(start("import", "--accept-unchecked", path)) == 0
    assert tables.state(data) == new
    print(f"trade import: {survived} kills survived, {decided} of them with the new state")


def test_a_killed_publish_leaves_the_old_site_or_the_new(published_site, made, tmp_path, kills):
    if kills > 5:
        pytest.skip("the whole command is killed instead")
    address, out = "https://example.org/", tmp_path / "site"
    few = [one for one in made if one.page.year == 2010]

    def publish() -> None:
        with site.rebuilt(out) as folder:
            site.write_pages(folder, few, address)

    shutil.copytree(published_site, out)
    killed_at_random("writing a site", out, lambda: start_work(publish), kills)


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

    killed_at_random("trade publish", out, command, kills, mark)


def killed_at_random(
    name: str, out: Path, begin: Callable[[], int], kills: int, mark: str = ""
) -> None:
    """Kill what changes the site ``out`` again and again; check it, and that nothing is left."""
    kept, old = out.parent / "kept", tree(out)
    shutil.copytree(out, kept)
    started = time.perf_counter()
    assert end(begin()) == 0
    length, new = time.perf_counter() - started, tree(out)
    assert new != old
    back(kept, out)
    rng, survived, decided = random.Random(8), 0, 0
    for at in itertools.count():
        if survived == kills:
            break
        child = begin()
        if at % 2:
            # While it writes and swaps, the last part of the whole.
            wait_for(child, out.parent, ".site.new-*")
            time.sleep(rng.uniform(0.6, 1) * length)
        else:
            time.sleep(rng.uniform(0, length))
        survived += end(child, signal.SIGKILL) == -signal.SIGKILL
        found = tree(out)
        assert found in (old, new)
        if found == new:
            decided += 1
            back(kept, out)
        if mark:
            none_left(mark)
    assert end(begin()) == 0
    assert tree(out) == new
    before = folders.kept(out)
    assert tree(before) == old
    assert {p.name for p in out.parent.iterdir()} == {"site", "kept", ".site.lock", before.name}
    print(f"{name}: {survived} kills survived, {decided} of them with the new state")


def none_left(mark: str) -> None:
    """Fail where a process with ``mark`` is still there after two seconds."""
    until = time.monotonic() + 2
    while left := set(alive(mark)) - {os.getpid()}:
        assert time.monotonic() < until, left
        time.sleep(0.05)


def back(kept: Path, out: Path) -> None:
    """The site as it was before."""
    for path in (out, *out.parent.glob(".site.before-*")):
        shutil.rmtree(path)
    shutil.copytree(kept, out)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def restore(data: Path, state: dict[str, bytes]) -> None:
    for name, content in state.items():
        (data / name).write_bytes(content)
