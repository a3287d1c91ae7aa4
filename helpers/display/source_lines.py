"""Where the figures of an edition come from: source lines under figures, a table of sources."""

from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from helpers.checks import summary
from helpers.data import tables
from helpers.data.edition import Edition
from helpers.data.editions import annual_totals
from helpers.language import formats
from helpers.measures import months

STATUS = {
    "preliminary": ("初步数", "preliminary"),
    "revised": ("修订数", "revised"),
    "derived": ("折算数", "derived"),
    "official": ("官方公布", "official"),
}


def _sources() -> pd.DataFrame:
    """data/sources.csv by id."""
    return tables.load("sources").set_index("id")


def derived_years(edition: Edition) -> list[int]:
    """Of the year of the edition and the one before, those whose figures are derived."""
    status = _sources()["status"]
    given = {edition.year - 1: edition.before_source, edition.year: edition.source}
    return [year for year, source in given.items() if source and status[source] == "derived"]


def source_line(edition: Edition) -> str:
    """The line under a figure: publisher, period, status; the year before where it differs."""
    now = _credit(edition.source, edition.lang)
    period = formats.period(edition.year, edition.month, edition.lang)
    line = f"{now}，{period}" if edition.lang == "zh" else f"{now}, {period}"
    if edition.before is not None and edition.before_source not in ("", edition.source):
        before = _credit(edition.before_source, edition.lang)
        line += f"；上年：{before}" if edition.lang == "zh" else f"; a year before: {before}"
    if edition.before is not None and not edition.before_source:
        line += (
            "；上年数由公布增速倒推（≈）"
            if edition.lang == "zh"
            else "; a year before worked back from printed growth (≈)"
        )
    return f"来源：{line}" if edition.lang == "zh" else f"Source: {line}"


def pair_line(edition: Edition, other: Edition) -> str:
    """The line under figures of two editions: publisher, status and period of both."""
    periods: dict[str, list[str]] = {}
    for one in (edition, other):
        period = formats.period(one.year, one.month, one.lang)
        periods.setdefault(_credit(one.source, one.lang), []).append(period)
    listed = [(credit, formats.listed(of, edition.lang)) for credit, of in periods.items()]
    if edition.lang == "zh":
        return "来源：" + "；".join(f"{credit}，{of}" for credit, of in listed)
    return "Source: " + "; ".join(f"{credit}, {of}" for credit, of in listed)


def months_line(edition: Edition, rows: pd.DataFrame) -> str:
    """The line under figures by month; ``rows`` (see measures.months.growth) are what is shown."""
    if months.within_margin(rows).any():
        zh = "上年各月由公布的累计增速倒推"
        en = "months a year before: worked back from printed growth of the year to date"
    elif rows["month"].max() > 2:
        zh, en = "上年各月：同一来源", "months a year before: the same source"
    else:  # January and February have printed growth only
        zh, en = "同比为公布数", "growth as published"
    now = _credit(edition.source, edition.lang)
    period = formats.period(edition.year, edition.month, edition.lang)
    if edition.lang == "zh":
        return f"来源：{now}，{period}；{zh}"
    return f"Source: {now}, {period}; {en}"


def openness_line(edition: Edition) -> str:
    """The line under trade against GDP and per head: that of the edition, GDP and population."""
    publisher, now = (
        _sources().at["nbs-gdp", f"publisher_{edition.lang}"],
        _credit(edition.source, edition.lang),
    )
    if edition.lang == "zh":
        return f"来源：{now}，{edition.year}年；地区生产总值、年末常住人口：{publisher}"
    return f"Source: {now}, {edition.year}; GDP and residents at year end: {publisher}"


def national_line(edition: Edition) -> str:
    """The line under figures of the nation: of its own source, and of the dollars shown."""
    zh = edition.lang == "zh"
    if edition.currency == "USD" and not edition.nation_is_sum:
        own = _credit("national-usd", edition.lang)
        period = formats.period(edition.year, edition.month, edition.lang)
        line = f"来源：{own}，{period}" if zh else f"Source: {own}, {period}"
    else:
        line = source_line(edition)
    if edition.dollars is not None:
        dollars = _credit("national-usd", edition.lang)
        line += f"；美元数：{dollars}" if zh else f"; dollars: {dollars}"
    return line


