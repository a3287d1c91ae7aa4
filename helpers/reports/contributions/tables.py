"""Tables of the contributions notebook: contributions by flow, parts of growth, balances."""

import pandas as pd

from helpers.constants import FLOWS
from helpers.data.edition import Edition
from helpers.data.provinces import with_names
from helpers.display.chart import subtitle
from helpers.display.source_lines import source_line
from helpers.display.table import Table, columns_of
from helpers.language import formats


def contributions(table: pd.DataFrame, edition: Edition) -> Table:
    """What each province added to the growth of total, exports and imports; the CSV by flow.

    ``table`` is contributions.by_flow.
    """
    wide = table.pivot(index="province_code", columns="flow", values="contribution_pp")
    shown = wide.reindex(columns=list(FLOWS)).sort_values("total", ascending=False, kind="stable")
    spec = {
        "province_code": ("province", "name"),
        "total": ("total", "points"),
        "export": ("export", "points"),
        "import": ("import", "points"),
    }
    caption = subtitle(
        edition,
        "对31省合计增速的拉动，个百分点",
        "Contribution to the growth of all 31 provinces, percentage points",
    )
    columns = columns_of(shown.reset_index(), spec, edition)
    return Table("contributions", caption, source_line(edition), columns, with_names(table))


def parts(table: pd.DataFrame, edition: Edition) -> Table:
    """How much of each province's growth came from exports and from imports, fastest first.

    ``table`` is contributions.parts.
    """
    growth = table["export_part_pp"] + table["import_part_pp"]
    shown = table.assign(growth=growth).sort_values("growth", ascending=False, kind="stable")
    spec = {
        "province_code": ("province", "name"),
        "growth": ("growth_of_both", "growth"),
        "export_part_pp": ("export_part_pp", "part"),
        "import_part_pp": ("import_part_pp", "part"),
    }
    caption = subtitle(
        edition,
        "各省增速中出口和进口的作用，个百分点",
        "Growth of every province split into exports and imports, percentage points",
    )
    columns = columns_of(shown, spec, edition)
    return Table("growth_parts", caption, source_line(edition), columns, with_names(table))


def balances(table: pd.DataFrame, edition: Edition) -> Table:
    """Exports less imports of every province, the largest surplus first."""
    spec = {
        "balance_rank": ("rank", "integer"),
        "province_code": ("province", "name"),
        "export": ("export", "amount"),
        "import": ("import", "amount"),
        "balance": ("balance", "amount"),
        "previous": ("previous", "before"),
        "balance_to_total_pct": ("balance_to_total_pct", "growth"),
    }
    unit = formats.unit(edition.currency, edition.lang)
    caption = subtitle(edition, f"各省进出口差额，{unit}", f"Balance by province, {unit}")
    columns = columns_of(table, spec, edition)
    return Table("balances", caption, source_line(edition), columns, with_names(table))
