"""Sentences of the rankings notebook: who leads, how concentrated, who moved, how far apart."""

from typing import Any

import pandas as pd

from helpers.data.provinces import names
from helpers.language import formats
from helpers.language.sentences import Finding, Period, earlier, opened, when
from helpers.measures.core import THRESHOLDS
from helpers.measures.ranks import overtakings

SHOWN = 5


def leader(ranking: pd.DataFrame, held: pd.DataFrame, years: int, period: Period) -> Finding:
    """Who leads, with what share, and for how long. ``held`` is positions.held_since.

    ``years`` is the number of years that the rank history covers.
    """
    top = ranking[ranking["rank"] == 1]
    zh_names, en_names = names("zh"), names("en")
    zh_when, en_when = when(period)
    amounts = [formats.amount(top["total"].iloc[0], period.currency, lang) for lang in ("zh", "en")]
    if len(top) > 1:
        zh = f"{zh_when}，{formats.listed(top['province_code'].map(zh_names), 'zh')}以{amounts[0]}并列首位。"
        en = f"{opened(en_when)}, {formats.listed(top['province_code'].map(en_names), 'en')} share the lead with {amounts[1]} each."
        return Finding("leader", zh, en)
    code, share = top["province_code"].iloc[0], top["total_share"].iloc[0]
    zh = f"{zh_when}，{zh_names[code]}以{amounts[0]}居首，占全国{formats.percent(share, 'zh')}"
    en = f"{opened(en_when)}, {en_names[code]} led with {amounts[1]}, {formats.percent(share, 'en')} of the nation"
    if held.empty:
        return Finding("leader", f"{zh}。", f"{en}.")
    zh_hold, en_hold = _hold(held.set_index("province_code").loc[code], years, period.full_year)
    return Finding("leader", f"{zh}{zh_hold}。", f"{en}{en_hold}.")


def _hold(hold: pd.Series, years: int, full_year: bool) -> tuple[str, str]:
    """How long the lead has been held, over full years; a part of a year is told apart."""
    since, zh_names, en_names = int(hold["since"]), names("zh"), names("en")
    if not full_year and hold["rank"] != 1:
        return "，上一个全年不在首位", "; it did not lead in the last full year"
    if years == 1:
        return "", f"; {since} is the first year with figures" if full_year else ""
    zh_also, en_also = ("一直", "has led") if full_year else ("全年也一直", "also led")
    if hold["from_start"]:
        count = "both" if years == 2 else f"all {formats.count(years, 'en')}"
        return (
            f"，在有分省数字的{years}个年份（{since}年起）里{zh_also}居首",
            f"; it {en_also} in {count} full years with figures, from {since} on",
        )
    if hold["years"] == 1 and full_year:
        passed = hold["passed_code"]
        return (
            f"，取代{zh_names[passed]}升至首位" if passed else "，升至首位",
            f"; it took the lead from {en_names[passed]}" if passed else "; it took the lead",
        )
    return f"，自{since}年起{zh_also}居首", f"; it {en_also} from {since} on"


def flow_leaders(ranking: pd.DataFrame) -> Finding | None:
    """The first three by exports and by imports; None where flows do not exist."""
    if ranking[["export", "import"]].isna().any(axis=None):
        return None
    lists = {}
    for flow in ("export", "import"):
        first = ranking.sort_values(f"{flow}_rank", kind="stable").head(3)
        for lang in ("zh", "en"):
            lists[flow, lang] = formats.listed(first["province_code"].map(names(lang)), lang)
    zh = f"出口前三位是{lists['export', 'zh']}；进口前三位是{lists['import', 'zh']}。"
    en = (
        f"The largest exporters were {lists['export', 'en']}; "
        f"the largest importers were {lists['import', 'en']}."
    )
    return Finding("flow_leaders", zh, en)


