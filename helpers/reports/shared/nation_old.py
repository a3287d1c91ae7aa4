"""Sentences every notebook shares: the nation, and what is missing."""

import pandas as pd

from helpers.data.margins import balance_growth_range
from helpers.language import formats
from helpers.language.sentences import Finding, Period, earlier, opened, when


def national_total(table: pd.DataFrame, period: Period) -> Finding:
    """The nation's total with its growth, and exports and imports where they exist.

    ``table`` is :func:`helpers.measures.core.national`.
    """
    rows = table.set_index("flow")
    zh_when, en_when = when(period)
    known = rows["value"].dropna()
    amounts = {
        lang: {flow: formats.amount(v, period.currency, lang) for flow, v in known.items()}
        for lang in ("zh", "en")
    }
    zh = f"{zh_when}，31个省（区、市）进出口总额{amounts['zh']['total']}"
    en = f"{opened(en_when)}, the goods trade of the 31 provinces came to {amounts['en']['total']}"
    rate = rows.at["total", "growth_pct"]
    if pd.notna(rate):
        zh += f"，同比{formats.moved(rate, 'zh')}"
        en += f", {formats.moved(rate, 'en')} on {earlier(period)[1]}"
    if {"export", "import"} <= set(known.index):
        for flow, zh_name, en_name in (
            ("export", "出口", "exports"),
            ("import", "进口", "imports"),
        ):
            rate = rows.at[flow, "growth_pct"]
            zh += f"；{zh_name}{amounts['zh'][flow]}"
            en += f"; {en_name} were {amounts['en'][flow]}"
            if pd.notna(rate):
                zh += f"，{formats.moved(rate, 'zh')}"
                en += f", {formats.moved(rate, 'en')}"
    return Finding("national_total", zh + "。", en + ".")


def balance(table: pd.DataFrame, period: Period) -> Finding | None:
    """Exports against imports, and how the balance moved; None where flows do not exist."""
    rows = table.set_index("flow")
    row = rows.loc["balance"]
    has_printed = rows.at["export", "growth_basis"] == "published"
    value, previous, margin = row["value"], row["previous"], row["previous_margin"]
    if pd.isna(value):
        return None
    zh_name, en_name = ("顺差", "surplus") if value >= 0 else ("逆差", "deficit")
    zh = f"出口与进口相抵，{zh_name}{formats.amount(abs(value), period.currency, 'zh')}"
    en = f"Exports less imports left a {en_name} of {formats.amount(abs(value), period.currency, 'en')}"
    if pd.notna(previous) and previous > margin and value > 0:
        rate = row["growth_pct"]
        zh_before, en_before = earlier(period)
        approximately = margin > 0
        zh_amount = formats.amount(previous, period.currency, "zh")
        en_amount = formats.amount(previous, period.currency, "en")
        zh += f"，{zh_before}{'约' if approximately else ''}为{zh_amount}，{formats.moved(rate, 'zh')}"
        en += f", against {'about ' if approximately else ''}{en_amount} in {en_before}: {formats.moved(rate, 'en')}"
        if approximately:
            low, high = balance_growth_range(value, previous, margin)
            zh += f"（由公布的增速倒推，实际增速在{formats.percent(low, 'zh')}至{formats.percent(high, 'zh')}之间）"
            en += (
                f" (worked back from rounded growth rates, so between {formats.percent(low, 'en')} "
                f"and {formats.percent(high, 'en')})"
            )
        elif has_printed:
            zh += "（按首次公布的数字相除，与按修订基数公布的出口、进口增速口径不同）"
            en += " (one first release over another, while the rates of exports and imports are on the revised base)"
    return Finding("balance", zh + "。", en + ".")


def in_dollars(table: pd.DataFrame | None, period: Period) -> Finding | None:
    """The nation's total in US dollars as published; None where there is none, or it is the unit."""
    if table is None or period.currency == "USD":
        return None
    row = table.set_index("flow").loc["total"]
    zh = f"以美元计，全国进出口总额{formats.amount(row['value'], 'USD', 'zh')}"
    en = f"In US dollars the nation's trade came to {formats.amount(row['value'], 'USD', 'en')}"
    if pd.notna(row["growth_pct"]):
        zh += f"，{formats.moved(row['growth_pct'], 'zh')}"
        en += f", {formats.moved(row['growth_pct'], 'en')}"
    return Finding("in_dollars", zh + "。", en + ".")


def no_flows(period: Period, first_with_flows: int) -> Finding | None:
    """Why exports and imports are not shown; None where they are."""
    if period.has_flows:
        return None
    zh = f"{formats.in_period(period.year, period.month, 'zh')}的分省数字只有进出口总额：手头的分省出口和进口从{first_with_flows}年起。"
    en = (
        f"For {formats.period(period.year, period.month, 'en')} the provinces have totals only: exports and imports by "
        f"province are at hand from {first_with_flows} on."
    )
    currency = {
        "zh": formats.label(period.currency, "zh"),
        "en": formats.label(period.currency, "en"),
    }
    if period.year >= first_with_flows:
        zh = f"以{currency['zh']}计的分省数字只有进出口总额，没有出口和进口。"
        en = f"In {currency['en']} the provinces have totals only, without exports and imports."
    return Finding("no_flows", zh, en)


