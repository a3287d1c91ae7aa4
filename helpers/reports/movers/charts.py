"""Figures of the movers notebook: growth.

A function gives None where its figures do not exist for the edition; the notebook shows the
sentence that says why beside it.
"""

from dataclasses import replace

import pandas as pd

from helpers.data.edition import Edition
from helpers.data.provinces import names
from helpers.display.chart import Spec, both, diverging, of_nation, traded
from helpers.display.style import Chart
from helpers.language import formats
from helpers.language.sentences import opened
from helpers.measures import core as measures

BEHIND: Spec = {
    "province_code": ("province", "name"),
    "growth_pct": ("growth_pct", "growth"),
    "growth_rank": ("growth_rank", "integer"),
    "contribution_pp": ("contribution_pp", "points"),
    "total": ("total", "amount"),
    "share": ("share", "share"),
}


def growth_bars(movers: pd.DataFrame, edition: Edition) -> Chart | None:
    """Growth of every province, fastest first, rises in colour and falls in grey."""
    known = _with_share(movers).dropna(subset=["growth_pct"]).reset_index(drop=True)
    if known.empty:
        return None
    nation = edition.nation.at["total", "growth_pct"]
    zh_nation, en_nation = of_nation(edition)
    verb = "was" if edition.flow == "total" else "were"
    headline = (
        both(
            edition,
            f"{zh_nation}{formats.moved(nation, 'zh')}",
            f"{opened(en_nation)} {verb} {formats.moved(nation, 'en')}; ",
        )
        if pd.notna(nation)
        else ""
    )
    first, last = known.iloc[0], known.iloc[-1]
    ends = [
        f"{names(edition.lang)[r['province_code']]} {formats.percent(r['growth_pct'], edition.lang, signed=True)}"
        for r in (first, last)
    ]
    joined = both(
        edition,
        f"从{ends[0]}到{ends[1]}",
        f"{'from' if headline else 'From'} {ends[0]} to {ends[1]}",
    )
    headline = both(edition, f"{headline}，" if headline else "", headline) + joined
    zh_trade, en_trade = traded(edition)
    label = (f"{zh_trade}同比，%", f"Growth of {en_trade}, %")
    chart = diverging(known, "growth_pct", "growth_bars", headline, label, BEHIND, edition)
    return replace(chart, lead=True)


def _with_share(movers: pd.DataFrame) -> pd.DataFrame:
    return movers.assign(share=measures.shares(movers["total"]))
