"""Sentences on whether two years can be held side by side: sources, prices, currencies, flows."""

from dataclasses import replace

import pandas as pd

from helpers.display.source_lines import STATUS
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.language.sentences import Finding, Period
from helpers.reports.compare.sentences import then
from helpers.reports.shared import nation_old as nation


def no_flows(table: pd.DataFrame, other: Period) -> Finding | None:
    """That exports and imports cannot be held side by side; None where they can.

    ``table`` is comparison.together.
    """
    if {"export", "import"} <= set(table["flow"]):
        return None
    zh_then, en_then = then(other)
    return Finding(
        "compare_no_flows",
        f"{zh_then}的分省数字只有进出口总额，因此不比较出口和进口。",
        f"For {en_then} the provinces have totals only, so exports and imports are not compared.",
    )


def currency(totals: pd.Series | None, table: pd.DataFrame, edition: Period) -> Finding:
    """That prices and exchange rates are in the change, and how large it is in the other currency.

    ``totals`` is details.other_currency, ``table`` comparison.together.
    """
    zh = "金额按各期的价格和汇率计算，增减中含价格和汇率因素"
    en = "Values are at the prices and exchange rates of their time, so both are in the change"
    if totals is None:
        return Finding("compare_currency", f"{zh}。", f"{en}.")
    money = str(totals.name)
    rate = (totals.iloc[-1] / totals.iloc[0] - 1) * 100
    (zh_old, zh_new), (en_old, en_new) = (
        [formats.amount(value, money, lang) for value in totals] for lang in LANGS
    )
    zh_whose, en_whose = ("31省合计", "the 31 provinces")
    if not edition.full_year:
        zh_whose, en_whose = ("全国进出口", "the nation")
    zh += f"：以{formats.label(money, 'zh')}计，{zh_whose}由{zh_old}变为{zh_new}，{formats.moved(rate, 'zh')}"
    en += (
        f": in {formats.label(money, 'en')} {en_whose} went from {en_old} to {en_new}, "
        f"{formats.moved(rate, 'en')}"
    )
    own = table.set_index("flow").at["total", "change_pct"]
    if formats.rounded(rate) != formats.rounded(own):
        zh += "；两种货币的增速不同，除汇率变动外，也可能因为其中一个序列修订过"
        en += (
            "; the two rates differ, as the exchange rate moved or one of the two series was "
            "revised"
        )
    return Finding("compare_currency", f"{zh}。", f"{en}.")


def vintages(sources: pd.DataFrame, edition: Period, other: Period) -> Finding:
    """Who publishes the figures of both years, how final they are, and what they count.

    ``sources`` has the rows of data/sources.csv of the later and of the earlier year.
    """
    late, early = (row for _, row in sources.iterrows())
    (zh_now, zh_then), (en_now, en_then) = (
        [formats.period(one.year, one.month, lang) for one in (edition, other)] for lang in LANGS
    )
    zh_status, en_status = ([STATUS[row["status"]][at] for row in (late, early)] for at in (0, 1))
    if all(late[name] == early[name] for name in ("publisher_zh", "status")):
        zh = f"两期都是{late['publisher_zh']}的{zh_status[0]}"
        en = f"Both are {en_status[0]} figures of the {late['publisher_en']}"
    else:
        zh = (
            f"{zh_now}是{late['publisher_zh']}的{zh_status[0]}，"
            f"{zh_then}是{early['publisher_zh']}的{zh_status[1]}"
        )
        en = (
            f"The figures of {en_now} are {en_status[0]} ({late['publisher_en']}), those of "
            f"{en_then} {en_status[1]} ({early['publisher_en']})"
        )
    zh_kinds, en_kinds = (
        [row[f"classification_{lang}"] for row in (late, early)] for lang in LANGS
    )
    if zh_kinds[0] == zh_kinds[1]:
        zh += f"；两期都按{zh_kinds[0]}统计"
        en += f"; both count by {en_kinds[0]}"
    else:
        zh += f"；{zh_now}按{zh_kinds[0]}、{zh_then}按{zh_kinds[1]}统计"
        en += f"; {en_now} is by {en_kinds[0]}, {en_then} by {en_kinds[1]}"
    return Finding("compare_vintages", f"{zh}。", f"{en}.")


def small(sources: pd.DataFrame, edition: Period, other: Period) -> Finding | None:
    """How far small changes can be trusted; None where both years are revised figures.

    ``sources`` as for :func:`vintages`.
    """
    for (_, row), one in zip(sources.iterrows(), (edition, other), strict=True):
        if row["status"] == "derived":
            return Finding(
                "compare_small",
                f"{one.year}年的数字：{row['note_zh']}",
                f"The figures of {one.year}: {row['note_en']}",
            )
    if "preliminary" in set(sources["status"]):
        return Finding(
            "compare_small",
            "初步数日后还会修订，很小的变化和相近的位次可能随之改变。",
            "Preliminary figures are revised later, which can undo small changes and close ranks.",
        )
    return None


def printed(now: pd.DataFrame, edition: Period, other: Period) -> Finding | None:
    """Why growth here can differ from the rate customs prints; None where it prints none.

    ``now`` is Edition.now.
    """
    if edition.year - other.year != 1 or now["total_growth"].isna().all():
        return None
    return Finding(
        "compare_printed",
        "本页的增速由两期数字相除得出；海关公布的同比以修订后的上年数为基数，两者可能有出入。",
        "Growth on this page is one figure over the other; the rate customs prints is taken on "
        "revised figures of the year before, so the two can differ.",
    )


def adds_up(checks: pd.DataFrame, edition: Period, other: Period) -> list[Finding]:
    """How many identities the figures of each year hold. ``checks`` is provenance.checks_of_pair."""
    first, second = (
        nation.adds_up(checks[checks["year"] == one.year], one) for one in (edition, other)
    )
    return [first, replace(second, id=f"{second.id}_other")]
