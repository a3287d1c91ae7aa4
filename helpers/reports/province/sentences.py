"""Sentences about one province: where it stands, what it trades, how fast, and what lies in it."""

import pandas as pd

from helpers.constants import NATION
from helpers.data.provinces import names
from helpers.language import formats
from helpers.language.sentences import Finding, Period, earlier, opened, when


def standing(ranking: pd.DataFrame, code: str, period: Period) -> Finding:
    """The province's total, its rank, its share, and how its rank moved.

    ``ranking`` is measures.ranking.
    """
    row = ranking.set_index("province_code").loc[code]
    rank, shared = int(row["rank"]), int((ranking["rank"] == row["rank"]).sum()) > 1
    zh_when, en_when = when(period)
    amounts = [formats.amount(row["total"], period.currency, lang) for lang in ("zh", "en")]
    share = {lang: formats.percent(row["total_share"], lang, 2) for lang in ("zh", "en")}
    zh = (
        f"{zh_when}，{names('zh')[code]}进出口总额{amounts[0]}，{'并列' if shared else '居'}31省"
        f"{formats.ordinal(rank, 'zh')}，占31省合计的{share['zh']}"
    )
    en = (
        f"{opened(en_when)}, {names('en')[code]} traded {amounts[1]}, {share['en']} of the 31 provinces "
        f"together, and ranked {formats.ordinal(rank, 'en')}{' with another' if shared else ''}"
    )
    if pd.notna(row["previous_rank"]):
        zh_before, en_before = earlier(period)
        change, was = int(row["rank_change"]), int(row["previous_rank"])
        if change == 0:
            zh += f"，位次与{zh_before}相同"
            en += f", as in {en_before}"
        else:
            zh += f"，{zh_before}为{formats.ordinal(was, 'zh')}"
            en += f", {'up' if change > 0 else 'down'} from {formats.ordinal(was, 'en')} in {en_before}"
    return Finding("standing", zh + "。", en + ".")


def growth(pace: pd.DataFrame, code: str, region: str, period: Period) -> Finding | None:
    """Growth of the province beside that of its region and of the nation; None without growth.

    ``pace`` is pace.of_province.
    """
    rates = pace.set_index("code")["growth_pct"]
    if pd.isna(rates[code]):
        return None
    zh_names, en_names = names("zh"), names("en")
    zh_before, en_before = earlier(period)
    zh = f"进出口总额比{zh_before}{formats.moved(rates[code], 'zh')}".replace(
        f"比{zh_before}持平", f"与{zh_before}持平"
    )
    en = f"Its trade was {formats.moved(rates[code], 'en')} {_from(rates[code])} {en_before}"
    beside = [
        (f"{zh_names[region]}合计", f"{en_names[region]} China", rates[region]),
        ("全国", "the nation", rates[NATION]),
    ]
    known = [(a, b, rate) for a, b, rate in beside if pd.notna(rate)]
    if known:
        zh += "；同期" + "，".join(f"{a}{formats.moved(rate, 'zh')}" for a, _, rate in known)
        en += "; " + ", ".join(f"{b} was {formats.moved(rate, 'en')}" for _, b, rate in known)
    return Finding("growth", zh + "。", en + ".")


def _from(rate: float) -> str:
    return "on" if formats.rounded(rate) else "from"


def flows(table: pd.DataFrame, period: Period) -> Finding | None:
    """Exports, imports and balance of the province with their ranks; None where flows are missing.

    ``table`` is profile.flows.
    """
    rows = table.set_index("flow")
    if not {"export", "import", "balance"} <= set(rows.index):
        return None
    zh, en = [], []
    for flow, zh_name, en_name in (("export", "出口", "exports"), ("import", "进口", "imports")):
        row = rows.loc[flow]
        rank, share = int(row["rank"]), row["share"]
        zh_text = f"{zh_name}{formats.amount(row['value'], period.currency, 'zh')}"
        en_text = f"{en_name} were {formats.amount(row['value'], period.currency, 'en')}"
        if pd.notna(row["growth_pct"]):
            zh_text += f"，{formats.moved(row['growth_pct'], 'zh')}"
            en_text += f", {formats.moved(row['growth_pct'], 'en')}"
        zh.append(
            f"{zh_text}，居{formats.ordinal(rank, 'zh')}，占{formats.percent(share, 'zh', 2)}"
        )
        en.append(
            f"{en_text} ({formats.ordinal(rank, 'en')}, {formats.percent(share, 'en', 2)} of all)"
        )
    value = rows.at["balance", "value"]
    zh_name, en_name = ("顺差", "a surplus") if value >= 0 else ("逆差", "a deficit")
    zh.append(f"{zh_name}{formats.amount(abs(value), period.currency, 'zh')}")
    en.append(f"that leaves {en_name} of {formats.amount(abs(value), period.currency, 'en')}")
    return Finding("flows", "；".join(zh) + "。", opened("; ".join(en)) + ".")


