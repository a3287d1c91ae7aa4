"""Sentences of the contributions notebook: who moved the nation, exports or imports, balances."""

import pandas as pd

from helpers.data.provinces import names
from helpers.language import formats
from helpers.language.sentences import Finding, Period, opened, when

SHOWN = 3
FLOWS = {"export": ("出口", "exports"), "import": ("进口", "imports")}


def movers_of(table: pd.DataFrame, flow: str) -> Finding | None:
    """Who added most to the growth of exports or of imports, and who took most away.

    ``table`` is contributions.by_flow. None where the flow has no contributions.
    """
    own = table[table["flow"] == flow]
    if own.empty:
        return None
    zh_flow, en_flow = FLOWS[flow]
    whole = own["contribution_pp"].sum()
    added, cut = own[own["contribution_pp"] > 0], own[own["contribution_pp"] < 0].iloc[::-1]
    zh = f"31省合计{zh_flow}{formats.moved(whole, 'zh')}"
    en = f"{opened(en_flow)} of the 31 provinces together were {formats.moved(whole, 'en')}"
    if len(added):
        zh += f"，拉动最多的是{_listed(added, 'zh')}"
        en += f"; most was added by {_listed(added, 'en')}"
    if len(cut):
        zh += f"，下拉最多的是{_listed(cut, 'zh')}"
        en += f"; most was taken away by {_listed(cut, 'en')}"
    return Finding(f"{flow}_movers", f"{zh}。", f"{en}.")


def _listed(rows: pd.DataFrame, lang: str) -> str:
    unit = "个百分点" if lang == "zh" else " points"
    return formats.listed(
        (
            names(lang)[r.province_code]
            + formats.bracketed(
                formats.number(r.contribution_pp, lang, 2, signed=True) + unit, lang
            )
            for r in rows.head(SHOWN).itertuples()
        ),
        lang,
    )


def split(table: pd.DataFrame, period: Period) -> Finding | None:
    """How much of the growth of all came from exports and from imports.

    ``table`` is contributions.parts with base (亿, what the parts are a percentage of). None
    without flows.
    """
    if table.empty:
        return None
    weights = table["base"] / table["base"].sum()
    export, import_ = (
        float((table[f"{flow}_part_pp"] * weights).sum()) for flow in ("export", "import")
    )
    shown = {
        lang: [formats.number(v, lang, 2, signed=True) for v in (export, import_)]
        for lang in ("zh", "en")
    }
    zh_when, en_when = when(period)
    zh = (
        f"{zh_when}，31省进出口合计{formats.moved(export + import_, 'zh')}，其中出口的作用为"
        f"{shown['zh'][0]}个百分点，进口为{shown['zh'][1]}个百分点。"
    )
    en = (
        f"{opened(en_when)}, trade of the 31 provinces together was "
        f"{formats.moved(export + import_, 'en')}: {shown['en'][0]} percentage points from exports "
        f"and {shown['en'][1]} from imports."
    )
    return Finding("growth_split", zh, en)


def drivers(table: pd.DataFrame) -> Finding | None:
    """In how many of the provinces that grew exports did more, and in how many imports.

    ``table`` is contributions.parts. Where the two are closer than what they can be off by, neither
    is named. None without flows, or where none grew.
    """
    if table.empty:
        return None
    grew = table[(table["export_part_pp"] + table["import_part_pp"]).round(1) > 0]
    if grew.empty:
        return None
    apart = grew["export_part_pp"] - grew["import_part_pp"]
    sure = 2 * grew["parts_margin_pp"]
    counts = [int((apart > sure).sum()), int((-apart > sure).sum())]
    open_ = len(grew) - sum(counts)
    zh = f"在增长的{len(grew)}省中，{counts[0]}省主要靠出口，{counts[1]}省主要靠进口"
    en = (
        f"Of the {formats.provinces(len(grew))} that grew, {formats.some(counts[0])} did so mostly by "
        f"exports and {formats.some(counts[1])} mostly by imports"
    )
    if open_:
        zh += f"，{open_}省两者相近，分不出主次"
        en += f"; in {formats.count(open_, 'en')} the two are too close to tell"
    return Finding("growth_drivers", f"{zh}。", f"{en}.")


def balances(table: pd.DataFrame, period: Period) -> Finding | None:
    """Who has the largest surplus and deficit, and how many have a surplus.

    ``table`` is contributions.balances; None where it is empty.
    """
    if table.empty:
        return None
    surplus, deficit = table[table["balance"] > 0], table[table["balance"] < 0].iloc[::-1]
    zh = f"{len(surplus)}省顺差，{len(deficit)}省逆差"
    en = f"{opened(formats.provinces(len(surplus)))} had a surplus and {formats.some(len(deficit))} a deficit"
    for rows, zh_name, en_name in ((surplus, "顺差", "surplus"), (deficit, "逆差", "deficit")):
        if len(rows):
            zh += f"；{zh_name}最大的是{_amounts(rows, period, 'zh')}"
            en += f"; the largest {en_name} was in {_amounts(rows.head(1), period, 'en')}"
        if len(rows) > 1:
            en += f", then in {_amounts(rows.iloc[1:], period, 'en', SHOWN - 1)}"
    return Finding("balances", f"{zh}。", f"{en}.")


def _amounts(rows: pd.DataFrame, period: Period, lang: str, shown: int = SHOWN) -> str:
    return formats.listed(
        (
            names(lang)[r.province_code]
            + formats.bracketed(formats.amount(abs(r.balance), period.currency, lang), lang)
            for r in rows.head(shown).itertuples()
        ),
        lang,
    )
