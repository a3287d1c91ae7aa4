"""Sentences of the comparison of two years: totals, ranks, shares, concentration, regions."""

import pandas as pd

from helpers.data.provinces import names
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.language.sentences import Finding, Period, opened, when
from helpers.measures.concentration import DIGITS
from helpers.reports.compare.measures import ENTERED, LEFT

NAMED = 3


def then(other: Period) -> tuple[str, str]:
    """The earlier period inside a sentence on the later one: 2019年, 2019; 2024年同期."""
    if other.full_year:
        return f"{other.year}年", f"{other.year}"
    if other.month == 1:
        return f"{other.year}年1月", f"January {other.year}"
    return f"{other.year}年同期", f"the same months of {other.year}"


def total(table: pd.DataFrame, edition: Period, other: Period) -> Finding:
    """How total trade of all provinces changed, in money, in percent and a year.

    ``table`` is comparison.together.
    """
    row = table.set_index("flow").loc["total"]
    (zh_now, en_now), (zh_then, en_then) = when(edition), then(other)
    zh_new, zh_old, zh_size = _amounts(row, edition, "zh")
    en_new, en_old, en_size = _amounts(row, edition, "en")
    zh = f"{zh_now}，31省进出口合计{zh_new}，"
    en = f"{opened(en_now)}, the 31 provinces traded {en_new}, "
    if not formats.rounded(row["change_pct"]):
        zh += f"与{zh_then}的{zh_old}大体持平"
        en += f"about as much as the {en_old} of {en_then}"
    else:
        more = row["change"] > 0
        zh += f"比{zh_then}的{zh_old}{'多' if more else '少'}{zh_size}，"
        zh += formats.moved(row["change_pct"], "zh")
        en += f"{en_size} {'more' if more else 'less'} than the {en_old} of {en_then}: "
        en += formats.moved(row["change_pct"], "en")
        if edition.year - other.year > 1:
            zh += f"，平均每年{formats.moved(row['cagr_pct'], 'zh')}"
            en += f", on average {formats.moved(row['cagr_pct'], 'en')} a year"
    return Finding("compare_total", f"{zh}。", f"{en}.")


def _amounts(row: pd.Series, edition: Period, lang: str) -> tuple[str, ...]:
    """Both totals and the size of their difference in words."""
    values = (row["value"], row["other_value"], abs(row["change"]))
    return tuple(formats.amount(value, edition.currency, lang) for value in values)


def flows(table: pd.DataFrame) -> Finding | None:
    """How exports and imports changed; None where either year lacks them."""
    rates = table.set_index("flow")["change_pct"]
    if not {"export", "import"} <= set(rates.index):
        return None
    zh, en = ([formats.moved(rates[flow], lang) for flow in ("export", "import")] for lang in LANGS)
    return Finding(
        "compare_flows",
        f"其中出口{zh[0]}，进口{zh[1]}。",
        f"Exports were {en[0]}, imports {en[1]}.",
    )


def ranks(table: pd.DataFrame, other: Period) -> Finding:
    """How many provinces rose and fell, and which most. ``table`` is comparison.provinces."""
    change = table["rank_change"]
    up, down, same = (int(some.sum()) for some in (change > 0, change < 0, change == 0))
    zh_then, en_then = then(other)
    if same == len(table):
        return Finding(
            "compare_ranks",
            f"与{zh_then}相比，各省位次没有变化。",
            f"No province changed rank from {en_then}.",
        )
    zh = f"与{zh_then}相比，{up}省位次上升，{down}省下降，{same}省不变"
    en = (
        f"Against {en_then}, {formats.provinces(up)} moved up, {formats.some(down)} moved down and "
        f"{formats.some(same)} stayed"
    )
    for most, zh_verb, en_verb in ((change.max(), "升", "climbed"), (change.min(), "降", "fell")):
        if most != 0:
            rows = table[change == most]
            zh += f"；{zh_verb}得最多的{_moves(rows, 'zh')}"
            en += f"; {_moves(rows, 'en')} {en_verb} most"
    return Finding("compare_ranks", f"{zh}。", f"{en}.")


def _moves(rows: pd.DataFrame, lang: str) -> str:
    """Provinces with both ranks, 是安徽（第13位→第9位）; of many only how many, and how far."""
    if len(rows) > NAMED:
        far = formats.count(abs(int(rows["rank_change"].iloc[0])), lang)
        if lang == "zh":
            return f"有{len(rows)}省，各{far}位"
        return (
            f"{formats.provinces(len(rows))} ({far} {'place' if far == 'one' else 'places'} each)"
        )
    made = []
    for row in rows.itertuples():
        name = names(lang)[row.province_code]
        before, now = (formats.ordinal(int(rank), lang) for rank in (row.other_rank, row.rank))
        made.append(f"{name}（{before}→{now}）" if lang == "zh" else f"{name} ({before} to {now})")
    return f"{'是' if lang == 'zh' else ''}{formats.listed(made, lang)}"


