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
PLACE = ["province_code", "locality_zh"]
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
    # Borders of zones are drawn anew, so a right table has such lines too.
    lines = [line for line in outcome.flagged if mistake.places or not line.startswith("under ")]
    flagged = "; ".join(lines)
    if figures(outcome.release.tables, mistake.places) == true(mistake.places):
        return mistakes.HARMLESS, flagged
    return mistakes.FLAGGED if mistake.said in flagged else "taken in", flagged


def figures(data: dict[str, pd.DataFrame], places: bool) -> list[list[tuple]]:
    """The figures of July 2025 in tables, with cities and zones if asked for."""
    found = []
    for name, key in (("trade", ["province_code", "flow", "span"]), ("localities", PLACE)):
        own = data[name].query("year == 2025 and month == 7")
        own = own[own["source"] == slips.SOURCE]
        numbers = [column for column in own if column == "value" or column.endswith("pct")]
        rows = own.sort_values(key)[[*key, *numbers]].round(6)
        rows = rows.astype(object).where(rows.notna(), None)
        found.append(list(rows.itertuples(index=False, name=None)))
    return found if places else found[:1]


@functools.cache
def true(places: bool) -> list[list[tuple]]:
    """The stored figures of July 2025."""
    return figures({name: slips.store.load(name) for name in ("trade", "localities")}, places)


@pytest.mark.parametrize("mistake", ALL, ids=[m.name for m in ALL])
def test_a_mistake_ends_as_listed(mistake, tmp_path):
    ended, message = end(mistake, tmp_path)
    assert ended == mistake.end, message
    assert mistake.said in message
    if ended == mistakes.REFUSED:
        assert message.startswith(mistake.file)


def test_there_are_fifty_different_ones():
    assert len({m.name for m in ALL}) == len(ALL) >= 50
