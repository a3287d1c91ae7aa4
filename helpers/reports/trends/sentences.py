"""Sentences of the trends notebook: how many times over, who passed whom, what is missing."""

import pandas as pd

from helpers.data.provinces import names
from helpers.language import formats
from helpers.language.sentences import Finding, Period, opened
from helpers.measures.core import THRESHOLDS

SHOWN = 8


def span(history: pd.DataFrame, period: Period) -> Finding:
    """What the long run covers: first and last year, unit, missing years in between."""
    years = [int(y) for y in history.index]
    missing = [y for y in range(years[0], years[-1] + 1) if y not in years]
    gap_zh = f"，缺{formats.listed((f'{y}年' for y in missing), 'zh')}" if missing else ""
    gap_en = f" without {formats.listed((str(y) for y in missing), 'en')}" if missing else ""
    zh = f"长期比较用以美元计的分省数字，{years[0]}年至{years[-1]}年{gap_zh}；更早的分省数字不在手头，不作估算。"
    en = (
        f"The long run uses figures in US dollars, {years[0]} to {years[-1]}{gap_en}; earlier "
        "figures by province are not at hand and are not estimated."
    )
    if len(years) == 1:
        zh = f"{years[0]}年是手头分省数字的第一年，还没有可比的年份。"
        en = f"{years[0]} is the first year of the figures by province, so there is nothing to compare it with yet."
    elif not period.full_year:
        zh += f"累计数不与全年数相比，因此止于{years[-1]}年。"
        en += f" A year to date is not set against full years, so the series ends in {years[-1]}."
    return Finding("span", zh, en)


def only_year(history: pd.DataFrame, period: Period) -> Finding | None:
    """That there is one year only, as a page of it opens; None where there are more."""
    return span(history, period) if len(history) == 1 else None


def multiples(table: pd.DataFrame, period: Period) -> Finding | None:
    """Which province grew most and least since its first year. ``table`` is measures.multiples."""
    if len(table) < 2:
        return None
    first, last = table.iloc[0], table.iloc[-1]
    base, last_year = int(table["base_year"].min()), period.last_full_year
    texts = {}
    for lang in ("zh", "en"):
        known = names(lang)
        top, low = (
            (known[r["province_code"]], formats.number(r["multiple"], lang, 2), int(r["base_year"]))
            for r in (first, last)
        )
        if lang == "zh":
            texts[lang] = (
                f"以美元计，{last_year}年进出口与{base}年相比，{top[0]}最高，为{top[1]}倍；"
                f"{low[0]}最低，为{low[1]}倍（末年÷起始年）"
            )
        else:
            texts[lang] = (
                f"In US dollars, trade in {last_year} compared with {base} (end ÷ start) was "
                f"highest in {top[0]}, {top[1]} times, and lowest in {low[0]}, {low[1]} times"
            )
    younger = table[table["base_year"] > base]
    if len(younger):
        for lang in texts:
            template = "{name}从{year}年算起" if lang == "zh" else "{name} counts from {year}"
            parts = [
                template.format(name=names(lang)[r.province_code], year=r.base_year)
                for r in younger.itertuples()
            ]
            texts[lang] += ("；" if lang == "zh" else "; ") + formats.listed(parts, lang)
    return Finding("multiples", texts["zh"] + "。", texts["en"] + ".")


def all_together(history: pd.DataFrame) -> Finding | None:
    """How much the 31 provinces together grew, and how fast a year; None for a single year."""
    totals = history.sum(axis=1, min_count=history.shape[1]).dropna()
    if len(totals) < 2:
        return None
    start, end = int(totals.index[0]), int(totals.index[-1])
    times = totals.iloc[-1] / totals.iloc[0]
    rate = (times ** (1 / (end - start)) - 1) * 100
    zh = f"31省合计为{start}年的{formats.number(times, 'zh', 2)}倍，年均{formats.moved(rate, 'zh')}。"
    en = (
        f"The 31 provinces together traded {formats.number(times, 'en', 2)} times as much in {end} "
        f"as in {start}, {formats.moved(rate, 'en')} a year on average."
    )
    return Finding("all_together", zh, en)