def concentration(table: pd.DataFrame, period: Period) -> Finding:
    """Shares of the first five and ten, and how the first five's share moved."""
    rows = table.set_index("measure")
    zh, en = [], []
    for measure, n in (("CR5", 5), ("CR10", 10)):
        value = rows.at[measure, "value"]
        zh.append(f"前{n}位合计占全国{formats.percent(value, 'zh')}")
        en.append(
            f"the first {formats.count(n, 'en')} provinces held {formats.percent(value, 'en')}"
        )
    zh_text, en_text = "，".join(zh), f"{opened(en[0])} of the nation's trade, {en[1]}"
    change = rows.at["CR5", "value"] - rows.at["CR5", "previous"]
    if pd.notna(change):
        zh_before, en_before = earlier(period)
        zh_text += f"；前5位占比比{zh_before}{formats.points(change, 'zh')}"
        en_text += (
            f"; the share of the first five was {formats.points(change, 'en')} on {en_before}"
        )
        if not formats.rounded(change):
            zh_text = zh_text.replace(f"比{zh_before}持平", f"与{zh_before}持平")
            en_text = en_text.replace("unchanged on", "unchanged from")
    return Finding("concentration", zh_text + "。", en_text + ".")


def rank_changes(ranking: pd.DataFrame, period: Period) -> Finding | None:
    """How many provinces moved up and down, and who passed whom; None without ranks before."""
    known = ranking.dropna(subset=["previous_rank"])
    if known.empty:
        return None
    up, down = int((known["rank_change"] > 0).sum()), int((known["rank_change"] < 0).sum())
    zh_before, en_before = earlier(period)
    if up == down == 0:
        zh, en = (
            f"与{zh_before}相比，各省位次没有变化",
            f"No province changed rank from {en_before}",
        )
        if len(known) < len(ranking):
            zh += f"（{len(known)}省可以比较）"
            en += f" ({len(known)} can be compared)"
        return Finding("rank_changes", zh + "。", en + ".")
    zh = f"与{zh_before}相比，{up}省位次上升，{down}省下降"
    en = f"Against {en_before}, {formats.provinces(up)} moved up and {formats.some(down)} down"
    rises = known[known["rank_change"] > 0].sort_values("rank", kind="stable")
    if len(rises):
        first = rises.head(SHOWN)
        passed = _passed(known)
        zh += "：" + "，".join(_rise(row, passed, "zh") for row in first.itertuples())
        en += ": " + "; ".join(_rise(row, passed, "en") for row in first.itertuples())
        if len(rises) > SHOWN:
            zh += f"，另有{len(rises) - SHOWN}省"
            en += f"; and {formats.count(len(rises) - SHOWN, 'en')} more"
    return Finding("rank_changes", zh + "。", en + ".")


def _passed(known: pd.DataFrame) -> dict[str, str]:
    """For each province that passed others, the highest-ranked of those it passed."""
    frame = known.set_index("province_code")
    pairs = overtakings(pd.DataFrame([frame["previous_rank"], frame["rank"]], index=[0, 1]))
    first = pairs.drop_duplicates("province_code")
    return dict(zip(first["province_code"], first["passed_code"], strict=True))


def _rise(row: Any, passed: dict[str, str], lang: str) -> str:
    """One rise with both ranks, and whom it passed: 安徽超过河南，由第10位升至第9位."""
    known = names(lang)
    name, other = known[row.province_code], passed.get(row.province_code)
    before, now = int(row.previous_rank), int(row.rank)
    if lang == "zh":
        over = f"超过{known[other]}" if other else ""
        return f"{name}{over}由第{before}位升至第{now}位"
    over = f" passed {known[other]} and" if other else ""
    return f"{name}{over} rose from {formats.ordinal(before, 'en')} to {formats.ordinal(now, 'en')}"


def cliffs(ranking: pd.DataFrame) -> Finding:
    """The two largest gaps to the province just above, and the leader's lead over the second."""
    by_total = ranking.sort_values("total", ascending=False, kind="stable").reset_index(drop=True)
    steep = by_total["gap_to_previous_pct"].nlargest(2).index
    parts = {}
    for lang in ("zh", "en"):
        known = names(lang)
        parts[lang] = [
            (
                known[by_total.at[at - 1, "province_code"]],
                known[by_total.at[at, "province_code"]],
                formats.percent(by_total.at[at, "gap_to_previous_pct"], lang),
            )
            for at in [1, *(at for at in steep if at != 1)]
        ]
    zh = "，".join(f"{above}比后一位的{own}高{gap}" for above, own, gap in parts["zh"][1:])
    en = ", ".join(f"{above} stood {gap} above {own}" for above, own, gap in parts["en"][1:])
    above, own, gap = parts["zh"][0]
    zh = f"首位{above}比第2位{own}高{gap}；落差最大处：{zh}。"
    above, own, gap = parts["en"][0]
    en = f"{above} in first place stood {gap} above {own}; the steepest steps below: {en}."
    return Finding("cliffs", zh, en)


