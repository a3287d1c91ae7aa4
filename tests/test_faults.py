"""A full disk or a folder that cannot be written: told in a sentence, the old state intact."""

import importlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import tables
from processes import content, end, needs_fork, start, start_work, wait_for

from helpers.publish import page, site
from helpers.system import folders
from helpers.system.errors import TradeError

resource = pytest.importorskip("resource")
pytestmark = needs_fork
NOBODY = 65534


@pytest.fixture
def month(tmp_path):
    """A customs table that is not yet in data/."""
    path = tmp_path / "2025-08.csv"
    path.write_text(tables.csv_table(2025, 8), encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Tables with one month in them."""
    data = tables.fresh(tmp_path, monkeypatch)
    first = tmp_path / "2025-07.csv"
    first.write_text(tables.csv_table(2025, 7), encoding="utf-8")
    tables.take_in([first])
    return data


def refused(told: Path, child: int, code: int) -> str:
    """What a command said that had to fail: one line without traceback."""
    assert end(child) == code, told.read_text("utf-8")
    text = told.read_text("utf-8")
    assert text.startswith("trade: ")
    assert text.count("\n") == 1, text
    return text


def test_an_import_on_a_full_disk_changes_nothing(data, month, tmp_path):
    before, told = tables.state(data), tmp_path / "told"
    # No file may grow beyond what the largest table has now; the system refuses the rest.
    largest = max(path.stat().st_size for path in data.glob("*.csv"))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    text = refused(told, start("import", "--accept-unchecked", month, told=told, before=limit), 1)
    assert f"{data} could not be written: File too large. Nothing was changed." in text
    assert tables.state(data) == before
    assert end(start("import", "--accept-unchecked", month)) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_an_import_on_a_small_disk_changes_nothing(data, month, tmp_path, monkeypatch):
    disk, told = tmp_path / "disk", tmp_path / "told"
    disk.mkdir()
    size = sum(path.stat().st_size for path in data.iterdir()) + 60_000
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", disk])
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        small = Path(shutil.copytree(data, disk / "data"))
        monkeypatch.setenv("TRADE_DATA", str(small))
        before = tables.state(small)
        text = refused(told, start("import", "--accept-unchecked", month, told=told), 1)
        assert f"{small} could not be written: No space left on device." in text
        assert tables.state(small) == before
        subprocess.run(["mount", "-o", "remount,size=9m", disk], check=True)
        assert end(start("import", "--accept-unchecked", month)) == 0
        assert tables.state(small) != before
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.fixture
def locked_away(data, monkeypatch):
    """The tables in a folder that the process of a command may read but not write."""
    with tempfile.TemporaryDirectory() as folder:
        away = Path(shutil.copytree(data, Path(folder) / "data"))
        for path in (*away.iterdir(), Path(folder)):
            path.chmod(0o755)
        away.chmod(0o555)
        monkeypatch.setenv("TRADE_DATA", str(away))
        yield away
        away.chmod(0o755)


def as_somebody_else() -> None:
    """Root may write everywhere; so be nobody."""
    # Loaded before: Python itself may be in a folder that only root can read.
    for name in ("helpers.cli.importing", "helpers.data.editions", "rich.progress", "stringprep"):
        importlib.import_module(name)
    if os.geteuid() == 0:
        os.setuid(NOBODY)


def test_an_import_into_a_folder_that_cannot_be_written_is_told(locked_away):
    before = tables.state(locked_away)
    told, month = locked_away.parent / "told", locked_away.parent / "2025-08.csv"
    month.write_text(tables.csv_table(2025, 8), encoding="utf-8")
    child = start("import", "--accept-unchecked", month, told=told, before=as_somebody_else)
    text = refused(told, child, 2)
    assert f"{locked_away} cannot be written by this user" in text
    assert tables.state(locked_away) == before
    # Reading needs no more than reading.
    assert end(start("editions", before=as_somebody_else)) == 0


@pytest.fixture
def old_site(published_site, tmp_path):
    """A site of its own for the test, and how to publish into it once more."""
    return Path(shutil.copytree(published_site, tmp_path / "site"))


def rewriting(out: Path, made, before: Callable = lambda: None) -> Callable[[], None]:
    """Write the site with one page that differs, as the command does when the pages are made."""
    differs = [page.marked_unverified(made[-1], 1)]

    def work() -> None:
        before()
        try:
            with site.rebuilt(out) as folder:
                site.write_pages(folder, differs)
        except TradeError as error:
            print(f"trade: {error}", file=sys.stderr)
            sys.exit(error.exit_code)

    return work


def beside(out: Path) -> set[str]:
    return {path.name for path in out.parent.iterdir() if path.name.startswith(".site")}


def test_a_site_on_a_full_disk_stays_as_it_was(old_site, made, tmp_path):
    before, told = content(old_site), tmp_path / "told"

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    text = refused(told, start_work(rewriting(old_site, made, limit), told), 1)
    assert f"{old_site} could not be " in text
    assert "File too large" in text
    assert "Nothing was changed." in text
    assert content(old_site) == before
    assert beside(old_site) == {".site.lock"}


def test_a_site_where_nothing_may_be_written_stays_as_it_was(published_site, made):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(shutil.copytree(published_site, Path(folder) / "site"))
        told = Path(folder) / "told"
        Path(folder).chmod(0o555)
        work = rewriting(out, made, as_somebody_else)
        text = refused(told, start_work(work, told), 1)
        assert f"{out} could not be written: Permission denied. Nothing was changed." in text
        assert content(out) == content(published_site)
        Path(folder).chmod(0o755)


def test_of_two_publishers_one_is_told_who_the_other_is(old_site, made, tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "WAIT_SECONDS", 0.1)
    told = tmp_path / "told"

    def hold() -> None:
        with site.rebuilt(old_site):
            (tmp_path / "ready").touch()
            time.sleep(60)

    other = start_work(hold)
    try:
        wait_for(other, tmp_path, "ready")
        text = refused(told, start("publish", "--out", old_site, told=told), 2)
        assert f"{old_site} is being written by process {other} since 20" in text
    finally:
        end(other, signal.SIGKILL)
    # What it held is free, and what it left is cleared away.
    assert end(start_work(rewriting(old_site, made))) == 0
    assert beside(old_site) == {".site.lock", folders.kept(old_site).name}
