"""Sentences of the movers notebook: who grew, who fell, and who moved the nation."""

import pandas as pd

from helpers.data.provinces import names
from helpers.language import formats
from helpers.language.sentences import Finding, Period, earlier, opened, when

SHOWN = 5


def tally(table: pd.DataFrame, period: Period) -> Finding | None:
    """How many provinces grew and fell. ``table`` is measures.movers; None without growth."""
    rates = table["growth_pct"].dropna().round(1)
    if rates.empty:
        return None
    grew, fell, same = (rates > 0).sum(), (rates < 0).sum(), (rates == 0).sum()
    zh_when, en_when = when(period)
    if grew == len(rates) or fell == len(rates):
        verbs = ("增长", "grew") if grew else ("下降", "fell")
        zh, en = (
            f"{zh_when}，{len(rates)}省全部{verbs[0]}。",
            f"{opened(en_when)}, all {len(rates)} provinces {verbs[1]}.",
        )
        return Finding("tally", zh, en)
    zh_parts = [f"{n}省{verb}" for n, verb in ((grew, "增长"), (fell, "下降"), (same, "持平")) if n]
    en_parts = [
        f"{formats.count(int(n), 'en')} {verb}"
        for n, verb in ((grew, "grew"), (fell, "fell"), (same, "did not move"))
        if n
    ]
    zh = f"{zh_when}，{len(rates)}省中{'，'.join(zh_parts)}。"
    en = f"{opened(en_when)}, of {len(rates)} provinces {formats.listed(en_parts, 'en')}."
    return Finding("tally", zh, en)


def fastest(table: pd.DataFrame) -> Finding | None:
    """The five fastest; equal rates at the end of the list are all named. None without growth."""
    known = table.dropna(subset=["growth_pct"])
    if known.empty:
        return None
    first = known[known["growth_rank"] <= SHOWN]
    grew = bool((first["growth_pct"] > 0).all())
    zh = f"增速最高的是{_with_rates(first, 'zh')}。"
    en = f"{'The fastest growth was in' if grew else 'The best rates were those of'} {_with_rates(first, 'en')}."
    return Finding("fastest", zh, en)


def slowest(table: pd.DataFrame) -> Finding | None:
    """The provinces that fell most, five at most, or that none fell. None without growth."""
    known = table.dropna(subset=["growth_pct"])
    if known.empty:
        return None
    fell = known[known["growth_pct"].round(1) < 0].sort_values("growth_pct", kind="stable")
    if fell.empty:
        last = known.sort_values("growth_pct", kind="stable").head(1)
        zh = f"没有省份下降，增速最低的是{_with_rates(last, 'zh')}。"
        en = f"No province fell; the slowest was {_with_rates(last, 'en')}."
    else:
        most = fell.head(SHOWN)
        zh = f"降幅最大的是{_with_rates(most, 'zh')}。"
        en = f"The largest fall was in {_with_rates(most, 'en')}."
        if len(most) > 1:
            en = en.replace("The largest fall was in", "The largest falls were in")
    return Finding("slowest", zh, en)


def _with_rates(rows: pd.DataFrame, lang: str) -> str:
    known = names(lang)
    return formats.listed(
        (
            known[r.province_code]
            + formats.bracketed(formats.percent(r.growth_pct, lang, signed=True), lang)
            for r in rows.itertuples()
        ),
        lang,
    )


def contributors(table: pd.DataFrame, period: Period) -> Finding | None:
    """Who added most to the nation's growth and who took most away; None without growth."""
    known = table.dropna(subset=["contribution_pp"])
    if known.empty:
        return None
    ordered = known.sort_values("contribution_pp", ascending=False, kind="stable")
    added, cut = ordered.iloc[0], ordered.iloc[-1]
    whole = ordered["contribution_pp"].sum()
    zh = f"31省合计{formats.moved(whole, 'zh')}"
    en = f"The 31 provinces together were {formats.moved(whole, 'en')} on {earlier(period)[1]}"
    if added["contribution_pp"] > 0:
        size = added["contribution_pp"]
        zh += f"，其中{names('zh')[added['province_code']]}拉动{formats.number(size, 'zh', 2)}个百分点，最多"
        en += f"; {names('en')[added['province_code']]} added most, {formats.number(size, 'en', 2)} percentage points"
    if cut["contribution_pp"] < 0:
        size = abs(cut["contribution_pp"])
        zh += f"；{names('zh')[cut['province_code']]}下拉{formats.number(size, 'zh', 2)}个百分点，拖累最大"
        en += (
            f"; {names('en')[cut['province_code']]} took away most, {formats.number(size, 'en', 2)}"
        )
        if added["contribution_pp"] <= 0:
            en += " percentage points"
    return Finding("contributors", zh + "。", en + ".")


