"""Sentences of the months notebook: the path of the year to date, single months, turns."""

import pandas as pd

from helpers.constants import NATION
from helpers.data.provinces import names
from helpers.language import formats
from helpers.language.sentences import Finding, Period, opened

SHOWN = 6
# Rates known within less than this print like published ones.
EXACT = 0.05


def _nation(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of the nation's total in ``months.growth``, in the order of the months."""
    own = table[(table["code"] == NATION) & (table["flow"] == "total")]
    return own.sort_values("month", kind="stable").reset_index(drop=True)


def path(table: pd.DataFrame, period: Period) -> Finding | None:
    """How the nation's growth of the year to date ran: first, highest, lowest, last.

    ``table`` is months.growth. None where no growth is known.
    """
    known = _nation(table).dropna(subset=["to_date_growth_pct"])
    if known.empty:
        return None
    last = known.iloc[-1]
    moved = {lang: formats.moved(last["to_date_growth_pct"], lang) for lang in ("zh", "en")}
    zh_span, en_span = (formats.months(1, int(last["month"]), lang) for lang in ("zh", "en"))
    if len(known) == 1:
        return Finding(
            "path",
            f"{period.year}年{zh_span}，全国进出口同比{moved['zh']}。",
            f"In {en_span} {period.year} the nation's trade was {moved['en']} on a year before.",
        )
    rates = known["to_date_growth_pct"]
    ends = {}
    for lang in ("zh", "en"):
        ends[lang] = [
            (
                formats.months(1, int(known.at[at, "month"]), lang),
                formats.percent(known.at[at, "to_date_growth_pct"], lang, signed=True),
            )
            for at in (rates.idxmax(), rates.idxmin())
        ]
    (zh_high, zh_top), (zh_low, zh_least) = ends["zh"]
    (en_high, en_top), (en_low, en_least) = ends["en"]
    zh = f"全国进出口累计增速在{zh_high}最高（{zh_top}），在{zh_low}最低（{zh_least}）"
    en = (
        f"The nation's growth of the year to date was highest in {en_high} ({en_top}) and lowest "
        f"in {en_low} ({en_least})"
    )
    if zh_span not in (zh_high, zh_low):
        zh += f"，到{zh_span}为{formats.percent(last['to_date_growth_pct'], 'zh', signed=True)}"
        en += f"; for {en_span} it is {formats.percent(last['to_date_growth_pct'], 'en', signed=True)}"
    zh, en = f"{zh}。", f"{en}."
    if rates.round(1).nunique() == 1:
        zh = f"全国进出口累计增速一直是{zh_top}。"
        en = f"The nation's growth of the year to date stood at {en_top} throughout."
    return Finding("path", zh, en)


def single(table: pd.DataFrame) -> Finding | None:
    """The months in which the nation grew most and least; all that could be, within the margins.

    ``table`` is months.growth. None with fewer than three rows.
    """
    known = _nation(table).dropna(subset=["growth_pct"])
    if len(known) < 3:
        return None
    high = known["growth_pct"] + known["growth_margin_pp"]
    low = known["growth_pct"] - known["growth_margin_pp"]
    most, least = known[high >= low.max()], known[low <= high.min()]
    if set(most["month"]) & set(least["month"]):
        return None
    zh = f"单月看，增速最高的是{_with_rates(most, 'zh')}，最低的是{_with_rates(least, 'zh')}。"
    en = (
        f"Taken alone, growth was highest in {_with_rates(most, 'en')} and lowest in "
        f"{_with_rates(least, 'en')}."
    )
    return Finding("single_months", zh, en)


def _with_rates(rows: pd.DataFrame, lang: str) -> str:
    parts = []
    for row in rows.itertuples():
        rough = row.growth_margin_pp > EXACT
        rate = formats.percent(row.growth_pct, lang, 0 if rough else 1, signed=True)
        about = "≈" if rough else ""
        name = formats.months(int(row.first_month), int(row.month), lang)
        parts.append(name + formats.bracketed(about + rate, lang))
    return formats.listed(parts, lang)


def turns(table: pd.DataFrame, period: Period) -> Finding | None:
    """Which provinces' growth of the year to date changed its sign, and when.

    ``table`` is months.turns of the provinces. None where only one row of months is known.
    """
    if period.month <= 2:
        return None
    zh_parts, en_parts = [], []
    for turn, zh_verb, en_verb in (
        ("up", "由降转升", "turned from falling to rising"),
        ("down", "由升转降", "turned from rising to falling"),
    ):
        rows = table[table["turn"] == turn].sort_values(["month", "code"], kind="stable")
        if len(rows):
            zh_parts.append(f"{len(rows)}省{zh_verb}：{_turned(rows, 'zh')}")
            count = formats.provinces(len(rows))
            en_parts.append(f"{count} {en_verb}: {_turned(rows, 'en')}")
    if not zh_parts:
        return Finding(
            "turns",
            "没有省份的累计增速改变过方向。",
            "No province's growth of the year to date changed its sign.",
        )
    zh = f"累计增速的方向变化（多次变化的取最后一次），{'；'.join(zh_parts)}。"
    en = f"By the last change of sign of their growth of the year to date, {'; '.join(en_parts)}."
    return Finding("turns", zh, en)


def _turned(rows: pd.DataFrame, lang: str) -> str:
    """Provinces with the month of their turn, the latest turns first, SHOWN at most."""
    known = names(lang)
    latest = rows.iloc[::-1].head(SHOWN)
    parts = [
        f"{known[r.code]}（{formats.months(r.month, r.month, lang)}）"
        if lang == "zh"
        else f"{known[r.code]} ({formats.months(r.month, r.month, lang)})"
        for r in latest.itertuples()
    ]
    more = len(rows) - len(latest)
    if not more:
        return formats.listed(parts, lang)
    if lang == "zh":
        return f"{'、'.join(parts)}等"
    return formats.listed([*parts, f"{formats.count(more, lang)} more"], lang)


def steady(table: pd.DataFrame, period: Period) -> Finding | None:
    """How many provinces rose or fell from the first to the last month.

    ``table`` is months.turns of the provinces. None where only one row of months is known.
    """
    if period.month <= 2:
        return None
    calm = table[table["turn"] == ""]
    rose, fell = int((calm["last_pct"] > 0).sum()), int((calm["last_pct"] < 0).sum())
    return Finding(
        "steady",
        f"累计增速没有变过方向的有{len(calm)}省：{rose}省一直增长，{fell}省一直下降。",
        f"{opened(formats.provinces(len(calm)))} never changed sign: {formats.some(rose)} rose and "
        f"{formats.some(fell)} fell all along.",
    )


def margins(table: pd.DataFrame, period: Period) -> Finding | None:
    """How the growth of single months is known: worked back, with its margin, or of two tables.

    ``table`` is months.growth. None where there is no month but those that are printed.
    """
    known = _nation(table).dropna(subset=["growth_pct"])
    known = known[known["month"] > 2]
    if known.empty:
        return None
    before = period.year - 1
    widest = known["growth_margin_pp"].max()
    if widest <= EXACT:
        return Finding(
            "month_margins",
            f"3月起的当月同比由{period.year}年与{before}年各月首次公布的数字相除得出，"
            "与海关按修订基数公布的累计增速口径不同；1–2月为公布数。",
            f"From March on, growth of a month is the first release of {period.year} over that of "
            f"{before}; January–February and the year to date are rates that customs prints, on its "
            "revised base.",
        )
    shown = {lang: formats.number(widest, lang) for lang in ("zh", "en")}
    return Finding(
        "month_margins",
        f"手头没有{before}年各月的数字，当月同比由公布的累计增速倒推，全国最多相差{shown['zh']}个百分点，"
        "各省更多，因此取整，并标≈。",
        f"The months of {before} are not at hand, so growth of a month is worked back from printed "
        f"growth of the year to date: for the nation within {shown['en']} points, for provinces "
        "within more. It is shown without decimals and marked ≈.",
    )


def single_row(period: Period) -> Finding | None:
    """Why no turn can be told: January and February count as one; None where there are more."""
    if period.month > 2:
        return None
    return Finding(
        "single_row",
        "1月和2月受春节错位影响，合起来看；从3月起才能看出转向。",
        "January and February are taken together, as the Spring Festival falls in either; a turn "
        "can be told from March on.",
    )
