"""Sentences of the openness notebook: trade against GDP and per head."""

import pandas as pd

from helpers.data.provinces import names
from helpers.language import formats
from helpers.language.sentences import Finding, Period, opened, when
from helpers.reports.openness.measures import openness, together

SHOWN = 3


def ratio(table: pd.DataFrame, period: Period) -> Finding:
    """The most and the least open by trade ÷ GDP, and all together. ``table`` is openness."""
    whole = together(table)["trade_to_gdp_pct"]
    parts = {
        lang: [_listed(rows, lang) for rows in (table.head(SHOWN), table.tail(SHOWN).iloc[::-1])]
        for lang in ("zh", "en")
    }
    zh_when, en_when = when(period)
    return Finding(
        "trade_to_gdp",
        f"{zh_when}，31省进出口合计相当于地区生产总值之和的{formats.percent(whole, 'zh')}；"
        f"最高的是{parts['zh'][0]}，最低的是{parts['zh'][1]}。",
        f"{opened(en_when)}, trade of the 31 provinces equalled {formats.percent(whole, 'en')} of their "
        f"GDP; the ratio was highest in {parts['en'][0]} and lowest in {parts['en'][1]}.",
    )


def _listed(rows: pd.DataFrame, lang: str) -> str:
    return formats.listed(
        (
            names(lang)[r.province_code]
            + formats.bracketed(formats.percent(r.trade_to_gdp_pct, lang), lang)
            for r in rows.itertuples()
        ),
        lang,
    )


def per_head(table: pd.DataFrame) -> Finding:
    """Trade per head: all together, the highest and the lowest."""
    ordered = table.sort_values("per_head", ascending=False, kind="stable")
    first, last = ordered.iloc[0], ordered.iloc[-1]
    whole = together(table)["per_head"]
    texts = {
        lang: [_yuan(v, lang) for v in (whole, first["per_head"], last["per_head"])]
        for lang in ("zh", "en")
    }
    top, low = first["province_code"], last["province_code"]
    return Finding(
        "per_head",
        f"人均进出口{texts['zh'][0]}，{names('zh')[top]}最高（{texts['zh'][1]}），"
        f"{names('zh')[low]}最低（{texts['zh'][2]}）。",
        f"Trade per head was {texts['en'][0]}, the most in {names('en')[top]} ({texts['en'][1]}) and "
        f"the least in {names('en')[low]} ({texts['en'][2]}).",
    )


def _yuan(value: float, lang: str) -> str:
    shown = formats.number(round(value, -2), lang, 0)
    return f"{shown}元" if lang == "zh" else f"{shown} yuan"


def change(years: pd.DataFrame) -> Finding | None:
    """How the ratio of all and of single provinces moved since the first year with all figures.

    ``years`` is details.open_years. None for a single year.
    """
    known = sorted(set(years["year"]))
    if len(known) < 2:
        return None
    first, last = (_of(years, year) for year in (known[0], known[-1]))
    whole = [together(t)["trade_to_gdp_pct"] for t in (first, last)]
    moved = (
        last.set_index("province_code")["trade_to_gdp_pct"]
        - first.set_index("province_code")["trade_to_gdp_pct"]
    ).sort_values(kind="stable")
    up, down = moved.index[-1], moved.index[0]
    zh = (
        f"{known[0]}年到{known[-1]}年，31省合计由{formats.percent(whole[0], 'zh')}变为"
        f"{formats.percent(whole[1], 'zh')}"
    )
    en = (
        f"From {known[0]} to {known[-1]} the ratio of the 31 provinces together went from "
        f"{formats.percent(whole[0], 'en')} to {formats.percent(whole[1], 'en')}"
    )
    if moved[up] > 0:
        zh += f"；升得最多的是{names('zh')[up]}（{formats.points(moved[up], 'zh')}）"
        en += f"; it rose most in {names('en')[up]} ({formats.points(moved[up], 'en')})"
    if moved[down] < 0:
        zh += f"；降得最多的是{names('zh')[down]}（{formats.points(moved[down], 'zh')}）"
        en += f"; it fell most in {names('en')[down]} ({formats.points(moved[down], 'en')})"
    return Finding("openness_change", f"{zh}。", f"{en}.")


def _of(years: pd.DataFrame, year: int) -> pd.DataFrame:
    own = years[years["year"] == year].set_index("province_code")
    return openness(own["total"], own["gdp"], own["population"])
