"""Fifty plausible mistakes with a real table end as listed: refused, flagged or harmless."""

import datetime
import functools

import mistakes
import pandas as pd
import pytest
import slips
import tables

from helpers.sources import importer, reader
from helpers.system.errors import BadInput

TODAY = datetime.date(2026, 11, 1)
ALL = mistakes.all_mistakes()


@functools.cache
def stored(places: bool, period: tuple[int, int]) -> dict[str, pd.DataFrame]:
    """The tables of data/ without that of July 2025 and of ``period``."""
    data = slips.data_without((mistakes.YEAR, mistakes.MONTH), period, places=places)
    trade = data["trade"]
    return data | {"trade": trade[trade["year"] >= 2024].reset_index(drop=True)}


def end(mistake: mistakes.Mistake, folder) -> tuple[str, str]:
    """How the import of the file ends, and the messages of it."""
    rows = mistake.cells(slips.real_table(*mistake.of, places=mistake.places))
    text = tables.csv_table(2025, mistake.headings, unit=mistake.unit, body=rows)
    path = folder / mistake.file
    path.write_text(mistake.text(text), encoding="utf-8")
    data = stored(mistake.places, mistake.of)
    try:
        outcome = importer.merged(data, reader.read(path, mistake.period, TODAY), TODAY)[1]
    except BadInput as error:
        return mistakes.REFUSED, str(error)
    flagged = "; ".join(line for line in outcome.flagged if not line.startswith("under "))
    if rows_of(outcome) == true():
        return mistakes.HARMLESS, flagged
    return mistakes.FLAGGED if mistake.said in flagged else "taken in", flagged


def rows_of(outcome: importer.Outcome) -> dict[tuple, float]:
    """The figures of an import by place, flow and span."""
    own = outcome.release.tables["trade"]
    return own.set_index(["province_code", "flow", "span"])["value"].round(6).to_dict()


@functools.cache
def true() -> dict[tuple, float]:
    """The stored figures of July 2025."""
    own = slips.store.load("trade").query("source == @slips.SOURCE and year == 2025 and month == 7")
    return own.set_index(["province_code", "flow", "span"])["value"].round(6).to_dict()


@pytest.mark.parametrize("mistake", ALL, ids=[m.name for m in ALL])
def test_a_mistake_ends_as_listed(mistake, tmp_path):
    ended, message = end(mistake, tmp_path)
    assert ended == mistake.end, message
    assert mistake.said in message
    if ended == mistakes.REFUSED:
        assert message.startswith(mistake.file)


def test_there_are_fifty_different_ones():
    assert len({m.name for m in ALL}) == len(ALL) >= 50
