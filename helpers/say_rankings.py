"""Sentences of the rankings notebook: who leads, how concentrated, who moved, how far apart."""

import pandas as pd

from helpers import words
from helpers.measures import THRESHOLDS
from helpers.places import names
from helpers.positions import overtakings
from helpers.say import Finding, Period, earlier, opened, when

SHOWN = 5


def leader(ranking: pd.DataFrame, held: pd.DataFrame, years: int, period: Period) -> Finding:
    """Who leads, with what share, and for how long. ``held`` is positions.held_since.

    ``years`` is the number of years that the rank history covers.
    """
    top = ranking[ranking["rank"] == 1]
    zh_names, en_names = names("zh"), names("en")
    zh_when, en_when = when(period)
    amounts = [words.amount(top["total"].iloc[0], period.currency, lang) for lang in ("zh", "en")]
    if len(top) > 1:
        zh = f"{zh_when}，{words.listed(top['province_code'].map(zh_names), 'zh')}以{amounts[0]}并列首位。"
        en = f"{opened(en_when)}, {words.listed(top['province_code'].map(en_names), 'en')} share the lead with {amounts[1]} each."
        return Finding("leader", zh, en)
    code, share = top["province_code"].iloc[0], top["total_share"].iloc[0]
    zh = f"{zh_when}，{zh_names[code]}以{amounts[0]}居首，占全国{words.percent(share, 'zh')}"
    en = f"{opened(en_when)}, {en_names[code]} led with {amounts[1]}, {words.percent(share, 'en')} of the nation"
    hold = held.set_index("province_code").loc[code]
    zh_hold, en_hold = _hold(hold, years, period.month == 12)
    return Finding("leader", f"{zh}{zh_hold}。", f"{en}{en_hold}.")


def _hold(hold: pd.Series, years: int, full_year: bool) -> tuple[str, str]:
    """How long the lead has been held; a year to date does not count as a year."""
    since, held = int(hold["since"]), int(hold["years"]) - (not full_year)
    zh_names, en_names = names("zh"), names("en")
    if hold["from_start"] and held == years == 1:
        return "", f"; {since} is the first year in the data"
    if hold["from_start"]:
        full = years - (not full_year)
        if full_year:
            return (
                f"，在手头数据所及的{full}个年份（{since}年起）里一直居首",
                f"; it has led in all {words.count(full, 'en')} years in the data, the first being {since}",
            )
        return (
            f"，此前手头数据所及的{full}个全年（{since}年起）也一直居首",
            f"; it also led in all {words.count(full, 'en')} full years in the data, the first being {since}",
        )
    if hold["years"] == 1:
        passed = hold["passed_code"]
        return (
            f"，取代{zh_names[passed]}升至首位" if passed else "，升至首位",
            f"; it took the lead from {en_names[passed]}" if passed else "; it took the lead",
        )
    return f"，自{since}年起一直居首", f"; it has led since {since}"


def flow_leaders(ranking: pd.DataFrame, period: Period) -> Finding | None:
    """The first three by exports and by imports; None where flows do not exist."""
    if ranking[["export", "import"]].isna().any(axis=None):
        return None
    lists = {}
    for flow in ("export", "import"):
        first = ranking.sort_values(f"{flow}_rank", kind="stable").head(3)
        for lang in ("zh", "en"):
            lists[flow, lang] = words.listed(first["province_code"].map(names(lang)), lang)
    zh = f"出口前三位是{lists['export', 'zh']}；进口前三位是{lists['import', 'zh']}。"
    en = (
        f"The largest exporters are {lists['export', 'en']}; "
        f"the largest importers are {lists['import', 'en']}."
    )
    return Finding("flow_leaders", zh, en)


def concentration(table: pd.DataFrame, period: Period) -> Finding:
    """Shares of the first five and ten, and how the first five's share moved."""
    rows = table.set_index("measure")
    zh, en = [], []
    for measure, n in (("CR5", 5), ("CR10", 10)):
        value = rows.at[measure, "value"]
        zh.append(f"前{n}位合计占全国{words.percent(value, 'zh')}")
        en.append(f"the first {words.count(n, 'en')} provinces hold {words.percent(value, 'en')}")
    zh_text, en_text = "，".join(zh), f"{opened(en[0])} of the nation's trade, {en[1]}"
    change = rows.at["CR5", "value"] - rows.at["CR5", "previous"]
    if pd.notna(change):
        zh_before, en_before = earlier(period)
        zh_text += f"；前5位占比比{zh_before}{words.points(change, 'zh')}"
        en_text += f"; the share of the first five is {words.points(change, 'en')} on {en_before}"
        if round(change, 1) == 0:
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
    en = f"Against {en_before}, {words.provinces(up)} moved up and {words.count(down, 'en') if down else 'none'} down"
    passes = _passes(known)
    if passes:
        zh += "：" + "，".join(f"{a}超过{b}升至第{r}位" for a, b, r in _named(passes, "zh"))
        en += ": " + "; ".join(
            f"{a} passed {b} to take {words.ordinal(r, 'en')} place"
            for a, b, r in _named(passes, "en")
        )
        if len(passes) > SHOWN:
            zh, en = zh + "等", en + "; and others"
    return Finding("rank_changes", zh + "。", en + ".")