def contribution(movers: pd.DataFrame, code: str) -> Finding | None:
    """What the province added to the growth of all 31; None without growth.

    ``movers`` is measures.movers.
    """
    row = movers.set_index("province_code").loc[code]
    points = row["contribution_pp"]
    if pd.isna(points):
        return None
    # Worked back from a rounded rate, the value before is known only within a margin.
    about = ("约", "about ") if row["previous_margin"] > 0 else ("", "")
    size = {
        lang: f"{word}{formats.number(abs(points), lang, 2)}"
        for lang, word in zip(("zh", "en"), about, strict=True)
    }
    if not formats.rounded(points, 2):
        zh = "对31省合计增速的影响不到0.01个百分点。"
        en = "It moved the growth of the 31 provinces by less than 0.01 percentage point."
        return Finding("contribution", zh, en)
    verb = ("拉动", "added") if points > 0 else ("下拉", "took")
    zh = f"{verb[0]}31省合计增速{size['zh']}个百分点。"
    en = f"It {verb[1]} {size['en']} percentage points {'to' if points > 0 else 'from'} the growth of the 31 provinces together."
    return Finding("contribution", zh, en)


def ranks(path: pd.DataFrame) -> Finding | None:
    """The best and the worst rank there has been; None with one year only. ``path`` is profile.path."""
    known = path.dropna(subset=["rank"])
    if len(known) < 2:
        return None
    first, last = int(known["year"].iloc[0]), int(known["year"].iloc[-1])
    best, worst = int(known["rank"].min()), int(known["rank"].max())
    zh = f"在有数字的{len(known)}个全年（{first}年至{last}年）里，"
    en = f"In the {formats.count(len(known), 'en')} full years with figures, {first} to {last}, "
    if best == worst:
        zh += f"它一直是{formats.ordinal(best, 'zh')}"
        en += f"it always ranked {formats.ordinal(best, 'en')}"
    else:
        zh += "，".join(
            _first_at(known, rank, name, "zh") for rank, name in ((best, "最高"), (worst, "最低"))
        )
        en += " and ".join(
            _first_at(known, rank, name, "en")
            for rank, name in ((best, "its best rank was"), (worst, "its worst"))
        )
    return Finding("ranks", zh + "。", en + ".")


def _first_at(known: pd.DataFrame, rank: int, name: str, lang: str) -> str:
    """A rank with the year in which it was first held, and how often it was."""
    years = known.loc[known["rank"] == rank, "year"]
    first = int(years.iloc[0])
    shown = formats.ordinal(rank, lang)
    if lang == "zh":
        return f"{name}排{shown}（{'首见于' if len(years) > 1 else ''}{first}年）"
    return f"{name} {shown} ({'first in' if len(years) > 1 else 'in'} {first})"


def share(path: pd.DataFrame) -> Finding | None:
    """How the province's share of all 31 moved since its first year; None with one year only."""
    known = path.dropna(subset=["share"])
    if len(known) < 2:
        return None
    first, last = known.iloc[0], known.iloc[-1]
    years = int(first["year"]), int(last["year"])
    change = last["share"] - first["share"]
    pair = {
        lang: [formats.percent(row["share"], lang, 2) for row in (first, last)]
        for lang in ("zh", "en")
    }
    zh_verb, en_verb = ("升至", "rose") if change > 0 else ("降至", "fell")
    if pair["en"][0] == pair["en"][1]:
        zh = f"以美元计，占31省合计的比重{years[0]}年和{years[1]}年都是{pair['zh'][0]}。"
        en = f"In US dollars its share of the 31 provinces was {pair['en'][0]} in both {years[0]} and {years[1]}."
    else:
        zh = f"以美元计，占31省合计的比重由{years[0]}年的{pair['zh'][0]}{zh_verb}{years[1]}年的{pair['zh'][1]}。"
        en = f"In US dollars its share of the 31 provinces {en_verb} from {pair['en'][0]} in {years[0]} to {pair['en'][1]} in {years[1]}."
    return Finding("share", zh, en)


