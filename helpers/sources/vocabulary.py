"""What the publishers' words mean: names of provinces and the nation, flows, months, units."""

import functools
import re
import unicodedata
from dataclasses import dataclass

from helpers.constants import NATION
from helpers.data import tables

NATION_WORDS = {"总值", "合计", "总计", "全国", "全国总计", "total", "nationaltotal"}
FLOW_WORDS = {
    "total": {"进出口", "进出口总值", "进出口总额", "total", "importsandexports", "totaltrade"},
    "export": {"出口", "出口总值", "出口总额", "出口额", "export", "exports"},
    "import": {"进口", "进口总值", "进口总额", "进口额", "import", "imports"},
}
GROWTH_WORD = re.compile(r"同期|同比|±|percentage|change|growth", re.IGNORECASE)
NOTE = re.compile(
    r"^(注\s*[:：]?|备注|说明|note|数据来源|资料来源|source|\d+\s*[.、])", re.IGNORECASE
)
# The classification of the tables that are taken in, and the other one.
LOCATION = re.compile(
    r"收发货人所在地|经营单位所在地|locationofimporters?/exporters?", re.IGNORECASE
)
OTHER_CLASSIFICATION = re.compile(
    r"境内目的地|境内货源地|货源地|placeofdestination|domesticdestination|placeoforigin"
    r"|destinationsandorigins|destination/origin",
    re.IGNORECASE,
)
# Words that follow a name in the English long form: "Guangxi Zhuang Autonomous Region".
_LONG_FORM = re.compile(r"((zhuang|hui|uygh?ur)?autonomousregion|province|municipality)$")
_XIZANG = {"xizang": "tibet", "neimongol": "innermongolia"}

# The currency, and how many of the unit make 亿 (100 million) of it.
_UNITS = {
    "CNY": {"元": 1e8, "千元": 1e5, "万元": 1e4, "百万元": 1e2, "亿元": 1.0},
    "USD": {"美元": 1e8, "千美元": 1e5, "万美元": 1e4, "百万美元": 1e2, "亿美元": 1.0},
}
_UNIT_ALIASES = {
    "万人民币": "万元",
    "亿人民币": "亿元",
    "us$": "美元",
    "us$1000": "千美元",
    "1000us$": "千美元",
    "us$10000": "万美元",
    "us$1000000": "百万美元",
    "us$million": "百万美元",
    "us$100million": "亿美元",
    "rmb10000": "万元",
    "rmb10000yuan": "万元",
    "10000rmb": "万元",
    "10000rmbyuan": "万元",
    "10000yuan": "万元",
    "cny10000": "万元",
    "10000cny": "万元",
    "rmb100million": "亿元",
    "100millionrmb": "亿元",
    "100millionyuan": "亿元",
}
_VALUE = re.compile(r"(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_NIL = {"-", "－", "—", "–", "--", "…", "..."}
_UNIT_LINE = re.compile(r"(?:单\s*位|计量单位|\bunit)\s*[:：]\s*([^|;；)）\n]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """A unit as printed, its currency, and how many of it make 亿 of the currency."""

    printed: str
    currency: str
    per_yi: float


def plain(text: str) -> str:
    """``text`` without any space, in half width and lower case: what words are compared by."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def name(cell: str) -> str:
    """A name cell as it reads: no stray apostrophe in front, no padding inside a Chinese name."""
    text = re.sub(r"\s+", " ", cell.replace("\u3000", " ").replace("\xa0", " ")).strip()
    text = text.lstrip("'’‘").strip()
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)


def province_code(cell: str) -> str | None:
    """The code of the province ``cell`` names in full or in its known short form, else None."""
    word, known = plain(name(cell)), _province_names(tables.stamp("provinces"))
    return known.get(word) or known.get(_english(word))


def is_nation(cell: str) -> bool:
    """Whether ``cell`` is the label of the national row."""
    return plain(name(cell)) in NATION_WORDS


def place_code(cell: str) -> str | None:
    """The code of the province, "00" for the national row, else None."""
    return NATION if is_nation(cell) else province_code(cell)


def flow(word: str) -> str | None:
    """total, export or import, when ``word`` is the heading of one."""
    wanted = re.sub(r"\.\d+$", "", plain(word))
    return next((flow for flow, words in FLOW_WORDS.items() if wanted in words), None)


def months(word: str) -> tuple[str, int] | None:
    """("month", m) for 12月 or 12; ("ytd", m) for 1至12月, 1-12月, 1 to 12; else None."""
    text = re.sub(r"月\.\d+$", "月", plain(word))
    one = re.fullmatch(r"(\d{1,2})(?:月|月份)?(?:当月)?", text)
    many = re.fullmatch(r"1月?(?:至|到|-|—|–|~|to)(\d{1,2})(?:月|月份)?(?:累计)?", text)
    found = many or one
    if not found or not 1 <= int(found[1]) <= 12:
        return None
    return ("ytd" if many else "month"), int(found[1])


def number(cell: str, *, signed: bool = False, blank: bool = False) -> float | None:
    """The number in ``cell``, NaN where the publisher prints nil (-), None where it is no number.

    Thousands commas are read; a sign only with ``signed``; an empty cell is nil with ``blank``.
    """
    text = cell.strip()
    if text in _NIL or (blank and not text):
        return float("nan")
    digits = text[1:] if signed and text[:1] in ("+", "-") else text
    return float(text.replace(",", "")) if _VALUE.fullmatch(digits) else None


def unit(printed: str) -> Unit | None:
    """The unit a text such as 万元人民币, 千美元 or US$1,000 names, or None when it is unknown."""
    text = plain(printed).replace(",", "").rstrip(".。")
    bare = re.sub(r"^人民币|人民币$", "", text) if text.endswith(("元", "元人民币")) else text
    key = _UNIT_ALIASES.get(bare, bare)
    for currency, known in _UNITS.items():
        if key in known:
            return Unit(printed.strip(), currency, known[key])
    return None


def unit_lines(text: str) -> list[str]:
    """What stands behind every 单位： or Unit: in ``text``, without repeats, in order."""
    found = (re.sub(r"\.\d+$", "", match.strip()) for match in _UNIT_LINE.findall(text))
    return list(dict.fromkeys(item for item in found if item))


def _english(word: str) -> str:
    """The short English name in ``word``: no "Province", and Tibet for Xizang."""
    short = _LONG_FORM.sub("", word)
    return _XIZANG.get(short, short)


@functools.lru_cache(maxsize=8)
def _province_names(stamp: object) -> dict[str, str]:
    """Return the code by full, short and English name, from the table that has this stamp."""
    provinces = tables.load("provinces")
    names: dict[str, str] = {}
    for column in ("name_zh", "short_zh", "name_en"):
        words = provinces[column].map(plain)
        names.update(zip(words, provinces["province_code"], strict=True))
    return names


def province_codes() -> list[str]:
    """The codes of the 31 provinces in the publishers' order, that of GB/T 2260."""
    return list(tables.load("provinces")["province_code"])


def place_name(code: str) -> str:
    """The Chinese name that the publishers print for a province, 总值 for the nation."""
    if code == NATION:
        return "总值"
    return str(tables.load("provinces").set_index("province_code").at[code, "name_zh"])