def top_ten(table: pd.DataFrame, other: Period) -> Finding:
    """Who leads now and led then, and who came into the first ten and left them."""
    zh_then, en_then = then(other)
    (zh_now, zh_before), (zh_came, zh_went) = _first(table, "zh")
    zh = f"首位仍是{zh_now}" if zh_now == zh_before else f"首位由{zh_before}变为{zh_now}"
    (en_now, en_before), (en_came, en_went) = _first(table, "en")
    en = f"{en_now} still led" if en_now == en_before else f"{en_now} led instead of {en_before}"
    if zh_came or zh_went:
        zh += "；" + "，".join(
            [f"{zh_came}进入前十位"] * bool(zh_came)
            + [f"{zh_went}退出{'' if zh_came else '前十位'}"] * bool(zh_went)
        )
        en += "; " + " and ".join(
            [f"{en_came} came into the first ten"] * bool(en_came)
            + [f"{en_went} left {'them' if en_came else 'the first ten'}"] * bool(en_went)
        )
    else:
        zh += f"；前十位的省份与{zh_then}相同"
        en += f"; the first ten were the same provinces as in {en_then}"
    return Finding("compare_top_ten", f"{zh}。", f"{en}.")


def _first(table: pd.DataFrame, lang: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Names of who leads and led, and of who entered and left the first ten."""
    named = table["province_code"].map(names(lang))
    leaders = tuple(
        formats.listed(named[table[rank] == 1], lang) for rank in ("rank", "other_rank")
    )
    moved = tuple(formats.listed(named[table["top10"] == word], lang) for word in (ENTERED, LEFT))
    return leaders, moved  # type: ignore[return-value]


def growth(table: pd.DataFrame, edition: Period, other: Period) -> Finding:
    """Which provinces grew most and least, and how many traded less than before."""
    ordered = table.sort_values("change_pct", ascending=False, kind="stable")
    less = int((table["change_pct"].round(1) < 0).sum())
    zh_then, en_then = then(other)
    years = edition.year - other.year
    (zh_first, zh_last), (en_first, en_last) = (
        [f"{names(lang)[row['province_code']]}{_rate(row, years, lang)}"
         for row in (ordered.iloc[0], ordered.iloc[-1])]
        for lang in LANGS
    )  # fmt: skip
    zh = f"与{zh_then}相比，增速最高的是{zh_first}，最低的是{zh_last}；"
    zh += f"{less}省的进出口少于{zh_then}" if less else f"没有一省的进出口少于{zh_then}"
    return Finding(
        "compare_growth",
        f"{zh}。",
        f"Against {en_then}, growth ran from {en_first} to {en_last}; {formats.provinces(less)} "
        f"traded less than in {en_then}.",
    )


def _rate(row: pd.Series, years: int, lang: str) -> str:
    """A change in brackets, with the rate a year where several lie between."""
    shown = [formats.percent(row["change_pct"], lang, signed=True)]
    if years > 1:
        rate = formats.percent(row["cagr_pct"], lang, signed=True)
        shown.append(f"年均{rate}" if lang == "zh" else f"{rate} a year")
    return f"（{'，'.join(shown)}）" if lang == "zh" else f" ({', '.join(shown)})"


def contributions(table: pd.DataFrame) -> Finding:
    """Which provinces the change of all together came from most."""
    points = table["contribution_pp"]
    whole = float(points.sum())
    part = table.loc[(points if whole >= 0 else -points).nlargest(NAMED).index]
    zh, en = (
        formats.listed(
            (f"{names(lang)[row.province_code]}{_points(row.contribution_pp, lang)}"
             for row in part.itertuples()),
            lang,
        )
        for lang in LANGS
    )  # fmt: skip
    zh_verb, en_verb = ("拉动", "added") if whole >= 0 else ("拖累", "took off")
    return Finding(
        "compare_contributions",
        f"31省合计{formats.moved(whole, 'zh')}，{zh_verb}最多的是{zh}。",
        f"All 31 together were {formats.moved(whole, 'en')}: {en} {en_verb} most.",
    )


def _points(value: float, lang: str) -> str:
    shown = formats.number(value, lang, 1, signed=True)
    return f"（{shown}个百分点）" if lang == "zh" else f" ({shown} points)"


def shares(table: pd.DataFrame, other: Period) -> Finding:
    """Which provinces gained most share of the nation, and which lost most."""
    change = table["share_change_pp"].round(2)
    up, down = int((change > 0).sum()), int((change < 0).sum())
    zh_then, en_then = then(other)
    zh, en = "各省占全国的比重没有变化", "no share of the nation had changed"
    if up or down:
        zh = f"{up}省占全国的比重上升，{down}省下降{_ends(table, 'zh')}"
        en = f"{formats.provinces(up)} gained share of the nation and {formats.some(down)} lost"
        en += _ends(table, "en")
    return Finding("compare_shares", f"与{zh_then}相比，{zh}。", f"Against {en_then}, {en}.")


def regions(table: pd.DataFrame, other: Period) -> Finding:
    """Which regions gained and lost share, and whether their order changed.

    ``table`` is comparison.regions.
    """
    zh_then, en_then = then(other)
    climbed = table[table["rank_change"] > 0]
    zh = f"与{zh_then}相比，七大区域的次序没有变化"
    en = f"Against {en_then}, the order of the seven regions had not changed"
    if len(climbed):
        zh = f"与{zh_then}相比，{'，'.join(_risen(climbed, 'zh'))}"
        en = f"Against {en_then}, {formats.listed(_risen(climbed, 'en'), 'en')}"
    return Finding("compare_regions", f"{zh}{_ends(table, 'zh')}。", f"{en}{_ends(table, 'en')}.")


def _risen(rows: pd.DataFrame, lang: str) -> list[str]:
    """Each region that rose, with both ranks."""
    made = []
    for row in rows.itertuples():
        name = _named(row.region_code, lang)
        before, now = (formats.ordinal(int(rank), lang) for rank in (row.other_rank, row.rank))
        zh = f"{name}由{before}升至{now}"
        made.append(zh if lang == "zh" else f"{name} rose from {before} to {now}")
    return made


def _ends(table: pd.DataFrame, lang: str) -> str:
    """Who gained most share and who lost most, if anyone did to the digits shown."""
    code = "region_code" if "region_code" in table else "province_code"
    change = table["share_change_pp"].round(2)
    told = ""
    for at, moved, zh_verb, en_verb in (
        (change.idxmax(), change.max() > 0, "上升", "gained"),
        (change.idxmin(), change.min() < 0, "下降", "lost"),
    ):
        if moved:
            row = table.loc[at]
            name = _named(row[code], lang)
            before, now = (formats.percent(row[c], lang, 2) for c in ("other_share", "share"))
            points = formats.points(row["share_change_pp"], lang, 2)
            zh = f"；占比{zh_verb}最多的是{name}（由{before}到{now}，{points}）"
            told += zh if lang == "zh" else f"; {name} {en_verb} most ({before} to {now}, {points})"
    return told


def _named(code: str, lang: str) -> str:
    """A province, or a region as sentences name it: East China."""
    name = names(lang)[code]
    return name if lang == "zh" or code.isdigit() else f"{name} China"


JUDGED = ("CR5", "HHI", "Gini")


def concentration(table: pd.DataFrame, other: Period) -> Finding:
    """Whether trade became more concentrated. ``table`` is comparison.concentration.

    A verdict needs the first five, the Herfindahl index and the Gini coefficient to agree in the
    digits shown.
    """
    rows = table.set_index("measure")
    pairs = [
        [
            formats.rounded(rows.at[name, column], DIGITS[name])
            for column in ("other_value", "value")
        ]
        for name in JUDGED
    ]
    directions = {(now > before) - (now < before) for before, now in pairs}
    zh_verdict, en_verdict = ("各指标方向不一", "the measures do not agree")
    if len(directions) == 1:
        zh_verdict, en_verdict = {
            1: ("贸易更趋集中", "trade had become more concentrated"),
            0: ("集中程度没有变化", "trade was as concentrated as before"),
            -1: ("贸易更趋分散", "trade had become less concentrated"),
        }[directions.pop()]
    zh_then, en_then = then(other)
    five, hhi, gini = (
        [formats.number(float(value), "en", DIGITS[name]) for value in pair]
        for name, pair in zip(JUDGED, pairs, strict=True)
    )
    return Finding(
        "compare_concentration",
        f"与{zh_then}相比，前5位占比由{five[0]}%到{five[1]}%，赫芬达尔指数由{hhi[0]}到{hhi[1]}，"
        f"基尼系数由{gini[0]}到{gini[1]}：{zh_verdict}。",
        f"From {en_then} the share of the first five went from {five[0]}% to {five[1]}%, the "
        f"Herfindahl index from {hhi[0]} to {hhi[1]} and the Gini coefficient from {gini[0]} to "
        f"{gini[1]}: {en_verdict}.",
    )
