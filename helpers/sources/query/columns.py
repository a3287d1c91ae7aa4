"""The header of a download of the customs' online query: which column holds what.

Columns come in any subset and order, in Chinese or English; what a person saved again may have
others besides. A column is known by its header alone, never by its place or its cells.
"""

import unicodedata
from dataclasses import dataclass

from helpers.sources.documents import refusal

# The headers of each field, without spaces and in lower case.
HEADERS: dict[str, tuple[str, ...]] = {
    "month": ("数据年月", "统计年月", "年月", "yearmonth", "dateofdata", "year-month"),
    "year": ("统计年份", "数据年份", "年份", "year"),
    "product": ("商品编码", "商品代码", "commoditycode", "codeofcommodity", "commoditycodes"),
    "partner": ("贸易伙伴编码", "贸易伙伴代码", "tradingpartnercode", "partnercode"),
    "mode": ("贸易方式编码", "贸易方式代码", "customsregimecode", "trademodecode"),
    "province": (
        "注册地编码", "注册地代码", "收发货人注册地编码", "locationofregistrationcode",
        "codeoflocationofregistration", "registrationplacecode",
    ),
    "quantity": ("第一数量", "firstquantity", "quantity"),
    "unit": ("第一计量单位", "第一单位", "firstunit", "unit", "unitoffirstquantity"),
    "second_quantity": ("第二数量", "secondquantity", "supplementaryquantity"),
    "second_unit": ("第二计量单位", "第二单位", "secondunit", "supplementaryunit"),
    "CNY": ("人民币", "金额_人民币", "金额(人民币)", "人民币(元)", "rmb", "rmbyuan", "cny"),
    "USD": ("美元", "金额_美元", "金额(美元)", "usdollar", "usdollars", "usd"),
    "flow": ("贸易类型", "进出口类型", "进出口", "贸易流向", "tradeflow", "flow"),
    "product_name": ("商品名称", "commodity", "commodityname"),
    "partner_name": ("贸易伙伴名称", "tradingpartner", "partner"),
    "mode_name": ("贸易方式名称", "customsregime", "trademode"),
    "province_name": (
        "注册地名称", "收发货人注册地名称", "locationofregistration", "registrationplace",
    ),
}  # fmt: skip
FIELDS = {header: field for field, headers in HEADERS.items() for header in headers}
CURRENCIES = ("CNY", "USD")
DIMENSIONS = ("partner", "mode", "province")
# Values without their currency, as tables saved by hand have them.
AMOUNTS = ("金额", "金额(元)", "value", "amount")
# A row with fewer known headers is a title or a row of figures.
FEWEST = 2
EXPORT, IMPORT = ("出口", "export", "exports"), ("进口", "import", "imports")


@dataclass(frozen=True)
class Layout:
    """Where each field stands in a row.

    ``places`` has (field, column from 0) pairs in the order of the columns; ``width`` is the
    number of columns; ``others`` names the columns that are not read.
    """

    places: tuple[tuple[str, int], ...]
    width: int
    others: tuple[str, ...] = ()

    @property
    def at(self) -> dict[str, int]:
        """The column of each field."""
        return dict(self.places)

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that have a column of values."""
        return tuple(name for name in CURRENCIES if name in self.at)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What the query is split by besides product and period: partner, mode, province."""
        return tuple(name for name in DIMENSIONS if name in self.at)


def plain(header: str) -> str:
    """Return a header without spaces, line breaks and their marks, in half width, lower case."""
    text = unicodedata.normalize("NFKC", header).replace("_x000D_", "").lstrip("\ufeff")
    return "".join(text.split()).casefold()


def is_header(cells: list[str]) -> bool:
    """Return whether a row names columns of the online query."""
    return sum(plain(cell) in FIELDS for cell in cells) >= FEWEST


def layout(name: str, cells: list[str], row: int) -> Layout:
    """Return the layout that the header ``cells`` in row ``row`` of the file ``name`` describes.

    Raises BadInput where a column appears twice, codes or values are missing, or the currency of
    the values is not said.
    """
    places: dict[str, int] = {}
    others: list[str] = []
    for at, cell in enumerate(cells):
        field = FIELDS.get(plain(cell))
        if field is None:
            others += [cell.strip()] if cell.strip() else []
        elif field in places:
            raise refusal(name, f"two columns are headed '{cell.strip()}' or mean the same.", row,
                          "Leave the one that the platform gave.")  # fmt: skip
        else:
            places[field] = at
    _refuse_incomplete(name, places, others, row)
    return Layout(tuple(places.items()), len(cells), tuple(others))


def _refuse_incomplete(name: str, places: dict[str, int], others: list[str], row: int) -> None:
    """Raise BadInput for a header without product codes, values, or the code of a name."""
    if "product" not in places:
        raise refusal(name, "it has no column 商品编码 (codes of the products).", row)
    for field in DIMENSIONS:
        if f"{field}_name" in places and field not in places:
            raise refusal(
                name, f"it has names ({HEADERS[f'{field}_name'][0]}) without their codes "
                f"({HEADERS[field][0]}).", row, "Download it with both."
            )  # fmt: skip
    if not any(currency in places for currency in CURRENCIES):
        unsaid = [other for other in others if plain(other) in AMOUNTS]
        what = f"the column '{unsaid[0]}' does not say its currency" if unsaid else (
            "it has no column of values, 人民币 or 美元"
        )  # fmt: skip
        raise refusal(name, f"{what}.", row, "Download it with the platform's own header.")
