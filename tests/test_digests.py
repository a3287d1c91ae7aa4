"""Tables edited by hand are found by their digests: by check, publish, import and undo."""

import json
import shutil

import pytest
import tables

from helpers.checks import stored
from helpers.data import digests, schema
from helpers.publish.page import FinishedPage, marked_unverified
from helpers.publish.pages import Page
from helpers.sources import importer, undo
from helpers.system import atomic
from helpers.system.errors import BadInput

PAGE = Page("trends", 2010, 12, "USD", "en", "2010")
HTML = '<head><style id="font"></style></head><body><main id="content">\nText</main></body>'


def edit(data, name: str = "context.csv", old: str = "98.6,外贸", new: str = "98.7,外贸") -> None:
    """Change a cell of a table so that no check of figures fails."""
    path = data / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def data(tmp_path, monkeypatch):
    return tables.fresh(tmp_path, monkeypatch)


@pytest.fixture
def month(tmp_path):
    path = tmp_path / "2025-08.csv"
    path.write_text(tables.csv_table(2025, 8), encoding="utf-8")
    return path


def test_the_tables_of_the_project_are_as_recorded():
    assert digests.edited() == []
    package = json.loads((tables.PROJECT / "data" / digests.PACKAGE).read_text("utf-8"))
    assert all(r["hash"].startswith("sha256:") and r["bytes"] for r in package["resources"])
    assert {r["name"] for r in package["resources"]} == set(schema.TABLES)


def test_an_import_and_an_undo_record_the_tables_that_they_write(data, month):
    before = (data / digests.PACKAGE).read_bytes()
    [outcome] = tables.take_in([month])
    assert digests.edited() == []
    assert (data / digests.PACKAGE).read_bytes() != before
    undo.undo(outcome.release.id)
    assert digests.edited() == []
    assert (data / digests.PACKAGE).read_bytes() == before


def test_an_edited_table_stops_import_and_undo_and_is_named(data, month):
    [outcome] = tables.take_in([month])
    edit(data, "trade.csv", "2025,8,ytd,44", "2025,8,ytd,45")
    before = tables.state(data)
    again = month.with_name("2025-09.csv")
    again.write_text(tables.csv_table(2025, 9), encoding="utf-8")
    for change in (
        lambda: tables.take_in([again]),
        lambda: undo.undo(outcome.release.id),
    ):
        with pytest.raises(BadInput, match=r"trade\.csv in .* is not as the last import left it"):
            change()
    assert tables.state(data) == before


@pytest.mark.parametrize("gone", [digests.PACKAGE, "regions.csv"])
def test_a_missing_file_is_named(data, gone):
    (data / gone).unlink()
    assert digests.edited() == [gone]


def test_a_package_that_is_no_json_is_a_sentence(data):
    (data / digests.PACKAGE).write_text("{", "utf-8")
    with pytest.raises(BadInput, match=r"datapackage\.json cannot be read .* Restore it from git"):
        digests.edited()


def test_check_names_the_edited_file_until_it_is_sealed(data, monkeypatch, capsys):
    shutil.copy(tables.PROJECT / "data/context.csv", data)
    shutil.copy(tables.PROJECT / "data/sources.csv", data)
    digests.record(data, data)
    assert tables.run_command(monkeypatch, "check") == 0
    edit(data)
    assert tables.run_command(monkeypatch, "check") == 1
    told = capsys.readouterr().err
    assert "context.csv was edited since the last import" in told
    assert "trade check --seal" in told
    assert tables.run_command(monkeypatch, "check", "--seal") == 0
    assert "Recorded as they are: context.csv." in capsys.readouterr().out
    assert tables.run_command(monkeypatch, "check") == 0


def test_a_table_that_fails_a_check_is_not_sealed(data, month, monkeypatch, capsys):
    tables.take_in([month])
    path = data / "trade.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(tables.lines_with_a_wrong_export(lines, "2025,8,ytd,44,export")), "utf-8"
    )
    package = (data / digests.PACKAGE).read_bytes()
    assert tables.run_command(monkeypatch, "check", "--seal") == 1
    assert "do not add up" in capsys.readouterr().err
    assert (data / digests.PACKAGE).read_bytes() == package


def test_publish_refuses_an_edited_table_and_names_it(tmp_path, monkeypatch, capsys):
    edit(tables.copy_of_data(tmp_path, monkeypatch))
    results = stored.failed()
    assert results is not None
    assert results.add_up()
    assert results.edited == ("context.csv",)
    out = tmp_path / "site"
    words = ["publish", "--year", "2010", "--only", "trends", "--out", str(out)]
    assert tables.run_command(monkeypatch, *words) == 1
    told = capsys.readouterr().err
    assert "context.csv was edited since the last import. Nothing was published" in told
    assert "--unverified" in told
    assert not out.exists()


@pytest.mark.parametrize(
    ("lang", "count", "said"),
    [
        ("en", 0, "were edited by hand after they were imported (trade.csv). Figures"),
        ("en", 2, "imported (trade.csv) and fail 2 checks. Figures"),
        ("zh", 0, "在导入后被手工改动过（trade.csv），页中"),
        ("zh", 2, "手工改动过（trade.csv），且有2项核对未通过，页中"),
    ],
)
def test_a_page_of_an_edited_table_says_so(lang, count, said):
    page = Page(PAGE.notebook, 2010, 12, "USD", lang, "2010")
    made = marked_unverified(
        FinishedPage(page, "T", "F", {}, HTML, b"", 0.0, {}), count, ("trade.csv",)
    )
    assert said in made.html


def test_a_kill_between_the_table_and_its_digest_leaves_neither(data, month, monkeypatch):
    """The package is exchanged together with the tables, by one rename."""
    before = tables.state(data)
    monkeypatch.setattr(atomic, "flush", lambda path: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        tables.take_in([month])
    assert tables.state(data) == before


# --- checks that could not be made ------------------------------------------------------------


def test_a_check_that_cannot_be_made_needs_a_persons_word(data, month, monkeypatch, capsys):
    before = tables.state(data)
    assert tables.run_command(monkeypatch, "import", str(month)) == 2
    told = capsys.readouterr().err
    assert "2025-08.csv: not checked: the printed growth, as no figures of the year before" in told
    assert "--accept-unchecked" in told
    assert tables.state(data) == before
    assert tables.run_command(monkeypatch, "import", str(month), "--dry-run") == 0
    assert tables.state(data) == before

    assert tables.run_command(monkeypatch, "import", str(month), "--accept-unchecked") == 0
    told = capsys.readouterr().out
    assert told.rstrip().endswith("To publish: trade publish --year 2025 --month 8")
    record = (data / "releases.csv").read_text("utf-8").splitlines()[1]
    assert record.endswith(",order_of_magnitude; months_add_up; printed_growth,")
    assert tables.run_command(monkeypatch, "check") == 0
    assert "checks that could not be made: 2025-08.csv (2025-08" in capsys.readouterr().out


def test_a_table_with_all_its_neighbours_needs_no_word(data, tmp_path):
    paths = []
    for year, month in ((2024, 7), (2024, 8), (2025, 7)):
        paths.append(tmp_path / f"{year}-{month:02d}.csv")
        paths[-1].write_text(tables.csv_table(year, month), encoding="utf-8")
    tables.take_in(paths)
    last = tmp_path / "2025-08.csv"
    last.write_text(tables.csv_table(2025, 8), encoding="utf-8")
    [outcome] = importer.import_files([last])
    assert outcome.unchecked == ()
