"""The two languages: numbers, amounts, periods, names and lists as each writes them."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import pandas as pd
from babel.lists import format_list
from babel.numbers import format_decimal

from helpers.language.fields import label as label
from helpers.language.runs import runs as runs

LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
LANGS = tuple(LOCALES)
MINUS = "\u2212"  # the typographic minus, as wide as a plus
DASH = "\u2013"

UNITS = {
    ("CNY", "zh"): "亿元人民币",
    ("USD", "zh"): "亿美元",
    ("CNY", "en"): "billion yuan",
    ("USD", "en"): "billion US dollars",
}


def header(key: str, lang: str, full_year: bool) -> str:
    """The label of a column; a part of a year is compared with the same part, 上年同期."""
    text = label(key, lang)
    return text if full_year else text.replace("上年", "上年同期")


SMALL_UNITS = {
    ("CNY", "zh"): "万元人民币",
    ("USD", "zh"): "万美元",
    ("CNY", "en"): "million yuan",
    ("USD", "en"): "million US dollars",
}


def small_unit(currency: str, lang: str) -> str:
    """The unit in which tables of products and partners show values."""
    return SMALL_UNITS[currency, lang]


def in_small_unit(values: pd.Series, lang: str) -> pd.Series:
    """Values in 亿 as tables of products and partners show them: 万 in Chinese, million."""
    return values * (10_000 if lang == "zh" else 100)


def unit(currency: str, lang: str) -> str:
    """The unit in which tables and figures of a language show values."""
    return UNITS[currency, lang]


def in_unit(values: pd.Series, lang: str) -> pd.Series:
    """Values in 亿 as the language's tables show them: 亿 in Chinese, billion in English."""
    return values if lang == "zh" else values / 10


