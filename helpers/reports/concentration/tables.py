"""Tables of the spread notebook: concentration of every year, and the regression."""

from dataclasses import asdict

import pandas as pd

from helpers.data.edition import Edition
from helpers.display.chart import both
from helpers.display.source_lines import history_line, rank_line
from helpers.display.table import Column, Table
from helpers.language import formats
from helpers.measures import concentration
from helpers.measures.concentration import MEASURES
from helpers.reports.concentration.convergence import Convergence


def path(table: pd.DataFrame, edition: Edition) -> Table:
    """Every measure of concentration in every year, latest first. ``table`` is spread.path."""
    shown = table.iloc[::-1]
    lang = edition.lang
    columns = [Column(formats.label("year", lang), [str(y) for y in shown.index], "number")]
    columns += [
        Column(
            formats.label(name, lang),
            [formats.number(v, lang, concentration.DIGITS[name]) for v in shown[name]],
            "number",
        )
        for name in MEASURES
    ]
    caption = both(edition, "历年的集中度", "Concentration by year")
    return Table("concentration_path", caption, rank_line(edition), columns, table.reset_index())


def convergence(found: Convergence | None, edition: Edition) -> Table:
    """The regression of growth on the first year's total: slope, interval, fit."""
    lang = edition.lang
    columns = []
    if found is not None:
        # A distance that may not shrink at all has no half-life to show.
        sure = found.verdict == "converging"
        half_life = formats.number(found.half_life, lang, 0) if sure else formats.DASH
        rows = {
            "beta": formats.number(found.beta, lang, 2, signed=True),
            "beta_interval": " … ".join(
                formats.number(end, lang, 2, signed=True) for end in (found.low, found.high)
            ),
            "p_value": formats.number(found.p_value, lang, 3),
            "r2": formats.number(found.r2, lang, 2),
            "half_life": half_life,
            "n_provinces": str(found.provinces),
        }
        columns = [
            Column(formats.label("measure", lang), [formats.label(k, lang) for k in rows], "text"),
            Column(formats.label("value_of", lang), list(rows.values()), "number"),
        ]
    caption = both(
        edition, "年均增速对起始年总额（对数）的回归", "Growth a year regressed on ln(first total)"
    )
    data = pd.DataFrame([asdict(found)] if found else [], columns=FIELDS)
    return Table("convergence", caption, history_line(edition), columns, data)


FIELDS = list(Convergence.__dataclass_fields__)
