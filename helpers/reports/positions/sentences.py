"""Sentences of the positions notebook: paths of ranks, overtakings, what was said and what adds up."""

import pandas as pd

from helpers.data.provinces import names
from helpers.language import formats
from helpers.language.sentences import Finding, Period, opened

SHOWN = 3
MANY = 6


def paths(ranks: pd.DataFrame) -> Finding | None:
    """Who rose and fell most between the first and the last year. None for a single year."""
    if len(ranks) < 2:
        return None
    first, last = ranks.iloc[0], ranks.iloc[-1]
    moved = (first - last).dropna().sort_values(ascending=False, kind="stable")
    years = (int(ranks.index[0]), int(ranks.index[-1]))
    zh, en = [], []
    for rows, zh_verb, en_verb in (
        (moved[moved > 0].head(SHOWN), "上升最多的是", "rose most"),
        (moved[moved < 0].iloc[::-1].head(SHOWN), "下降最多的是", "fell most"),
    ):
        if len(rows):
            zh.append(f"位次{zh_verb}{_steps(rows, first, last, 'zh')}")
            en.append(f"{_steps(rows, first, last, 'en')} {en_verb}")
    if not zh:
        return Finding(
            "rank_paths",
            f"{years[1]}年与{years[0]}年的位次完全相同。",
            f"The ranks of {years[1]} are those of {years[0]}.",
        )
    return Finding(
        "rank_paths",
        f"{years[0]}年到{years[1]}年，{'；'.join(zh)}。",
        f"From {years[0]} to {years[1]}, {'; '.join(en)}.",
    )


def _steps(rows: pd.Series, first: pd.Series, last: pd.Series, lang: str) -> str:
    known = names(lang)
    parts = [
        f"{known[code]}（第{first[code]}位→第{last[code]}位）"
        if lang == "zh"
        else f"{known[code]} ({formats.ordinal(int(first[code]), lang)} to {formats.ordinal(int(last[code]), lang)})"
        for code in rows.index
    ]
    return formats.listed(parts, lang)


def counted(table: pd.DataFrame, ranks: pd.DataFrame) -> Finding | None:
    """How often one province has passed another, and in which year most often.

    ``table`` is positions.overtakings of ``ranks``. None for a single year.
    """
    if len(ranks) < 2:
        return None
    if table.empty:
        return Finding(
            "overtakings_counted",
            f"{_years(ranks, 'zh')}没有省份超过另一省。",
            f"{opened(_years(ranks, 'en'))} no province passed another.",
        )
    by_year = table.groupby(["previous_year", "year"]).size()
    most = by_year[by_year == by_year.max()]
    zh_years = formats.listed((_between(a, b, "zh") for a, b in most.index), "zh")
    en_years = formats.listed((_between(a, b, "en") for a, b in most.index), "en")
    zh = f"{_years(ranks, 'zh')}，各省之间共有{len(table)}次超越"
    en = f"{opened(_years(ranks, 'en'))} one province passed another {formats.times(len(table))}"
    if len(by_year) > 1:
        zh += f"，最多的是{zh_years}（{'各' if len(most) > 1 else ''}{by_year.max()}次）"
        en += f", most often {en_years} ({by_year.max()}{' each' if len(most) > 1 else ''})"
    return Finding("overtakings_counted", f"{zh}。", f"{en}.")


def _years(ranks: pd.DataFrame, lang: str) -> str:
    """The years of a history of ranks, inside a sentence; how many, as some may be missing."""
    first, last, count = ranks.index[0], ranks.index[-1], len(ranks)
    if lang == "zh":
        return f"{first}年到{last}年的{count}个年份里"
    return f"in the {formats.count(count, 'en')} years with figures from {first} to {last}"


def _between(before: int, after: int, lang: str) -> str:
    if after - before == 1:
        return f"{after}年" if lang == "zh" else f"in {after}"
    return f"{before}至{after}年间" if lang == "zh" else f"between {before} and {after}"


def longest(table: pd.DataFrame, ranks: pd.DataFrame) -> Finding | None:
    """Which ranks have never changed hands, and which changed most. ``table`` is rank_holders."""
    if len(ranks) < 2:
        return None
    firm = table[table["years"] == len(ranks)]
    most = table[table["holders"] == table["holders"].max()]
    zh_firm = [f"{names('zh')[r.province_code]}（第{r.rank}位）" for r in firm.itertuples()]
    en_firm = [
        f"{names('en')[r.province_code]} ({formats.ordinal(r.rank, 'en')})"
        for r in firm.itertuples()
    ]
    zh, en = "每个位次都换过省份", "Every rank has changed hands"
    if len(firm):
        zh, en = f"有{len(firm)}个位次从未易主", f"{opened(_ranks(len(firm)))} never changed hands"
    if 0 < len(firm) <= MANY:
        zh += f"：{formats.listed(zh_firm, 'zh')}"
        en += f": {formats.listed(en_firm, 'en')}"
    number = int(most["holders"].max())
    if number > 1:
        zh += f"；易手最多的位次先后有{number}省占据（共{len(most)}个这样的位次）"
        en += (
            f"; at most {formats.count(number, 'en')} provinces have held the same rank in turn "
            f"({_ranks(len(most))})"
        )
    return Finding("longest_holds", f"{zh}。", f"{en}.")