def thresholds(ranking: pd.DataFrame, period: Period) -> Finding:
    """How many provinces stand above each round mark, and who is nearest to it on both sides."""
    zh, en = [], []
    ordered = ranking.sort_values("total", ascending=False, kind="stable")
    for mark in THRESHOLDS[period.currency]:
        over, under = ordered[ordered["total"] >= mark], ordered[ordered["total"] < mark]
        zh_mark, en_mark = (
            formats.round_mark(mark, period.currency, lang) for lang in ("zh", "en")
        )
        zh_text = f"超过{zh_mark}的有{len(over)}省" if len(over) else f"没有省份超过{zh_mark}"
        en_text = f"{formats.provinces(len(over))} traded more than {en_mark}"
        if len(under) and len(over):
            last, first = over.iloc[-1], under.iloc[0]
            zh_text += f"，刚过门槛的是{_with_amount(last, period, 'zh')}，门槛下第一位是{_with_amount(first, period, 'zh')}"
            en_text += f", the smallest of them {_with_amount(last, period, 'en')}; next below was {_with_amount(first, period, 'en')}"
        zh.append(zh_text)
        en.append(en_text)
    zh_when, en_when = when(period)
    return Finding(
        "thresholds", f"{zh_when}，{'；'.join(zh)}。", f"{opened(en_when)}, {'; '.join(en)}."
    )


def _with_amount(row: pd.Series, period: Period, lang: str) -> str:
    shown = formats.amount(row["total"], period.currency, lang)
    name = names(lang)[row["province_code"]]
    return f"{name}（{shown}）" if lang == "zh" else f"{name} ({shown})"


def projection(table: pd.DataFrame, period: Period) -> Finding | None:
    """Which overtakings come first if both provinces keep this period's growth.

    ``table`` is positions.projections; only its one-year window is used. None where it is empty.
    """
    one_year = table[table["window_years"] == 1]
    if one_year.empty and period.has_growth:
        return Finding(
            "projection",
            "不足半年的数字起伏大，不作推算。",
            "Less than half a year moves too much to be carried on, so nothing is projected.",
        )
    if one_year.empty:
        return None
    coming = one_year.dropna().sort_values("years_to_overtake", kind="stable")
    if coming.empty:
        zh = "按本期增速，没有省份会追上前一位。"
        en = "At this period's growth no province would catch up with the one above."
        return Finding("projection", zh, en)
    soon = coming.head(3)
    # The table runs down the ranking, so its first row is the pair highest up.
    highest = one_year.dropna().head(1)
    shown = pd.concat([soon, highest]).drop_duplicates("province_code")
    zh = "，".join(_would_pass(r, "zh") for r in soon.itertuples())
    en = "; ".join(_would_pass(r, "en") for r in soon.itertuples())
    if len(shown) > len(soon):
        top = next(highest.itertuples())
        zh += f"；位次最靠前的一对：{_would_pass(top, 'zh')}"
        en += f"; highest up the table, {_would_pass(top, 'en')}"
    total = len(coming)
    pairs = "pair" if total == 1 else "pairs"
    return Finding(
        "projection",
        f"若各省保持本期增速，会有{total}对相邻省份易位，最早的是：{zh}。这是算术外推，不是预测。",
        f"If every province kept this period's growth, {formats.count(total, 'en')} neighbouring "
        f"{pairs} would change places, first of all: {en}. This is arithmetic, not a forecast.",
    )


def _would_pass(row: Any, lang: str) -> str:
    own, above = names(lang)[row.province_code], names(lang)[row.target_code]
    years = row.years_to_overtake
    if lang == "zh":
        return f"{own}{'不到1年' if years < 1 else f'约{years:.0f}年'}后超过{above}".replace(
            "不到1年后", "在1年内"
        )
    return f"{own} would pass {above} {'within a year' if years < 1 else f'after about {formats.count(round(years), lang)} years'}".replace(
        "one years", "one year"
    )