def flow_extremes(table: pd.DataFrame) -> Finding | None:
    """The fastest growth and the deepest fall in exports and in imports; None without flows."""
    columns = ["export_growth_pct", "import_growth_pct"]
    if table[columns].isna().any(axis=None):
        return None
    zh: list[str] = []
    en: list[str] = []
    for column, zh_name, en_name in zip(
        columns, ("出口", "进口"), ("exports", "imports"), strict=True
    ):
        ordered = table.sort_values(column, ascending=False, kind="stable")
        for lang, parts in (("zh", zh), ("en", en)):
            known = names(lang)
            top, low = (
                (known[row["province_code"]], formats.percent(row[column], lang, signed=True))
                for row in (ordered.iloc[0], ordered.iloc[-1])
            )
            if lang == "zh":
                parts.append(
                    f"{zh_name}增速最高的是{top[0]}（{top[1]}），最低的是{low[0]}（{low[1]}）"
                )
            else:
                parts.append(f"{en_name} ranged from {top[1]} in {top[0]} to {low[1]} in {low[0]}")
    return Finding("flow_extremes", "；".join(zh) + "。", f"Growth of {'; that of '.join(en)}.")


def revised_base(table: pd.DataFrame) -> Finding | None:
    """Where printed growth and growth computed on the value before differ by over 0.1 point.

    None where none does, or where the value before is itself worked back from printed growth.
    """
    published = table[table["growth_basis"] == "published"]
    computed = (published["total"] / published["previous"] - 1) * 100
    difference = published["growth_pct"] - computed
    apart = published.assign(difference=difference)[difference.abs() > 0.1 + 0.05]
    if apart.empty:
        return None
    widest = apart.loc[apart["difference"].abs().idxmax()]
    size = {lang: formats.number(abs(widest["difference"]), lang) for lang in ("zh", "en")}
    zh = (
        f"有{len(apart)}省公布增速与按初步数计算的增速在取整之外仍相差0.1个百分点以上，最大的是"
        f"{names('zh')[widest['province_code']]}（{size['zh']}个百分点）：上年基数已修订。"
    )
    en = (
        f"For {formats.provinces(len(apart))} the printed rate is over 0.1 point, beyond rounding, away from the one "
        f"computed on first releases, most of all for {names('en')[widest['province_code']]} "
        f"({size['en']} points): the base has been revised since."
    )
    return Finding("revised_base", zh, en)


def no_context(table: pd.DataFrame, period: Period) -> Finding | None:
    """That nothing is quoted for this year; None where there is. ``table`` as data/context.csv."""
    if len(table):
        return None
    return Finding(
        "no_context",
        f"没有摘录{period.year}年的情况。"
        if period.full_year
        else "情况摘录按全年，不用于累计数。",
        f"No reports on the provinces are on file for {period.year}."
        if period.full_year
        else "Reports are on file for full years, not for a year to date.",
    )


def context_covers(context: pd.DataFrame, movers: pd.DataFrame) -> Finding | None:
    """Which provinces the reports on file are about, and that none is about a province that fell.

    ``context`` is held_against.shares, ``movers`` measures.movers; None without a report.
    """
    if context.empty:
        return None
    codes = list(dict.fromkeys(context["province_code"]))
    fell = set(movers.loc[movers["growth_pct"].round(1) < 0, "province_code"])
    zh_names, en_names = (
        formats.listed((names(lang)[c] for c in codes), lang) for lang in ("zh", "en")
    )
    zh, en = f"摘录的报道涉及{zh_names}", f"The reports on file are about {en_names}"
    if fell and not fell & set(codes):
        zh += "；下降的省份没有摘录，因此这里不说它们下降的原因"
        en += "; none is about a province that fell, so nothing is said here on why they fell"
    held = context["agrees"].dropna()
    if len(held):
        right = int(held.sum())
        zh += f"。能与官方数字核对的有{len(held)}条，{right}条相符"
        en += (
            f". {opened(formats.count(len(held), 'en'))} can be held against our figures; "
            f"{formats.some(right)} agree{'s' if right == 1 else ''}"
        )
    return Finding("context_covers", f"{zh}。", f"{en}.")