def rounded(value: float, digits: int = 1) -> Decimal:
    """A value as it is shown with ``digits`` decimals: halves go up, as official tables have it."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


@lru_cache(maxsize=50_000)
def number(value: float, lang: str, digits: int = 1, signed: bool = False) -> str:
    """A number with thousands commas and ``digits`` decimals; a dash where it is missing."""
    if pd.isna(value):
        return DASH
    places = "." + "0" * digits if digits else ""
    positive = f"#,##0{places}"
    pattern = f"+{positive};{MINUS}{positive}" if signed else f"{positive};{MINUS}{positive}"
    shown = rounded(value, digits)
    # Neither +0.0 nor a minus before nothing.
    return format_decimal(shown or 0, pattern if shown else positive, LOCALES[lang])


def percent(value: float, lang: str, digits: int = 1, signed: bool = False) -> str:
    """A percentage with its sign; a dash where it is missing.

    A share too small for the digits shown is said to be below them, not nothing.
    """
    shown = number(value, lang, digits, signed)
    if not signed and value > 0 and not rounded(value, digits):
        return f"<{number(10.0**-digits, lang, digits)}%"
    return shown if shown == DASH else f"{shown}%"


# From how many 亿 on an amount has which word, how many 亿 that word is, and the decimals shown.
STEPS = {
    "zh": ((10_000, 10_000, "万亿", 2), (1, 1, "亿", 1), (1e-4, 1e-4, "万", 1), (0, 1e-8, "", 0)),
    "en": (
        (10_000, 10_000, " trillion", 2), (10, 10, " billion", 1), (0.01, 0.01, " million", 1),
        (1e-5, 1e-5, " thousand", 1), (0, 1e-8, "", 0),
    ),
}  # fmt: skip


def amount(value: float, currency: str, lang: str) -> str:
    """An amount given in 亿 in words: 43.85万亿元, 43.85 trillion yuan, $433.1 million."""
    size = abs(value)
    _, scale, word, digits = next(step for step in STEPS[lang] if size >= step[0])
    shown = number(value / scale, lang, digits) + word
    if lang == "zh":
        return shown + ("元" if currency == "CNY" else "美元")
    if currency == "USD":
        return f"${shown}" if value >= 0 else f"{MINUS}${shown.lstrip(MINUS)}"
    return f"{shown} yuan"


def as_given(value: float, decimals: int, lang: str) -> str:
    """An amount in 亿元 with as many digits as it was given: 473.9亿元, 1.68 billion yuan."""
    if lang == "zh":
        if value >= 10_000:
            return f"{number(value / 10_000, lang, 4).rstrip('0').rstrip('.')}万亿元"
        return f"{number(value, lang, decimals)}亿元"
    if value >= 10_000:
        return f"{number(value / 10_000, lang, 4).rstrip('0').rstrip('.')} trillion yuan"
    if value >= 10:
        return f"{number(value / 10, lang, decimals + 1)} billion yuan"
    return f"{number(value * 100, lang, max(0, decimals - 2))} million yuan"


def round_mark(value: float, currency: str, lang: str) -> str:
    """A round amount in 亿 without decimals: 1万亿元, 1 trillion yuan."""
    return amount(value, currency, lang).replace(".00", "").replace(".0", "")


def moved(rate: float, lang: str) -> str:
    """A rate of growth as a verb: 增长5.0%, 下降0.4%, 持平; up 5.0%, down 0.4%, unchanged."""
    if not rounded(rate):
        return "持平" if lang == "zh" else "unchanged"
    size = percent(abs(rate), lang)
    if lang == "zh":
        return f"增长{size}" if rate > 0 else f"下降{size}"
    return f"up {size}" if rate > 0 else f"down {size}"


def points(change: float, lang: str, digits: int = 1) -> str:
    """A change in percentage points as a verb: 上升0.4个百分点, up 0.4 percentage points."""
    if not rounded(change, digits):
        return "持平" if lang == "zh" else "unchanged"
    size = number(abs(change), lang, digits)
    if lang == "zh":
        return f"{'上升' if change > 0 else '下降'}{size}个百分点"
    noun = "percentage point" if size == number(1, lang, digits) else "percentage points"
    return f"{'up' if change > 0 else 'down'} {size} {noun}"


def listed(items: Iterable[str], lang: str) -> str:
    """Names as a list: 北京、上海和广东; Beijing, Shanghai and Guangdong."""
    return format_list(list(items), locale=LOCALES[lang])


MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def period(year: int, month: int, lang: str) -> str:
    """The period as a title names it: 2024年, 2025年1–7月; 2024, January–July 2025."""
    if month == 12:
        return f"{year}年" if lang == "zh" else f"{year}"
    if month == 1:
        return f"{year}年1月" if lang == "zh" else f"January {year}"
    if lang == "zh":
        return f"{year}年1{DASH}{month}月"
    return f"January{DASH}{MONTHS_EN[month - 1]} {year}"


def day(iso: str, lang: str) -> str:
    """A day given as YYYY-MM-DD: 2025年8月18日, 18 August 2025."""
    year, month, number = map(int, iso.split("-"))
    if lang == "zh":
        return f"{year}年{month}月{number}日"
    return f"{number} {MONTHS_EN[month - 1]} {year}"


def months(first: int, last: int, lang: str, short: bool = False) -> str:
    """A month, or the months from the first to the last: 5月, 1–2月; May, January–February."""
    if lang == "zh":
        return f"{last}月" if first == last else f"{first}{DASH}{last}月"
    names = [MONTHS_EN[month - 1][: 3 if short else None] for month in (first, last)]
    return names[0] if first == last else DASH.join(names)


COUNTS_EN = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def count(n: int, lang: str) -> str:
    """A count inside a sentence: a digit in Chinese, a word up to twelve in English."""
    return COUNTS_EN[n - 1] if lang == "en" and 1 <= n <= 12 else str(n)


def some(n: int) -> str:
    """How many of those just named, inside an English sentence: none, one, twelve, 26."""
    return count(n, "en") if n else "none"


def times(n: int) -> str:
    """How often, inside an English sentence: once, twice, three times, 26 times."""
    return {1: "once", 2: "twice"}.get(n, f"{count(n, 'en')} times")


def provinces(n: int) -> str:
    """A number of provinces inside an English sentence: no province, one province, 26."""
    if n < 2:
        return "one province" if n else "no province"
    return f"{count(n, 'en')} provinces"


def bracketed(text: str, lang: str) -> str:
    """A text in the brackets of a language, with the space before them where it has one."""
    return f"（{text}）" if lang == "zh" else f" ({text})"


def in_period(year: int, month: int, lang: str) -> str:
    """The period inside a sentence: 2025年前7个月, in the first seven months of 2025."""
    if month == 12:
        return f"{year}年" if lang == "zh" else f"in {year}"
    if month == 1:
        return f"{year}年1月" if lang == "zh" else f"in January {year}"
    if lang == "zh":
        return f"{year}年前{month}个月"
    return f"in the first {count(month, lang)} months of {year}"


def ordinal(n: int, lang: str) -> str:
    """A rank in words: 第9位, 9th."""
    if lang == "zh":
        return f"第{n}位"
    suffix = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"
