"""A row that differs from its neighbours, taken in on a person's word, which is on record."""

import datetime

import pytest
import slips
import tables

from helpers.checks import accepted, stored, summary
from helpers.checks.identities import FAILS
from helpers.cli import check, importing
from helpers.data import schema
from helpers.data import tables as store
from helpers.publish.front import method
from helpers.sources import importer, reader, undo
from helpers.system.errors import BadInput

TODAY, JULY = datetime.date(2026, 11, 1), (2025, 7)
REASON = "a refinery began"


@pytest.fixture(scope="module")
def before():
    """The tables of data/ without that of July 2025 and without places."""
    return slips.data_without(JULY, places=False)


@pytest.fixture
def off(tmp_path):
    """The table of July 2025 with provinces that are 10 % off."""

    def write(*names):
        rows = slips.real_table(*JULY, places=False)
        for name in names:
            rows = slips.one_off(rows, name, 1.1)
        return slips.write(tmp_path, *JULY, rows)

    return write


def taken_in(data, path, accept):
    return importer.merged(data, reader.read(path, None, TODAY), TODAY, accept)


def detail(data):
    names = ("trade", "national", "exchange_rates", "releases")
    return summary.detail(*(data[name] for name in names), years={2025})


def test_the_refusal_says_how_to_accept_and_the_row_is_accepted_by_number_or_name(before, off):
    path = off("四川省")
    with pytest.raises(BadInput, match="--accept ROW=REASON") as caught:
        taken_in(before, path, {})
    row = str(caught.value).partition("row ")[2].partition(" ")[0]
    assert f"row {row} (四川省)" in str(caught.value)
    for place in (row, "四川", "Sichuan"):
        after, outcome = taken_in(before, path, {place: REASON})
        assert any("四川省" in line for line in outcome.flagged)
        [entry] = accepted.rows(after["releases"]).to_dict("records")
        assert (entry["province_code"], entry["reason"]) == ("51", REASON)
    # The stored table does not fail its checks, and with the release the word is gone.
    assert not (detail(after)["verdict"] == FAILS).any()
    own = after["releases"]["accepted"] != ""
    back = undo.without(after, after["releases"][own])
    assert accepted.rows(back["releases"]).empty
    assert len(back["trade"]) == len(before["trade"])


def test_only_the_row_that_is_named_is_accepted(before, off):
    with pytest.raises(BadInput, match="湖南省") as caught:
        taken_in(before, off("四川省", "湖南省"), {"四川": REASON})
    assert "四川省" not in str(caught.value)


@pytest.mark.parametrize(
    ("accept", "said"),
    [
        ({"四川": REASON, "湖南": REASON}, "湖南省 does not differ from its neighbours"),
        ({"999": REASON}, "row 999 of .* has no province"),
        ({"四川": "a; b"}, "no semicolon"),
        ({"四川": "x"}, "3 to 200 characters"),
        ({"Sichuam": REASON}, "Did you mean Sichuan"),
    ],
)
def test_a_word_that_is_none_is_refused(before, off, accept, said):
    with pytest.raises(BadInput, match=said):
        taken_in(before, off("四川省"), accept)


def test_the_option_is_a_row_and_a_reason():
    assert importing._reason(" 12 = a  reason = good ") == ("12", "a reason = good")
    for text in ("12", "=why"):
        with pytest.raises(BadInput, match="ROW=REASON"):
            importing._reason(text)
    with pytest.raises(BadInput, match="no page can show \U0001f600"):
        importing._reason("12=fine \U0001f600")


def test_the_method_page_shows_what_was_accepted(tmp_path, monkeypatch):
    data = tables.copy_of_data(tmp_path, monkeypatch)
    text = (data / "releases.csv").read_text("utf-8")
    last = next(line for line in text.splitlines() if ",2025-07," in line)
    (data / "releases.csv").write_text(text.replace(last, f"{last}45: {REASON}"), "utf-8")
    [row] = method.facts("en")["accepted"]
    assert (row["place"], row["reason"], row["period"]) == (
        "Guangxi", REASON, "January–July 2025",
    )  # fmt: skip


def test_accepted_rows_pass_the_checks_of_stored_data(tmp_path, monkeypatch, off):
    path = off("四川省")
    data = tables.copy_of_data(tmp_path / "copy", monkeypatch)
    july = store.load("releases").query("period == '2025-07'")
    stored_now = {name: store.load(name) for name in schema.TABLES}
    importer.write_changed(undo.without(stored_now, july), stored_now, data)
    importer.import_files([path], today=TODAY, accept={"四川": REASON})
    results = stored.run(TODAY)
    assert results.failures().empty
    assert any(
        f"四川省 in 2025-07.csv (2025-07, 2026-11-01): {REASON}" in line
        for line in check.accepted()
    )