def _passes(known: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Who passed whom, the highest rank first, each passer with the highest-ranked it passed."""
    frame = known.set_index("province_code")
    pairs = overtakings(pd.DataFrame([frame["previous_rank"], frame["rank"]], index=[0, 1]))
    first = pairs.drop_duplicates("province_code").sort_values("rank", kind="stable")
    columns = ["province_code", "passed_code", "rank"]
    return [(str(a), str(b), int(r)) for a, b, r in first[columns].itertuples(index=False)]


def _named(passes: list[tuple[str, str, int]], lang: str) -> list[tuple[str, str, int]]:
    known = names(lang)
    return [(known[a], known[b], rank) for a, b, rank in passes[:SHOWN]]


def cliffs(ranking: pd.DataFrame, period: Period) -> Finding:
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
                words.percent(by_total.at[at, "gap_to_previous_pct"], lang),
            )
            for at in [1, *(at for at in steep if at != 1)]
        ]
    zh = "，".join(f"{above}比后一位的{own}高{gap}" for above, own, gap in parts["zh"][1:])
    en = ", ".join(f"{above} stands {gap} above {own}" for above, own, gap in parts["en"][1:])
    above, own, gap = parts["zh"][0]
    zh = f"首位{above}比第2位{own}高{gap}；落差最大处：{zh}。"
    above, own, gap = parts["en"][0]
    en = f"{above} in first place stands {gap} above {own}; the steepest steps below: {en}."
    return Finding("cliffs", zh, en)


def thresholds(ranking: pd.DataFrame, period: Period) -> Finding:
    """How many provinces stand above each round mark, and who is nearest to it on both sides."""
    zh, en = [], []
    ordered = ranking.sort_values("total", ascending=False, kind="stable")
    for mark in THRESHOLDS[period.currency]:
        over, under = ordered[ordered["total"] >= mark], ordered[ordered["total"] < mark]
        zh_text = f"超过{words.round_mark(mark, period.currency, 'zh')}的有{len(over)}省"
        mark_en = words.round_mark(mark, period.currency, "en")
        en_text = f"{words.provinces(len(over))} trade more than {mark_en}"
        if len(over) == 1:
            en_text = en_text.replace(" trade ", " trades ")
        if len(under) and len(over):
            last, first = over.iloc[-1], under.iloc[0]
            zh_text += f"，门槛之上是{_with_amount(last, period, 'zh')}，之下是{_with_amount(first, period, 'zh')}"
            en_text += f", the last of them {_with_amount(last, period, 'en')}, the next below {_with_amount(first, period, 'en')}"
        zh.append(zh_text)
        en.append(en_text)
    return Finding("thresholds", "；".join(zh) + "。", opened("; ".join(en)) + ".")


def _with_amount(row: pd.Series, period: Period, lang: str) -> str:
    shown = words.amount(row["total"], period.currency, lang)
    name = names(lang)[row["province_code"]]
    return f"{name}（{shown}）" if lang == "zh" else f"{name} ({shown})"


def projection(table: pd.DataFrame, period: Period) -> Finding | None:
    """Which overtakings come first if both provinces keep this period's growth.

    ``table`` is positions.projections; only its one-year window is used. None where it is empty.
    """
    one_year = table[table["window_years"] == 1]
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
        f"If every province kept this period's growth, {words.count(total, 'en')} neighbouring "
        f"{pairs} would change places, first of all: {en}. This is arithmetic, not a forecast.",
    )


def _would_pass(row: object, lang: str) -> str:
    own, above = names(lang)[row.province_code], names(lang)[row.target_code]  # type: ignore[attr-defined]
    years = row.years_to_overtake  # type: ignore[attr-defined]
    if lang == "zh":
        return f"{own}{'不到1年' if years < 1 else f'约{years:.0f}年'}后超过{above}".replace(
            "不到1年后", "在1年内"
        )
    return f"{own} would pass {above} {'within a year' if years < 1 else f'after about {words.count(round(years), lang)} years'}".replace(
        "one years", "one year"
    )