def _ranks(number: int) -> str:
    return f"{formats.count(number, 'en')} {'rank' if number == 1 else 'ranks'}"


def ranges(table: pd.DataFrame) -> Finding | None:
    """Which neighbours would change places at every past rate, soonest first, and which at none.

    ``table`` is positions.overtaking_ranges. None where nothing is projected, or over one window.
    """
    if table.empty or table["windows"].max() < 2:
        return None
    sure = table[table["windows_never"] == 0].sort_values("latest_year", kind="stable")
    never = int((table["windows_never"] == table["windows"]).sum())
    number = int(table["windows"].max())
    zh = f"在{len(table)}对相邻省份中，按{number}种过去的增速都会易位的有{len(sure)}对，都不会的有{never}对"
    en = (
        f"Of {len(table)} neighbouring pairs {formats.some(len(sure))} "
        f"would change places at each of {formats.count(number, 'en')} past rates of growth and "
        f"{formats.some(never)} at any"
    )
    if len(sure):
        zh += f"；最早的是{'，'.join(_ranged(r, 'zh') for r in sure.head(SHOWN).itertuples())}"
        en += f"; first come {'; '.join(_ranged(r, 'en') for r in sure.head(SHOWN).itertuples())}"
    return Finding(
        "overtaking_ranges",
        f"{zh}。这是算术外推，不是预测。",
        f"{en}. This is arithmetic, not a forecast.",
    )


def _ranged(row: object, lang: str) -> str:
    known, years = names(lang), span(row.soonest_year, row.latest_year, lang)  # type: ignore[attr-defined]
    own, above = known[row.province_code], known[row.target_code]  # type: ignore[attr-defined]
    return f"{own}超过{above}（{years}）" if lang == "zh" else f"{own} past {above} ({years})"


def span(first: int, last: int, lang: str) -> str:
    """One year, or the first and the last of a range: 2027年, 2027–2031年; 2027, 2027–2031."""
    years = f"{first}" if first == last else f"{first}{formats.DASH}{last}"
    return f"{years}年" if lang == "zh" else years


def held_against(forecasts: pd.DataFrame, table: pd.DataFrame, period: Period) -> list[Finding]:
    """What others forecast for this edition, each against the years that past rates give.

    ``forecasts`` has the columns of data/forecasts.csv, ``table`` is positions.overtaking_ranges.
    """
    known = table.set_index(["province_code", "target_code"])
    made = []
    for row in forecasts.itertuples():
        pair = (row.province_code, row.target_code)
        if pair not in known.index:
            continue
        zh_pair, en_pair = ([names(lang)[code] for code in pair] for lang in ("zh", "en"))
        years = f"{row.years_low}{formats.DASH}{row.years_high}"
        said = (period.year + row.years_low, period.year + row.years_high)
        zh = (
            f"{row.publisher_zh}估计，{zh_pair[0]}{years}年后（{span(*said, 'zh')}）"
            f"超过{zh_pair[1]}"
        )
        en = (
            f"One forecast has {en_pair[0]} pass {en_pair[1]} in {years} years "
            f"({span(*said, 'en')}; {row.publisher_en})"
        )
        zh_ours, en_ours = _ours(known.loc[pair], said)
        made.append(
            Finding(f"forecast_{pair[0]}_{pair[1]}", f"{zh}；{zh_ours}。", f"{en}; {en_ours}.")
        )
    return made


def _ours(own: pd.Series, said: tuple[int, int]) -> tuple[str, str]:
    """What past rates give for a pair, and how that compares with the years ``said``."""
    windows, never = int(own["windows"]), int(own["windows_never"])
    if never == windows:
        return "按过去任一时段的增速都不会超过", "at no past rate of growth would it"
    first, last = int(own["soonest_year"]), int(own["latest_year"])
    zh, en = (
        f"按过去的增速，在{span(first, last, 'zh')}",
        f"past rates of growth give {span(first, last, 'en')}",
    )
    if never:
        zh += f"，且{windows}种增速中有{never}种不会"
        en += f", and {formats.count(never, 'en')} of {formats.count(windows, 'en')} never"
    if first >= said[0] and last <= said[1] and not never:
        return f"{zh}，与之相符", f"{en}, which agrees"
    if last < said[0]:
        return f"{zh}，更早", f"{en}, sooner than that"
    if first > said[1]:
        return f"{zh}，更晚", f"{en}, later than that"
    return f"{zh}，只有部分落在其中", f"{en}, which only partly agrees"