def large(codes: list[str], period: Period) -> Finding:
    """Which provinces the lines show: those above the mark in the last full year."""
    year, mark = period.last_full_year, THRESHOLDS[period.currency][0]
    zh_mark, en_mark = (formats.round_mark(mark, period.currency, lang) for lang in ("zh", "en"))
    if not codes:
        return Finding(
            "large_provinces",
            f"{year}年没有省份超过{zh_mark}。",
            f"In {year} no province traded more than {en_mark}.",
        )
    zh = f"{year}年超过{zh_mark}的有{len(codes)}省：{formats.listed((names('zh')[c] for c in codes), 'zh')}。"
    en_names = formats.listed((names("en")[c] for c in codes), "en")
    en = f"In {year} {formats.provinces(len(codes))} traded more than {en_mark}: {en_names}."
    return Finding("large_provinces", zh, en)


def overtakings(table: pd.DataFrame, codes: list[str], years: int) -> Finding | None:
    """The changes of order among the provinces shown, latest first.

    None with fewer than two provinces, or fewer than two ``years`` in the history."""
    if len(codes) < 2 or years < 2:
        return None
    among = table[table["province_code"].isin(codes) & table["passed_code"].isin(codes)]
    if among.empty:
        return Finding(
            "overtakings",
            "图中各省之间没有发生过位次更替。",
            "None of the provinces shown passed another in the years with figures.",
        )
    latest = among.sort_values("year", ascending=False, kind="stable").head(SHOWN)
    zh_names, en_names = names("zh"), names("en")
    zh_parts, en_parts = [], []
    for row in latest.itertuples():
        gap = row.year - row.previous_year > 1
        zh_when = f"{row.previous_year}至{row.year}年间" if gap else f"{row.year}年"
        en_when = f"between {row.previous_year} and {row.year}" if gap else f"in {row.year}"
        zh_parts.append(f"{zh_when}{zh_names[row.province_code]}超过{zh_names[row.passed_code]}")
        en_parts.append(
            f"{en_names[row.province_code]} passed {en_names[row.passed_code]} {en_when}"
        )
    zh = f"图中各省之间共发生{len(among)}次位次更替，"
    en = f"Among the provinces shown one passed another {formats.times(len(among))}"
    if len(among) > SHOWN:
        zh, en = (
            f"{zh}最近{SHOWN}次是：",
            f"{en}, the last {formats.count(SHOWN, 'en')} being these: ",
        )
    else:
        zh, en = f"{zh[:-1]}：", f"{en}: "
    return Finding("overtakings", zh + "，".join(zh_parts) + "。", en + "; ".join(en_parts) + ".")


def no_overtakings(table: pd.DataFrame, codes: list[str], years: int) -> Finding | None:
    """Why there is no table of overtakings; None where there is one."""
    if years < 2:
        return Finding(
            "no_overtakings",
            "只有一个年份，无从比较位次。",
            "There is only one year, so no change of order can be told.",
        )
    among = table["province_code"].isin(codes) & table["passed_code"].isin(codes)
    return None if among.any() else overtakings(table, codes, years)


def leaders(ranks: pd.DataFrame) -> Finding:
    """Who has led in the years of the history. ``ranks`` is positions.rank_history."""
    first = (ranks == 1).fillna(False).sum().sort_values(ascending=False, kind="stable")
    first = first[first > 0]
    years = len(ranks)
    if len(first) == 1:
        zh = f"{ranks.index[0]}年到{ranks.index[-1]}年的{years}个年份里，{names('zh')[first.index[0]]}始终居首。"
        en = (
            f"{names('en')[first.index[0]]} led in each of the {formats.count(years, 'en')} years "
            f"with figures from {ranks.index[0]} to {ranks.index[-1]}."
        )
        if years == 1:
            zh = f"这一年{names('zh')[first.index[0]]}居首。"
            en = f"{names('en')[first.index[0]]} led in that year."
        return Finding("leaders", zh, en)
    zh_parts = [f"{names('zh')[code]}{n}次" for code, n in first.items()]
    en_parts = [f"{names('en')[code]} {formats.times(n)}" for code, n in first.items()]
    return Finding(
        "leaders",
        f"居首的有{formats.listed(zh_parts, 'zh')}。",
        opened(f"the lead was held by {formats.listed(en_parts, 'en')}."),
    )
