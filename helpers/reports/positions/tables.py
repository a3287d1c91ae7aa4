"""Tables of the positions notebook: every overtaking, who held each rank, when the next come."""

import pandas as pd

from helpers.data.edition import Edition
from helpers.data.provinces import with_names
from helpers.display.chart import both, subtitle
from helpers.display.source_lines import rank_line, source_line
from helpers.display.table import Column, Table, columns_of
from helpers.language import formats
from helpers.measures.ranks import passing_years
from helpers.reports.positions.sentences import span

LABELS = ("province", "target")


def overtakings(table: pd.DataFrame, edition: Edition) -> Table:
    """Every time one province passed another, latest first."""
    shown = table.sort_values(["year", "rank"], ascending=[False, True], kind="stable")
    spec = {
        "year": ("year", "integer"),
        "previous_year": ("previous_year", "integer"),
        "province_code": ("passer", "name"),
        "passed_code": ("overtaken", "name"),
        "rank": ("rank_after", "integer"),
    }
    caption = both(edition, "历年的每一次超越", "Every time one province passed another")
    columns = columns_of(shown, spec, edition)
    return Table("rank_overtakings", caption, rank_line(edition), columns, table)


def holders(table: pd.DataFrame, edition: Edition) -> Table:
    """Who holds each rank and since when, and who has held it longest."""
    spec = {
        "rank": ("rank", "integer"),
        "province_code": ("holder", "name"),
        "since": ("since", "integer"),
        "years": ("years_held", "integer"),
        "holders": ("holders", "integer"),
        "longest_code": ("longest", "name"),
        "longest_years": ("longest_years", "integer"),
    }
    last = int(edition.rank_years.index[-1])
    caption = both(
        edition,
        f"每个位次由谁占据、保持多久，截至{last}年（年数只计有数据的年份）",
        f"Who has held each rank and for how long, up to {last} (years with figures)",
    )
    columns = columns_of(table, spec, edition)
    return Table("rank_holders", caption, rank_line(edition), columns, with_names(table))


def projections(table: pd.DataFrame, ranges: pd.DataFrame, edition: Edition) -> Table:
    """The year in which each would pass the one above, one column a window of past growth.

    ``table`` is positions.projections, ``ranges`` positions.overtaking_ranges.
    """
    lang = edition.lang
    keys = ["province_code", "target_code"]
    never = formats.label("not_at_these_rates", lang)
    dated = passing_years(table, edition.year)
    wide = dated.pivot(index=keys, columns="window_years", values="passing_year")
    shown = ranges.merge(wide.reset_index(), on=keys)
    spec = {key: (label, "name") for key, label in zip(keys, LABELS, strict=True)}
    columns = columns_of(shown, spec, edition)
    for window in wide.columns:
        cells = [never if pd.isna(v) else str(v) for v in shown[window]]
        columns.append(Column(formats.label(f"window_{window}", lang), cells, "number"))
    if len(wide.columns) > 1:
        columns.append(Column(formats.label("range", lang), _ranges(shown, lang), "text"))
    caption = subtitle(
        edition,
        "按过去增速推算超过前一位的年份",
        "The year in which each would pass the one above, if past growth went on",
    )
    return Table("projections", caption, source_line(edition), columns, dated)


def _ranges(shown: pd.DataFrame, lang: str) -> list[str]:
    """The range of each pair, with never at its end where some rates do not get there."""
    never = formats.label("not_at_these_rates", lang)
    cells = []
    for row in shown.itertuples():
        if row.windows_never == row.windows:
            cells.append(never)
            continue
        years = span(row.soonest_year, row.latest_year, lang)
        open_ = "，或不会" if lang == "zh" else ", or never"
        cells.append(years + (open_ if row.windows_never else ""))
    return cells