def neighbours(table: pd.DataFrame, code: str, period: Period) -> Finding:
    """Who stands just above and just below, and how far off. ``table`` is profile.neighbours."""
    at = int(table.index[table["province_code"] == code][0])
    zh, en = [], []
    for step, zh_side, en_side in ((-1, "前一位", "Just above"), (1, "后一位", "just below")):
        if not 0 <= at + step < len(table):
            zh.append("没有排在它前面的省份" if step < 0 else "没有排在它后面的省份")
            en.append("No province stands above it" if step < 0 else "no province stands below it")
            continue
        row = table.loc[at + step]
        size = {
            lang: formats.amount(abs(row["difference"]), period.currency, lang)
            for lang in ("zh", "en")
        }
        known = [names(lang)[row["province_code"]] for lang in ("zh", "en")]
        zh.append(f"{zh_side}是{known[0]}，{'多' if step < 0 else '少'}{size['zh']}")
        en.append(f"{en_side} stands {known[1]}, {size['en']} {'more' if step < 0 else 'less'}")
    return Finding("neighbours", "；".join(zh) + "。", "; ".join(en) + ".")


def inside(table: pd.DataFrame, coverage: pd.DataFrame, code: str, period: Period) -> Finding:
    """How many places the source lists under the province and how large they are.

    ``table`` is places_inside.inside, ``coverage`` places_inside.coverage. That zones lie inside
    cities is said, so that nobody adds them up.
    """
    known = coverage[coverage["province_code"] == code]
    if known.empty:
        zh = f"{formats.in_period(period.year, period.month, 'zh')}的来源没有列出{names('zh')[code]}的市或开发区。"
        en = f"For this edition the source lists no cities or zones of {names('en')[code]}."
        return Finding("inside", zh, en)
    row = known.iloc[0]
    count = int(row["places"])
    # Named in Chinese only: the Chinese table gives no English names.
    largest = table[table["province_code"] == code].nlargest(1, "total").iloc[0]
    size = {lang: formats.percent(largest["share_pct"], lang) for lang in ("zh", "en")}
    zh = f"海关表在{names('zh')[code]}名下列出{count}个地方，最大的是{largest['name']}，占全省（区、市）的{size['zh']}"
    en = (
        f"The customs table lists {formats.count(count, 'en')} {'place' if count == 1 else 'places'} under "
        f"{names('en')[code]}; the largest alone has {size['en']} of its trade"
    )
    if pd.notna(row["cities_pct"]) and row["cities"] > 1:
        zh += f"，所列{int(row['cities'])}个市（州、盟）合计占{formats.percent(row['cities_pct'], 'zh')}"
        en += f", and the {formats.count(int(row['cities']), 'en')} cities among them have {formats.percent(row['cities_pct'], 'en')} together"
    zh += "。名单不求全，开发区多在市内，不能与市相加"
    en += ". The list is not complete, and zones lie inside cities, so the two must not be added up"
    return Finding("inside", zh + "。", en + ".")


def months(table: pd.DataFrame, code: str, period: Period) -> Finding | None:
    """How growth to date moved within the year, or that there are no months; None for one month.

    ``table`` is months.growth.
    """
    own = table[(table["code"] == code) & (table["flow"] == "total")]
    if own.empty:
        zh = f"{formats.in_period(period.year, period.month, 'zh')}的来源没有逐月的分省数字。"
        return Finding("months", zh, "For this edition the source has no figures by month.")
    known = own.dropna(subset=["to_date_growth_pct"]).sort_values("month")
    if len(known) < 2:
        return None
    first, last = known.iloc[0], known.iloc[-1]
    told_zh, told_en = (
        [
            (
                formats.months(1, int(row["month"]), lang),
                formats.percent(row["to_date_growth_pct"], lang, signed=True),
            )
            for row in (first, last)
        ]
        for lang in ("zh", "en")
    )
    return Finding(
        "months",
        f"当年累计同比，{told_zh[0][0]}为{told_zh[0][1]}，{told_zh[1][0]}为{told_zh[1][1]}。",
        f"Growth of the year to date was {told_en[0][1]} for {told_en[0][0]} and {told_en[1][1]} for {told_en[1][0]}.",
    )
