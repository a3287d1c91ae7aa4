"""The page of revisions: which figures changed since their first publication, and their table."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.constants import NATION
from helpers.data import provinces, tables
from helpers.display.resource import csv_text, resource
from helpers.display.table import Table, columns_of, spec_of
from helpers.language import formats
from helpers.language.templates import render
from helpers.reports.revisions.measures import revisions

COLUMNS = (
    "name:place_name period flow currency first:first_figure latest:latest_figure change_pct "
    "first_publisher:first_source latest_publisher:latest_source"
)


@dataclass(frozen=True)
class _AllEditions:
    """What columns need to know in the place of an edition: the figures are of every period."""

    lang: str
    flow: str = "total"
    year: int = 0  # no two years are compared
    full_year: bool = True


def table() -> pd.DataFrame:
    """Return every revision in data/, see :func:`helpers.reports.revisions.measures.revisions`."""
    return revisions(tables.load("trade"), tables.load("releases"))


def csv(frame: pd.DataFrame) -> str:
    """Return the revisions as CSV, unrounded."""
    return csv_text([str(c) for c in frame], resource("revisions", frame)["data"])


def facts(frame: pd.DataFrame, lang: str) -> dict[str, Any]:
    """Return what the template of the page needs: the sentence, the table, its rows."""
    shown = _table(frame, lang)
    return {
        "sentence": sentence(frame, lang),
        "table": shown,
        "rows": list(zip(*(column.cells for column in shown.columns), strict=True)),
    }


def sentence(frame: pd.DataFrame, lang: str) -> str:
    """Return how many figures changed, which one most, and the median change."""
    known: dict[str, object] = {"count": len(frame)}
    if len(frame):
        middle = frame["change_pct"].abs().median()
        known |= {"names": _names(lang), "most": frame.iloc[0], "middle": middle}
    return render("revisions", "summary", lang, known)


def _names(lang: str) -> dict[str, str]:
    """Return the names of the provinces and of the nation."""
    return provinces.names(lang) | {NATION: formats.label("nation", lang)}


def _table(frame: pd.DataFrame, lang: str) -> Table:
    """Return every revision with both figures, the change in percent and both publishers."""
    periods = zip(frame["year"], frame["month"], strict=True)
    publisher = tables.load("sources").set_index("id")[f"publisher_{lang}"]
    shown = frame.assign(
        name=frame["province_code"].map(_names(lang)),
        period=[formats.period(int(year), int(month), lang) for year, month in periods],
        first_publisher=frame["first_source"].map(publisher),
        latest_publisher=frame["latest_source"].map(publisher),
    )
    caption, note = (render("revisions", block, lang, {}) for block in ("caption", "note"))
    columns = columns_of(shown, spec_of(COLUMNS), _AllEditions(lang))
    return Table("revisions", caption, note, columns, frame, lang=lang)
