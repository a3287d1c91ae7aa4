"""Sentences on the places inside the provinces that moved most."""

import pandas as pd

from helpers.data.provinces import names
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.reports.shared.localities import most

SHOWN = 3


def moved(table: pd.DataFrame, coverage: pd.DataFrame, movers: pd.DataFrame) -> list[Finding]:
    """For each of ``movers`` (rows of measures.movers) the listed places that did most.

    ``table`` is places_inside.inside, ``coverage`` places_inside.coverage. A sentence says how much
    of the province the list covers. Nothing for a province under which no place is listed.
    """
    known = coverage.set_index("province_code")
    made = []
    for row in movers.itertuples():
        code = row.province_code
        if code not in known.index or pd.isna(row.growth_pct):
            continue
        rising = row.growth_pct > 0
        first = most(table, code, SHOWN, rising)
        zh, en = _covered(known.loc[code], names("zh")[code])
        zh_rate, en_rate = (
            formats.percent(row.growth_pct, lang, signed=True) for lang in ("zh", "en")
        )
        zh = f"{names('zh')[code]}（{zh_rate}）：{zh}"
        en = f"{names('en')[code]} ({en_rate}): {en}"
        if len(first):
            zh += f"；{'拉动' if rising else '下拉'}最多的是{_listed(first, 'zh')}"
            en += f"; {'most was added' if rising else 'most was taken away'} by {_listed(first, 'en')}"
        else:
            zh += f"；列出的地方没有一个{'拉动' if rising else '下拉'}增速"
            en += f"; no listed place {'added to' if rising else 'took from'} its growth"
        made.append(Finding(f"places_{code}", f"{zh}。", f"{en}."))
    return made


def _covered(row: pd.Series, name: str) -> tuple[str, str]:
    """How much of the province the listed cities hold together, or the largest place alone."""
    cities, places = int(row["cities"]), int(row["places"])
    if pd.notna(row["cities_pct"]):
        en_cities = "city" if cities == 1 else "cities"
        return (
            f"海关表列出其中{cities}个市，{'合计' if cities > 1 else ''}占{name}{formats.percent(row['cities_pct'], 'zh')}",
            f"the {formats.count(cities, 'en')} {en_cities} listed hold"
            f"{'s' if cities == 1 else ''} {formats.percent(row['cities_pct'], 'en')} of the province",
        )
    en_places = "place" if places == 1 else "places"
    return (
        f"海关表列出{places}处，互有重叠，最大的一处占{name}{formats.percent(row['largest_pct'], 'zh')}",
        f"{formats.count(places, 'en')} {en_places} are listed and overlap; the largest holds "
        f"{formats.percent(row['largest_pct'], 'en')} of the province",
    )


def _listed(rows: pd.DataFrame, lang: str) -> str:
    """The places with their share and contribution; in English by kind, as they have no names."""
    parts = []
    for row in rows.itertuples():
        points = formats.number(row.contribution_pp, lang, 1, signed=True)
        share = formats.percent(row.share_pct, lang)
        if lang == "zh":
            parts.append(f"{row.name}（占{share}，{points}个百分点）")
        else:
            name = row.locality_en or f"a {row.kind}"
            parts.append(f"{name} with {share} of it ({points} points)")
    return formats.listed(parts, lang)


def listed(table: pd.DataFrame) -> Finding | None:
    """That the list is not whole and its places overlap; None where no place is listed."""
    if table.empty:
        return None
    en = (
        "The customs table lists some cities and development zones only, and zones lie inside "
        "cities, so what places added cannot be summed; the year before is worked back from "
        "printed growth or taken from the table of that year."
    )
    if (table["locality_en"] == "").any():
        en += " Names are as it prints them, in Chinese; the table below has them."
    return Finding(
        "places_listed",
        "海关表只列出部分市和开发区，开发区在市内，各处的拉动不能相加；上年数由公布增速倒推或取自上年的表。",
        en,
    )


def none_listed(table: pd.DataFrame) -> Finding | None:
    """That no place inside the provinces is on file for this period; None where there are."""
    if len(table):
        return None
    return Finding(
        "no_places",
        "这一期没有省内各市和开发区的数字。",
        "There are no figures of cities and zones for this edition.",
    )
