"""Commands killed at each system call that changes a folder: the old state or the new, whole."""

import itertools
import shutil

import pytest
import tables
from processes import needs_fork
from steps import content, killed_at

from helpers.data import schema
from helpers.data import tables as store
from helpers.sources import importer, undo
from helpers.system import atomic

pytestmark = needs_fork


def test_an_import_killed_at_any_step_leaves_the_old_data_or_the_new(tmp_path, monkeypatch):
    data = tables.fresh(tmp_path, monkeypatch)
    first, second = (tmp_path / f"2025-0{month}.csv" for month in (7, 8))
    for file, month in ((first, 7), (second, 8)):
        file.write_text(tables.csv_table(2025, month), encoding="utf-8")
    importer.import_files([first])
    old, kept = content(data), tmp_path / "kept"
    shutil.copytree(data, kept)
    importer.import_files([second])
    new = content(data)
    assert new != old

    killed_at_each_step(data, kept, lambda: importer.import_files([second]), old, new)


def test_an_undo_killed_at_any_step_leaves_the_old_data_or_the_new(tmp_path, monkeypatch):
    data = tables.fresh(tmp_path, monkeypatch)
    paths = [tmp_path / f"2025-0{month}.csv" for month in (7, 8)]
    for file, month in zip(paths, (7, 8), strict=True):
        file.write_text(tables.csv_table(2025, month), encoding="utf-8")
        importer.import_files([file])
    release = store.load("releases").query("period == '2025-08'")["release"].iloc[0]
    old, kept = content(data), tmp_path / "kept"
    shutil.copytree(data, kept)
    undo.undo(release)
    new = content(data)
    assert new != old
    killed_at_each_step(data, kept, lambda: undo.undo(release), old, new)


def killed_at_each_step(data, kept, work, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """Do ``work`` on a copy of ``kept``, killed once at each of its steps; check ``data``."""
    seen = []
    for number in itertools.count(1):
        shutil.rmtree(data)
        shutil.copytree(kept, data)
        killed = killed_at(number, work)
        # Whoever reads next completes what was decided, and finds whole tables.
        for table in schema.TABLES:
            store.load(table)
        assert content(data) in (old, new), number
        seen.append(content(data) == new)
        with atomic.locked(data):
            pass
        assert content(data) in (old, new), number
        assert {path.name for path in data.iterdir() if path.is_dir()} == set()
        if not killed:
            break
    assert number > 8  # flushed, renamed, moved into place: none of them was skipped
    assert seen == sorted(seen)  # the old data until one step, the new ones from there on
    assert seen[0] is False


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
def test_a_publish_killed_at_any_step_leaves_the_old_site_or_the_new(
    tmp_path, monkeypatch, exchange
):
    if not exchange:
        monkeypatch.setattr(atomic, "_exchange", lambda one, other: False)
    out, kept = tmp_path / "place" / "site", tmp_path / "kept"
    pages = {"index.html": "old", "zh/2024/rankings.html": "old", "data/2024/edition.json": "{}"}
    with atomic.replaced_folder(out) as folder:
        write(folder, pages)
    old = content(out)
    shutil.copytree(out, kept)

    def publish() -> None:
        with atomic.replaced_folder(out) as folder:
            write(folder, dict.fromkeys(pages, "new"))
            (folder / "data/2024/edition.json").unlink()

    publish()
    new = content(out)
    assert new != old

    seen = []
    for number in itertools.count(1):
        shutil.rmtree(out.parent)
        shutil.copytree(kept, out)
        killed = killed_at(number, publish)
        if out.exists():
            assert content(out) in (old, new), number
        else:
            # Only where folders cannot be exchanged: between two renames the old site is beside.
            assert not exchange
            assert content(out.parent / ".site.old") == old, number
        with atomic.replaced_folder(out) as folder:
            found = content(folder)
        assert found in (old, new), number
        assert {path.name for path in out.parent.iterdir()} == {"site", ".site.lock"}
        seen.append(found == new)
        if not killed:
            break
    assert number > 8
    assert seen == sorted(seen)
    assert seen[0] is False


def write(folder, pages: dict[str, str]) -> None:
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
