"""Sentences of the spread notebook: concentration over the years, the Lorenz curve, convergence."""

import pandas as pd

from helpers.language import formats
from helpers.language.sentences import Finding, Period, opened, when
from helpers.reports.concentration.convergence import CONFIDENCE, Convergence


def now(values: pd.Series, period: Period) -> Finding:
    """How few provinces hold half of the nation's trade, and what the smaller half holds."""
    ordered = values.dropna().sort_values(ascending=False)
    shares = ordered.cumsum() / ordered.sum() * 100
    half = int((shares < 50).sum()) + 1
    low = ordered.tail(len(ordered) // 2)
    rest = low.sum() / ordered.sum() * 100
    zh_when, en_when = when(period)
    return Finding(
        "half",
        f"{zh_when}，{half}省占全国进出口的一半以上，最小的{len(low)}省合计占"
        f"{formats.percent(rest, 'zh')}。",
        f"{opened(en_when)}, {formats.provinces(half)} held at least half of the nation's trade; the "
        f"{len(low)} smallest together held {formats.percent(rest, 'en')}.",
    )


def path(table: pd.DataFrame) -> Finding | None:
    """How concentration moved since the first year. ``table`` is spread.path; None for one year."""
    if len(table) < 2:
        return None
    first, last = table.iloc[0], table.iloc[-1]
    years = (int(table.index[0]), int(table.index[-1]))
    change = last["CR5"] - first["CR5"]
    gini = [formats.number(row["Gini"], "en", 3) for row in (first, last)]
    zh = (
        f"{years[0]}年到{years[1]}年，前5位占比由{formats.percent(first['CR5'], 'zh')}变为"
        f"{formats.percent(last['CR5'], 'zh')}（{formats.points(change, 'zh')}），"
        f"基尼系数由{gini[0]}变为{gini[1]}。"
    )
    en = (
        f"From {years[0]} to {years[1]} the share of the first five went from "
        f"{formats.percent(first['CR5'], 'en')} to {formats.percent(last['CR5'], 'en')} "
        f"({formats.points(change, 'en')}), the Gini coefficient from {gini[0]} to {gini[1]}."
    )
    return Finding("concentration_path", zh, en)


def sigma(table: pd.DataFrame) -> Finding | None:
    """Whether the provinces came closer together: the path of the coefficient of variation."""
    if len(table) < 2:
        return None
    first, last = table["CV"].iloc[0], table["CV"].iloc[-1]
    years = (int(table.index[0]), int(table.index[-1]))
    shown = [formats.number(v, "en", 2) for v in (first, last)]
    if shown[0] == shown[1]:
        zh_verb, en_verb = "各省差距没有变化", "the provinces stayed as far apart"
    elif last < first:
        zh_verb, en_verb = "各省差距缩小", "the provinces came closer together"
    else:
        zh_verb, en_verb = "各省差距扩大", "the provinces drew further apart"
    return Finding(
        "sigma",
        f"变异系数由{years[0]}年的{shown[0]}变为{years[1]}年的{shown[1]}，{zh_verb}。",
        f"The coefficient of variation went from {shown[0]} in {years[0]} to {shown[1]} in "
        f"{years[1]}: {en_verb}.",
    )


def beta(found: Convergence | None) -> Finding | None:
    """Whether the poor end grew faster: the slope with its interval. None without a regression."""
    if found is None:
        return None
    slope, low, high = (
        formats.number(v, "en", 2, signed=True) for v in (found.beta, found.low, found.high)
    )
    zh_verdict, en_verdict = {
        "converging": ("起点低的省份增长更快", "provinces that began lower grew faster"),
        "diverging": ("起点高的省份增长更快", "provinces that began higher grew faster"),
        "open": (
            "区间包含零，看不出起点高低与增速有关",
            "the interval holds zero, so it cannot be told whether the start mattered",
        ),
    }[found.verdict]
    zh = (
        f"以美元计，{found.first}年到{found.last}年{found.provinces}省的回归：起始年总额的对数每高1，年均增速相差"
        f"{slope}个百分点（{CONFIDENCE}%区间{low}至{high}），{zh_verdict}"
    )
    en = (
        f"In US dollars, {found.first} to {found.last}, regressed over {found.provinces} provinces: "
        f"for each step of 1 in the logarithm of the first total, average annual growth differed "
        f"by {slope} points ({CONFIDENCE}% interval {low} to {high}): {en_verdict}"
    )
    zh += f"；起点解释了增速差异的{formats.percent(found.r2 * 100, 'zh', 0)}"
    en += f". The start explains {formats.percent(found.r2 * 100, 'en', 0)} of the differences in growth"
    return Finding("beta", f"{zh}。", f"{en}.")


def one_year(history: pd.DataFrame) -> Finding | None:
    """That there is no path yet; None where there is."""
    if len(history) > 1:
        return None
    year = int(history.index[0])
    return Finding(
        "one_year",
        f"{year}年是有分省数字的第一年，还看不出变化。",
        f"{year} is the first year by province, so no change can be told yet.",
    )
