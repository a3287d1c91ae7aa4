"""Sentences of the regions notebook: how large, how many in the top ten, how fast."""

import pandas as pd

from helpers.data.provinces import names
from helpers.language import formats
from helpers.language.sentences import Finding, Period, earlier, opened, when


def largest(table: pd.DataFrame, period: Period) -> Finding:
    """The largest region, its total and share, and the smallest. ``table`` is measures.regions."""
    first, last = table.iloc[0], table.iloc[-1]
    zh_when, en_when = when(period)
    zh = (
        f"{zh_when}，{names('zh')[first['region_code']]}进出口"
        f"{formats.amount(first['total'], period.currency, 'zh')}，占全国"
        f"{formats.percent(first['share'], 'zh', 2)}，居七大区域之首；"
        f"{names('zh')[last['region_code']]}最小，占{formats.percent(last['share'], 'zh', 2)}。"
    )
    en = (
        f"{opened(en_when)}, {names('en')[first['region_code']]} China traded "
        f"{formats.amount(first['total'], period.currency, 'en')}, "
        f"{formats.percent(first['share'], 'en', 2)} of the nation and the most of the seven regions; "
        f"{names('en')[last['region_code']]} China was the smallest with "
        f"{formats.percent(last['share'], 'en', 2)}."
    )
    return Finding("largest_region", zh, en)


def top_ten(table: pd.DataFrame) -> Finding:
    """How the ten largest provinces are spread over the regions, and which regions have none."""
    held = table[table["in_top10"] > 0].sort_values(
        ["in_top10", "total"], ascending=False, kind="stable"
    )
    none = table[table["in_top10"] == 0]
    lists = {
        lang: {
            "held": formats.listed(
                (
                    f"{names(lang)[r.region_code]}{r.in_top10}席"
                    if lang == "zh"
                    else f"{names(lang)[r.region_code]} {formats.count(int(r.in_top10), 'en')}"
                    for r in held.itertuples()
                ),
                lang,
            ),
            "none": formats.listed(none["region_code"].map(names(lang)), lang),
        }
        for lang in ("zh", "en")
    }
    zh = f"前十位省份中，{lists['zh']['held']}"
    en = f"Seats among the ten largest provinces: {lists['en']['held']}"
    if len(none):
        zh += f"；{lists['zh']['none']}没有省份进入前十"
        en += f"; {lists['en']['none']} {'has' if len(none) == 1 else 'have'} none"
    return Finding("regions_in_top_ten", zh + "。", en + ".")


def growth(table: pd.DataFrame, period: Period) -> Finding | None:
    """The fastest and the slowest region; None without growth."""
    known = table.dropna(subset=["growth_pct"])
    if known.empty:
        return None
    ordered = known.sort_values("growth_pct", ascending=False, kind="stable")
    first, last = ordered.iloc[0], ordered.iloc[-1]
    zh_before, en_before = earlier(period)
    zh = (
        f"与{zh_before}相比，{names('zh')[first['region_code']]}增速最高"
        f"（{formats.percent(first['growth_pct'], 'zh', signed=True)}），"
        f"{names('zh')[last['region_code']]}最低"
        f"（{formats.percent(last['growth_pct'], 'zh', signed=True)}）。"
    )
    en = (
        f"Against {en_before} {names('en')[first['region_code']]} China grew fastest "
        f"({formats.percent(first['growth_pct'], 'en', signed=True)}) and "
        f"{names('en')[last['region_code']]} China slowest "
        f"({formats.percent(last['growth_pct'], 'en', signed=True)})."
    )
    return Finding("region_growth", zh, en)


def share_changes(table: pd.DataFrame) -> Finding | None:
    """Which region gained most share of the nation and which lost most; None without a before."""
    change = (table["share"] - table["previous_share"]).dropna()
    if change.empty or not change.round(2).any():
        return None
    codes = table["region_code"]
    gained, lost = codes[change.idxmax()], codes[change.idxmin()]
    up, down = change.max(), abs(change.min())
    zh = (
        f"占比上升最多的是{names('zh')[gained]}（{formats.number(up, 'zh', 2)}个百分点），"
        f"下降最多的是{names('zh')[lost]}（{formats.number(down, 'zh', 2)}个百分点）。"
    )
    en = (
        f"{names('en')[gained]} China gained most share of the nation "
        f"({formats.number(up, 'en', 2)} percentage points), {names('en')[lost]} China lost most "
        f"({formats.number(down, 'en', 2)})."
    )
    return Finding("region_share_changes", zh, en)


def inside(members: pd.DataFrame) -> Finding:
    """The region that one province weighs most in, and the one that none weighs much in.

    ``members`` is measures.region_members, each region's largest province first.
    """
    leaders = members.drop_duplicates("region_code").sort_values(
        "region_share", ascending=False, kind="stable"
    )
    heaviest, lightest = leaders.iloc[0], leaders.iloc[-1]
    told = {}
    for lang in ("zh", "en"):
        told[lang] = [
            (
                names(lang)[row["province_code"]],
                names(lang)[row["region_code"]],
                formats.percent(row["region_share"], lang),
            )
            for row in (heaviest, lightest)
        ]
    (a, region_a, share_a), (b, region_b, share_b) = told["zh"]
    zh = f"{a}占{region_a}的{share_a}，为各区域中最高；{region_b}最分散，占比最高的{b}为{share_b}。"
    (a, region_a, share_a), (b, region_b, share_b) = told["en"]
    en = (
        f"{a} was {share_a} of {region_a} China, the most that one province held of its region; "
        f"{region_b} China "
        f"leaned least on one province, with {b} at {share_b}."
    )
    return Finding("region_leaders", zh, en)
