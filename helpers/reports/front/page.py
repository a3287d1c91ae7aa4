"""What the front page shows of the newest edition: four numbers, and the table of the provinces."""

from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from helpers.data.edition import Edition
from helpers.data.provinces import first_years
from helpers.display.resource import data_url
from helpers.display.source_lines import history_line, source_line
from helpers.display.table import Column, Table, table
from helpers.language import formats
from helpers.language.templates import render
from helpers.measures import core

FOLDER = "front"
FLOWS = ("total", "export", "import", "balance")
COLUMNS = "rank province_code total growth_pct export import total_share"
# The line through the years, in the units of its SVG.
WIDTH, HEIGHT, EDGE = 96, 22, 2


def facts(edition: Edition) -> dict[str, Any]:
    """Return what the template shows of an edition, in its language.

    ``numbers`` have label, value and note; ``rows`` are the cells of ``table`` row by row; ``csv``
    is the address that its tools save.
    """
    shown = provinces(edition)
    return {
        "period": formats.period(edition.year, edition.month, edition.lang),
        "compared": _text(edition, "compared"),
        "numbers": numbers(edition),
        "table": shown,
        "rows": list(zip(*(column.cells for column in shown.columns), strict=True)),
        "csv": data_url(shown.data),
        "file": f"{shown.edition}-{shown.name}",
    }


def numbers(edition: Edition) -> list[dict[str, str]]:
    """Return the nation's total, exports, imports and balance, each with its growth.

    What is not published for the edition is left out.
    """
    frame = core.national(edition.nation, edition.nation_before, edition.currency)
    assert frame is not None
    known = frame.set_index("flow").loc[list(FLOWS)].dropna(subset=["value"])
    return [
        {
            "label": _text(edition, "flow_label", of=of, value=row["value"]),
            "value": formats.amount(abs(row["value"]), edition.currency, edition.lang),
            "note": _text(edition, "flow_note", of=of, row=row),
        }
        for of, row in known.iterrows()
    ]


def provinces(edition: Edition) -> Table:
    """Return every province with its total, growth, flows, share and line through the years."""
    ranked = core.ranking(edition.now, edition.before)
    history = edition.history
    multiples = core.multiples(history, first_years()).set_index("province_code")
    frame = ranked.join(multiples[["base_year", "multiple"]], on="province_code")
    years = {"first": int(history.index[0]), "last": int(history.index[-1])}
    drawn = len(history) > 1  # a single year has no line
    credit = {"now": source_line(edition), "then": history_line(edition)}
    made = table(
        f"provinces-{edition.lang}", frame, COLUMNS, edition,
        caption=_text(edition, "provinces_caption"),
        source=_text(edition, "provinces_source", drawn=drawn, **years, **credit),
        data=frame[[*COLUMNS.split(), "base_year", "multiple"]],
    )  # fmt: skip
    if drawn:
        cells = [
            _cell(edition, history[code], multiple)
            for code, multiple in zip(frame["province_code"], frame["multiple"], strict=True)
        ]
        # Beside the name: on a phone it is seen without scrolling.
        at = 1 + [column.kind for column in made.columns].index("name")
        made.columns.insert(at, Column(_text(edition, "path_label", **years), cells, "number"))
    return made


def path(values: pd.Series) -> str:
    """Return the path of an SVG line through yearly values, from zero to their maximum.

    It is interrupted where a year is missing; a year without neighbours is a short stroke.
    """
    years = range(int(values.index[0]), int(values.index[-1]) + 1)
    known = values.reindex(years)
    across, up = (WIDTH - 2 * EDGE) / max(1, len(years) - 1), (HEIGHT - 2 * EDGE) / known.max()
    drawn = []
    for at, value in enumerate(known):
        if pd.isna(value):
            continue
        x, y = EDGE + at * across, HEIGHT - EDGE - value * up
        before, after = (pd.notna(known.get(years[at] + step)) for step in (-1, 1))
        if before:
            drawn.append(f"L{x:.1f} {y:.1f}")
        else:
            drawn.append(f"M{x:.1f} {y:.1f}" if after else f"M{x - 1:.1f} {y:.1f}h2")
    return "".join(drawn)


def _cell(edition: Edition, values: pd.Series, multiple: float) -> str:
    """Return the line of one province and how many times its first year its last one is."""
    known = values.dropna()
    told = _text(
        edition, "path_alt", first_year=known.index[0], first=known.iloc[0],
        last_year=known.index[-1], last=known.iloc[-1],
    )  # fmt: skip
    line = (
        f'<svg class="path" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(told)}">'
        f'<path d="{path(values)}"/></svg>'
    )
    return Markup(line) + Markup("<span>{}</span>").format(
        formats.number(multiple, edition.lang, 2)
    )


def _text(edition: Edition, block: str, **more: object) -> str:
    """Return a block of the template in the language of the edition."""
    known = {
        "currency": edition.currency,
        "full_year": edition.full_year,
        "unit": formats.unit(edition.currency, edition.lang),
        "period": formats.period(edition.year, edition.month, edition.lang),
    }
    return render(FOLDER, block, edition.lang, known | more)
