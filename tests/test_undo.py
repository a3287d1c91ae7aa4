"""`trade undo`: an import is taken back as a whole, and what is restored is printed."""

import pytest
import tables

from helpers.data import tables as store
from helpers.sources import undo
from helpers.system import atomic
from helpers.system.errors import BadInput, RunFailed

HEBEI = "河北省"


@pytest.fixture
def data(tmp_path, monkeypatch):
    return tables.fresh(tmp_path, monkeypatch)


@pytest.fixture
def imported(data, tmp_path):
    """Import the invented table of a month, changed or not; give the id of its release."""

    def take(year: int, month: int, change=lambda text: text, name=None) -> str:
        path = tmp_path / (name or f"{year}-{month:02d}.csv")
        path.write_text(change(tables.csv_table(year, month)), encoding="utf-8")
        return tables.take_in([path])[0].release.id

    return take


def revised(text: str) -> str:
    """The table of a month with Hebei's localities and total grown by one unit."""
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        cells = line.rstrip("\n").split(",")
        if cells[0] in (HEBEI, "总值"):
            # Total and exports of the year to date, one unit of 10,000 yuan more.
            for column in (2, 4):
                cells[column] = str(int(cells[column]) + 1)
            lines[at] = ",".join(cells) + "\n"
    return "".join(lines)


def test_an_import_taken_back_leaves_the_bytes_of_before(data, imported):
    imported(2025, 7)
    before = tables.state(data)
    release = imported(2025, 8)
    assert tables.state(data) != before
    undone = undo.undo(release)
    assert tables.state(data) == before
    assert undone.changes["restored"].isna().all()
    assert undone.removed["trade"] == (undone.changes["table"] == "trade").sum() > 0


def test_a_revision_taken_back_restores_the_older_figure(data, imported):
    first = imported(2025, 8)
    before = tables.state(data)
    second = imported(2025, 8, revised, "2025-08 again.csv")
    changes = undo.undo(second).changes
    assert tables.state(data) == before
    assert set(changes["release"]) == {first}
    assert set(changes["file_name"]) == {"2025-08.csv"}
    row = changes[changes["figure"].str.startswith("2025 8 ytd 13 total CNY")].iloc[0]
    assert row["value"] - row["restored"] == pytest.approx(1e-4)


def test_a_release_that_a_later_one_repeats_is_not_taken_back(data, imported):
    first = imported(2025, 8)
    second = imported(2025, 8, revised, "2025-08 again.csv")
    before = tables.state(data)
    with pytest.raises(BadInput, match=f"Take that one back first: trade undo {second}"):
        undo.undo(first)
    assert tables.state(data) == before
    undo.undo(second)
    undo.undo(first)
    assert store.load("trade").empty
    assert store.load("releases").empty


def test_dry_run_prints_the_figures_and_writes_nothing(data, imported, monkeypatch, capsys):
    imported(2025, 8)
    release = imported(2025, 8, revised, "2025-08 again.csv")
    before = tables.state(data)
    assert tables.run_command(monkeypatch, "undo", release[:6], "--dry-run") == 0
    told = capsys.readouterr().out
    assert "2025-08 again.csv" in told
    assert "return to an older release, 0 vanish." in told
    assert "(--dry-run)" in told
    assert tables.state(data) == before
    assert tables.run_command(monkeypatch, "undo", release) == 0
    assert tables.state(data) != before


@pytest.mark.parametrize("name", ["000000000000", "", "x"])
def test_an_unknown_release_is_refused_with_the_last_ones(
    data, imported, monkeypatch, capsys, name
):
    release = imported(2025, 8)
    before = tables.state(data)
    assert tables.run_command(monkeypatch, "undo", name) == 2
    told = capsys.readouterr().err
    assert f"{release}  2025-08  customs-by-location  2025-08.csv, imported " in told
    assert tables.state(data) == before


def test_the_release_of_rows_without_release_is_refused(tmp_path, monkeypatch):
    data = tables.copy_of_data(tmp_path, monkeypatch)
    release = store.load("releases").query("source == 'article-2025-01'")["release"].iloc[0]
    before = tables.state(data)
    with pytest.raises(BadInput, match=r"context\.csv, whose rows do not name their release"):
        undo.undo(release)
    assert tables.state(data) == before


def test_a_full_disk_leaves_the_import_in_place(data, imported, monkeypatch):
    release = imported(2025, 8)
    before = tables.state(data)

    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic, "flush", full)
    with pytest.raises(RunFailed, match="No space left"):
        undo.undo(release)
    assert tables.state(data) == before
