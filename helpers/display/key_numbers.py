"""The numbers that are a page's news: large, each with its label and a note."""

from dataclasses import dataclass

import pandas as pd

from helpers.data.edition import Edition
from helpers.data.provinces import names
from helpers.display.chart import of_nation
from helpers.language import formats


@dataclass(frozen=True)
class KeyNumber:
    """A number in the page's language, what it is, and what to know beside it."""

    label: str
    value: str
    note: str


def nation(table: pd.DataFrame, edition: Edition) -> KeyNumber:
    """The nation's total with its growth. ``table`` is measures.national."""
    row = table.set_index("flow").loc["total"]
    value = formats.amount(row["value"], edition.currency, edition.lang)
    label = _either(edition, "全国进出口总额", "The nation's total trade")
    return KeyNumber(label, value, _moved(row["growth_pct"], edition))


def surplus(table: pd.DataFrame, edition: Edition) -> KeyNumber | None:
    """The nation's balance with its growth; None where there are no exports and imports."""
    rows = table.set_index("flow")
    row = rows.loc["balance"]
    if pd.isna(row["value"]):
        return None
    label = _either(edition, "出口减进口", "Exports less imports")
    value = formats.amount(row["value"], edition.currency, edition.lang)
    # Beside printed rates on a revised base a rate of our own needs the sentence that explains it.
    printed = rows.at["export", "growth_basis"] == "published"
    return KeyNumber(label, value, "" if printed else _moved(row["growth_pct"], edition))


def leader(ranking: pd.DataFrame, edition: Edition) -> KeyNumber:
    """The share of the largest province in the nation. ``ranking`` is measures.ranking."""
    first = ranking.iloc[0]
    name = names(edition.lang)[first["province_code"]]
    label = _either(edition, f"{name}占全国", f"{name}'s share")
    note = formats.amount(first["total"], edition.currency, edition.lang)
    return KeyNumber(label, formats.percent(first["total_share"], edition.lang), note)


def province(
    ranking: pd.DataFrame, movers: pd.DataFrame, code: str, edition: Edition
) -> list[KeyNumber]:
    """Rank, value with share, growth and contribution of one province; what is unknown is left out.

    ``ranking`` is measures.ranking, ``movers`` measures.movers.
    """
    lang = edition.lang
    zh_nation, en_nation = of_nation(edition)
    row = ranking.set_index("province_code").loc[code]
    moved = movers.set_index("province_code").loc[code]
    share = formats.percent(row["total_share"], lang, 2)
    rank = formats.ordinal(int(row["rank"]), lang)
    was = ""
    if pd.notna(row["previous_rank"]):
        before = formats.ordinal(int(row["previous_rank"]), lang)
        was = _either(edition, f"一年前{before}", f"{before} a year before")
    numbers = [
        KeyNumber(f"{names(lang)[code]} · {formats.label('rank', lang)}", rank, was),
        KeyNumber(
            formats.label(edition.flow, lang),
            formats.amount(row["total"], edition.currency, lang),
            _either(edition, f"占{zh_nation}{share}", f"{share} of {en_nation}"),
        ),
    ]
    if pd.notna(moved["growth_pct"]):
        growth = formats.percent(moved["growth_pct"], lang, signed=True)
        points = moved["contribution_pp"]
        size, adds = formats.number(abs(points), lang, 2), points > 0
        note = _either(
            edition,
            f"{'拉动' if adds else '下拉'}31省合计增速{size}个百分点",
            f"{'added' if adds else 'took'} {size} points {'to' if adds else 'off'} the growth of "
            "all 31",
        )
        if not formats.rounded(points, 2):
            note = _either(
                edition,
                "对31省合计增速的影响不到0.01个百分点",
                "moved the growth of all 31 by less than 0.01 points",
            )
        numbers.append(KeyNumber(formats.label("growth_pct", lang), growth, note))
    return numbers