def no_growth(period: Period) -> Finding | None:
    """Why growth and rank changes are left out; None where they are shown."""
    if period.has_growth:
        return None
    before = period.year - 1
    zh_money, en_money = (formats.label(period.currency, lang) for lang in ("zh", "en"))
    zh = f"手头没有{before}年以{zh_money}计的分省数字，因此不列同比增速和位次变化。"
    en = (
        f"There are no figures by province for {before} in {en_money}, so growth and changes of "
        "rank are left out."
    )
    return Finding("no_growth", zh, en)


def rank_history(ranks: pd.DataFrame, period: Period) -> Finding:
    """Which years the history of ranks covers and which are missing inside it."""
    years = [int(y) for y in ranks.index]
    missing = [y for y in range(years[0], years[-1] + 1) if y not in years]
    zh = f"位次历史覆盖{years[0]}年至{years[-1]}年"
    en = f"The history of ranks covers {years[0]} to {years[-1]}"
    if len(years) == 1:
        zh, en = f"位次历史只有{years[0]}年", f"The history of ranks has {years[0]} only"
    if missing:
        zh += f"，缺{formats.listed((f'{y}年' for y in missing), 'zh')}，跨缺口的变化记在其后一年"
        en += (
            f" without {formats.listed((str(y) for y in missing), 'en')}; "
            "a change across a gap is dated to the year after it"
        )
    if period.currency == "CNY":
        zh += "；有人民币数字的年份按人民币排位，其余按美元"
        en += "; years are ranked in RMB where there are RMB figures, in US dollars otherwise"
    if not period.full_year:
        zh += "；累计数不与全年的位次相比"
        en += "; a year to date is not ranked against full years"
    return Finding("rank_history", zh + "。", en + ".")


def basis_of_growth(table: pd.DataFrame, derived: list[int], period: Period) -> Finding | None:
    """Whether the growth shown is the publisher's or computed; None where there is none.

    ``table`` has a column growth_basis (measures.growth_shown), ``derived`` is
    provenance.derived_years.
    """
    printed = table["growth_basis"].dropna() == "published"
    if printed.empty:
        return None
    if printed.all():
        zh = "同比增速为海关公布数，以修订后的上年数为基数，与用两年初步数相除的结果会有出入，一般为零点几个百分点，个别更大。"
        en = (
            "Growth is the rate customs prints. It is taken on the revised figures of the year "
            "before, so it differs from a division of two first releases, mostly by some tenths "
            "of a point, for a few provinces by more."
        )
        return Finding("basis_of_growth", zh, en)
    zh_before, en_before = earlier(period)
    zh = f"同比增速由本期与{zh_before}的数字相除得出"
    en = f"Growth is computed, the figures of this period over those of {en_before}"
    if printed.any():
        zh = f"海关公布了同比增速的用公布数，其余由本期与{zh_before}的数字相除得出"
        en = (
            f"Growth is the rate customs prints; where it prints none it is computed on {en_before}"
        )
    if derived:
        zh += (
            f"，其中{formats.listed((f'{year}年' for year in derived), 'zh')}的是折算数，不是公布数"
        )
        en += (
            f"; the figures of {formats.listed(map(str, derived), 'en')} are derived, not published"
        )
    return Finding("basis_of_growth", f"{zh}。", f"{en}.")


def adds_up(table: pd.DataFrame, period: Period) -> Finding:
    """How many identities the figures hold, and what any difference comes from.

    ``table`` has columns check and verdict (checks.edition).
    """
    counts = table["verdict"].value_counts()
    held, revised, open_, failed = (
        int(counts.get(v, 0)) for v in ("ok", "revised base", "not checked", "fails")
    )
    zh_when, en_when = (formats.period(period.year, period.month, lang) for lang in ("zh", "en"))
    zh_money, en_money = (formats.label(period.currency, lang) for lang in ("zh", "en"))
    zh = f"{zh_when}以{zh_money}计的分省数字按{len(table)}项核对，{held}项相符"
    en = (
        f"The figures by province for {en_when} in {en_money} were put to "
        f"{formats.count(len(table), 'en')} checks: {formats.count(held, 'en')} hold"
    )
    if revised:
        zh += f"，{revised}项因公布方前后修订而有差异"
        en += f", {formats.count(revised, 'en')} differ because figures were revised in between"
    if open_:
        zh += f"，{open_}项缺少数字，无从核对"
        en += f", {formats.count(open_, 'en')} cannot be checked for lack of figures"
    zh += f"，{failed}项不符" if failed else "，没有不符"
    en += (
        f", {formats.count(failed, 'en')} {'fails' if failed == 1 else 'fail'}"
        if failed
        else "; none fails"
    )
    if held == 1:
        en = en.replace("one hold", "one holds")
    if revised == 1:
        en = en.replace("one differ", "one differs")
    return Finding("adds_up", zh + "。", en + ".")