def rank_line(edition: Edition) -> str:
    """The line under a history of full years: of the edition if it is one, and of years before."""
    totals = annual_totals(edition.rank_currencies)
    before = list(dict.fromkeys(totals.loc[totals.index < edition.year, "source"]))
    if not before:
        return source_line(edition)
    known = _sources().loc[before, f"publisher_{edition.lang}"]
    publishers = formats.listed(dict.fromkeys(known), edition.lang)
    if not edition.full_year:
        return f"来源：{publishers}" if edition.lang == "zh" else f"Source: {publishers}"
    line = source_line(edition)
    return (
        f"{line}；历年：{publishers}"
        if edition.lang == "zh"
        else f"{line}; years before: {publishers}"
    )


def history_line(edition: Edition) -> str:
    """The line under a figure of the long run: publisher of the annual series, derived years."""
    totals = annual_totals(("USD",))
    totals = totals[totals.index <= edition.last_full_year]
    known = _sources().loc[totals["source"]].set_index(totals.index)
    publishers = formats.listed(dict.fromkeys(known[f"publisher_{edition.lang}"]), edition.lang)
    usual, *others = known["status"].value_counts().index
    zh, en = [STATUS[usual][0]], [STATUS[usual][1]]
    for status in others:
        years = [str(year) for year in known.index[known["status"] == status]]
        zh.append(f"{formats.listed(years, 'zh')}年为{STATUS[status][0]}")
        en.append(f"{formats.listed(years, 'en')} {STATUS[status][1]}")
    if edition.lang == "zh":
        return f"来源：{publishers}（{'；'.join(zh)}）"
    return f"Source: {publishers} ({'; '.join(en)})"


def history_sources(edition: Edition) -> list[str]:
    """Ids of the sources of the long run, in the order of the years."""
    totals = annual_totals(("USD",))
    return list(dict.fromkeys(totals.loc[totals.index <= edition.last_full_year, "source"]))


def used(edition: Edition, history: bool, *more: str) -> pd.DataFrame:
    """The rows of data/sources.csv that a page of the edition rests on, in order of use.

    ``more`` are ids of sources that this page has besides.
    """
    ids = [edition.source, edition.before_source]
    ids += ["national-usd"] if edition.shows_national_dollars else []
    ids += history_sources(edition) if history else []
    return listed([*ids, *more])


def listed(ids: Iterable[str]) -> pd.DataFrame:
    """The rows of data/sources.csv with these ids, each once and in this order; "" is left out."""
    return _sources().loc[[i for i in dict.fromkeys(ids) if i]].reset_index()


def pair(edition: Edition, other: Edition) -> pd.DataFrame:
    """The rows of data/sources.csv of an edition and of another, one each, in that order."""
    return _sources().loc[[edition.source, other.source]].reset_index()


def _credit(source: str, lang: str) -> str:
    row = _sources().loc[source]
    status = STATUS[row["status"]][lang == "en"]
    return (
        f"{row[f'publisher_{lang}']}（{status}）"
        if lang == "zh"
        else f"{row[f'publisher_{lang}']} ({status})"
    )


def checks_of(edition: Edition) -> pd.DataFrame:
    """Whether the figures of the edition add up, see :func:`helpers.checks.summary.edition`."""
    stamp = tables.stamp("trade", "national", "exchange_rates", "releases")
    return _checks(edition.year, edition.month, edition.currency, edition.source, stamp).copy()


@lru_cache(maxsize=8)
def _checks(year: int, month: int, currency: str, source: str, _: object) -> pd.DataFrame:
    return summary.edition(
        tables.load("trade"), tables.load("national"), tables.load("exchange_rates"),
        year=year, month=month, currency=currency, source=source,
    )  # fmt: skip


def checks_of_pair(edition: Edition, other: Edition) -> pd.DataFrame:
    """The checks of both editions, those of ``edition`` first; their column year tells which."""
    return pd.concat([checks_of(one) for one in (edition, other)], ignore_index=True)


def source_titles(ids: list[str], lang: str) -> list[str]:
    """Publisher and title of each source, as a credit under a table."""
    known = _sources().loc[list(ids)]
    if lang == "zh":
        return [f"{r.publisher_zh}《{r.title_zh}》" for r in known.itertuples()]
    return [f"{r.publisher_en}: {r.title_en}" for r in known.itertuples()]