def risen(movers: pd.DataFrame, edition: Edition) -> KeyNumber | None:
    """How many provinces grew. ``movers`` is measures.movers; None where nothing is known."""
    known = movers["growth_pct"].dropna()
    if known.empty:
        return None
    grew = int((known.round(1) > 0).sum())
    fell = int((known.round(1) < 0).sum())
    note = _either(edition, f"{fell}省下降", f"{fell} fell")
    return KeyNumber(_either(edition, "增长的省份", "Provinces that grew"), str(grew), note)


def extremes(movers: pd.DataFrame, edition: Edition) -> list[KeyNumber]:
    """The fastest and the slowest province; none where growth is not known."""
    known = movers.dropna(subset=["growth_pct"])
    if known.empty:
        return []
    labels = (_either(edition, "增速最高", "Fastest"), _either(edition, "增速最低", "Slowest"))
    return [
        KeyNumber(
            label,
            formats.percent(row["growth_pct"], edition.lang, signed=True),
            names(edition.lang)[row["province_code"]],
        )
        for label, row in zip(labels, (known.iloc[0], known.iloc[-1]), strict=True)
    ]


def regions(table: pd.DataFrame, edition: Edition) -> list[KeyNumber]:
    """The shares of the three largest regions. ``table`` is measures.regions."""
    return [
        KeyNumber(
            _either(edition, f"{name}占全国", f"{name} China"),
            formats.percent(row.share, edition.lang),
            _moved(row.growth_pct, edition),
        )
        for row in table.head(3).itertuples()
        for name in (names(edition.lang)[row.region_code],)
    ]


def multiples(table: pd.DataFrame, edition: Edition) -> list[KeyNumber]:
    """The largest and the smallest growth multiple. ``table`` is measures.multiples."""
    if table.empty:
        return []
    labels = (
        _either(edition, "倍数最高", "Largest multiple"),
        _either(edition, "倍数最低", "Smallest multiple"),
    )
    made = []
    for label, row in zip(labels, (table.iloc[0], table.iloc[-1]), strict=True):
        times = formats.number(row["multiple"], edition.lang)
        name, year = names(edition.lang)[row["province_code"]], int(row["base_year"])
        note = _either(edition, f"{name}，与{year}年相比", f"{name}, against {year}")
        made.append(KeyNumber(label, _either(edition, f"{times}倍", f"×{times}"), note))
    return made


def compared(together: pd.DataFrame, table: pd.DataFrame, edition: Edition) -> list[KeyNumber]:
    """The change of the total since another year, and how many provinces changed rank.

    ``together`` is comparison.together, ``table`` comparison.provinces.
    """
    lang = edition.lang
    whole = together.set_index("flow").loc["total"]
    then, now = (
        formats.amount(whole[name], edition.currency, lang) for name in ("other_value", "value")
    )
    moved = table["rank_change"]
    up, down = int((moved > 0).sum()), int((moved < 0).sum())
    return [
        KeyNumber(
            _either(edition, "31省合计", "All 31 provinces"),
            formats.percent(whole["change_pct"], lang, signed=True),
            f"{then} → {now}",
        ),
        KeyNumber(
            _either(edition, "位次有变的省份", "Provinces that changed rank"),
            str(up + down),
            _either(edition, f"{up}省上升，{down}省下降", f"{up} up, {down} down"),
        ),
    ]


def years(history: pd.DataFrame, edition: Edition) -> KeyNumber:
    """How many years the long run covers. ``history`` has years as index."""
    first, last = int(history.index[0]), int(history.index[-1])
    note = f"{first}{formats.DASH}{last}"
    return KeyNumber(
        _either(edition, "有数据的年份", "Years with figures"), str(len(history)), note
    )


def _moved(rate: float, edition: Edition) -> str:
    return "" if pd.isna(rate) else formats.moved(rate, edition.lang)


def _either(edition: Edition, zh: str, en: str) -> str:
    return zh if edition.lang == "zh" else en
