"""Which official tables are due on a day, by the calendar in data/."""

import datetime

import pandas as pd
import pytest
from click.testing import CliRunner

from helpers.checks import calendar
from helpers.cli.app import app
from helpers.data import tables
from helpers.system.errors import BadInput

RULE = {"rule_zh": "规则", "rule_en": "a rule", "url": "https://example.org/"}
RULES = pd.DataFrame(
    [
        ("customs", "2024-12", "2025-03", 1, 1, 2, 18, "announced"),
        ("customs", "2024-12", "2025-03", 2, 12, 1, 31, "announced"),
        ("customs", "2025-04", "", 2, 12, 1, 18, "expected"),
        ("bureau", "2024-12", "", 12, 12, 11, 30, "expected"),
    ],
    columns=["source", "first_period", "last_period", "first_month", "last_month", "months_after",
             "day", "basis"],
).assign(**RULE)  # fmt: skip
RELEASES = pd.DataFrame(
    {"source": ["customs", "customs", "bureau"], "period": ["2024-12", "2025-01/2025-02", "2024"]}
)


def out(day):
    rows = calendar.out_by(RULES, RELEASES, datetime.date.fromisoformat(day))
    return {
        (row.source, row.period): (row.out.isoformat(), row.basis, row.stored)
        for row in rows.itertuples()
    }


def test_each_table_has_the_day_of_its_rule():
    found = out("2025-05-18")
    # The 31st of a month with 30 days is its last one.
    assert {period: told for (source, period), told in found.items() if source == "customs"} == {
        "2024-12": ("2025-01-31", "announced", True),
        "2025-01": ("2025-03-18", "announced", True),
        "2025-02": ("2025-03-31", "announced", True),
        "2025-03": ("2025-04-30", "announced", False),
        "2025-04": ("2025-05-18", "expected", False),
        "2025-05": ("2025-06-18", "expected", False),  # the next one
    }


def test_a_table_is_out_on_its_day_and_not_before():
    assert ("bureau", "2025") not in out("2025-11-29")
    assert out("2025-11-29")["bureau", "2024"] == ("2025-11-30", "expected", True)
    assert out("2026-11-30")["bureau", "2025"] == ("2026-11-30", "expected", False)


def run(*words):
    return CliRunner().invoke(app, ["due", *words])


def test_the_command_says_what_is_due_where_it_is_and_what_comes_next():
    nothing = run("--on", "2025-09-17")
    assert nothing.exit_code == 0, nothing.output
    assert nothing.output.startswith("Nothing is due on 2025-09-17")
    assert "2025-08: comes out on 2025-09-18, as announced." in nothing.output
    due = run("--on", "2025-09-18")
    assert due.exit_code == 3
    assert "    2025-08  out since 2025-09-18\n" in due.output
    assert "http://www.customs.gov.cn/, then: trade import 2025-08.csv" in due.output
    assert "expected by 2026-02-18" not in run("--on", "2026-02-20").output
    with pytest.raises(BadInput, match="'18 September' is not a day"):
        raise run("--on", "18 September").exception


def test_no_rule_of_a_source_overlaps_another():
    rules = tables.load("release_calendar")
    for _, own in rules.groupby("source"):
        day = datetime.date(2030, 1, 1)
        rows = calendar.out_by(own, RELEASES.head(0), day)
        assert not rows["period"].duplicated().any()
