"""Figures of the movers notebook: growth, and contributions to the growth of all.

A function gives None where its figures do not exist for the edition; the notebook shows the
sentence that says why beside it.
"""

from dataclasses import replace

import pandas as pd

from helpers import measures, words
from helpers.charts import Spec, both, diverging, of_nation, traded
from helpers.edition import Edition
from helpers.places import names
from helpers.say import opened
from helpers.style import Chart

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
            f"{zh_nation}{words.moved(nation, 'zh')}",
            f"{opened(en_nation)} {verb} {words.moved(nation, 'en')}; ",
        )
        if pd.notna(nation)
        else ""
    )
    first, last = known.iloc[0], known.iloc[-1]
    ends = [
        f"{names(edition.lang)[r['province_code']]} {words.percent(r['growth_pct'], edition.lang, signed=True)}"
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


def contribution_bars(movers: pd.DataFrame, edition: Edition) -> Chart | None:
    """Contribution of every province to the growth of all, largest first, percentage points."""
    known = _with_share(movers).dropna(subset=["contribution_pp"])
    if known.empty:
        return None
    ordered = known.sort_values("contribution_pp", ascending=False, kind="stable").reset_index(
        drop=True
    )
    whole = ordered["contribution_pp"].sum()
    flow = edition.flow
    zh_flow = "" if flow == "total" else words.label(flow, "zh")
    en_flow = "" if flow == "total" else f"{words.label(flow, 'en').lower()} by "
    headline = both(
        edition,
        f"31省{zh_flow}合计{words.moved(whole, 'zh')}，谁拉动了多少",
        f"Who moved the 31 provinces' {en_flow}{words.number(whole, 'en', signed=True)}%",
    )
    label = (
        "对31省合计增速的拉动，个百分点",
        "Contribution to the growth of all 31, percentage points",
    )
    first = ("province_code", "contribution_pp")
    spec = {name: BEHIND[name] for name in dict.fromkeys([*first, *BEHIND])}
    return diverging(
        ordered, "contribution_pp", "contribution_bars", headline, label, spec, edition, 2
    )


def _with_share(movers: pd.DataFrame) -> pd.DataFrame:
    return movers.assign(share=measures.shares(movers["total"]))
