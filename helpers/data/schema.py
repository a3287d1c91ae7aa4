"""The shape of every table in data/: columns, types, keys and the order its rows are kept in."""

from dataclasses import dataclass

import pandera.pandas as pa

from helpers.constants import CURRENCIES, FLOWS, SPANS

STATUSES = ("preliminary", "revised", "derived")
INDICATORS = ("gdp", "population")
VALUES = tuple(FLOWS)
MONTH_VALUES = tuple(f"{flow}_month" for flow in FLOWS)
GROWTHS = tuple(f"{flow}_growth_pct" for flow in FLOWS)

CODE = r"[1-6]\d"
CODE_OR_NATION = r"00|[1-6]\d"
IDENTIFIER = r"[a-z0-9]+(-[a-z0-9]+)*"
RELEASE = r"[0-9a-f]{12}"
PERIOD = r"(19|20)\d\d(-(0[1-9]|1[0-2]))?"
UNCHECKED = r"[a-z_]+(; [a-z_]+)*"
DATE = r"20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"


@dataclass(frozen=True)
class Table:
    """One table of data/: its pandera schema, its primary key, and the order of its rows.

    ``sort`` is the canonical order, so that the same figures always make the same bytes; a table
    without one is kept by hand and stays as it was written.
    """

    schema: pa.DataFrameSchema
    key: tuple[str, ...]
    sort: tuple[str, ...] = ()


def _text(pattern: str = "", *, among: tuple[str, ...] = (), empty: bool = False) -> pa.Column:
    """A column of text; an empty cell is the empty string and allowed only with ``empty``."""
    checks = []
    if among:
        checks.append(pa.Check.isin(list(among)))
    if pattern:
        checks.append(pa.Check.str_matches(rf"^(?:{pattern}{'|' if empty else ''})$"))
    elif not empty and not among:
        checks.append(pa.Check.str_length(min_value=1))
    return pa.Column(str, checks)


def _year() -> pa.Column:
    return pa.Column("int64", pa.Check.in_range(1949, 2100))


def _month() -> pa.Column:
    return pa.Column("int64", pa.Check.in_range(1, 12))


def _value(*, empty: bool = False) -> pa.Column:
    """A value that cannot be negative; empty where the publisher prints nil."""
    return pa.Column("float64", pa.Check.ge(0), nullable=empty)


def _growth() -> pa.Column:
    """Growth in percent; nothing falls by more than all of it."""
    return pa.Column("float64", pa.Check.ge(-100), nullable=True)


def _schema(**columns: pa.Column) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, strict=True, ordered=True)


_TRADE = _schema(
    year=_year(),
    month=_month(),
    span=_text(among=SPANS),
    province_code=_text(CODE_OR_NATION),
    flow=_text(among=FLOWS),
    currency=_text(among=CURRENCIES),
    value=_value(),
    growth_pct=_growth(),
    source=_text(IDENTIFIER),
    status=_text(among=STATUSES),
    release=_text(RELEASE),
)
_NATIONAL = _schema(
    year=_year(),
    month=_month(),
    flow=_text(among=FLOWS),
    currency=_text(among=CURRENCIES),
    value=_value(),
    growth_pct=_growth(),
    source=_text(IDENTIFIER),
    status=_text(among=STATUSES),
    release=_text(RELEASE),
)
_RATES = _schema(
    year=_year(),
    cny_per_usd=pa.Column("float64", pa.Check.in_range(1, 20)),
    source=_text(IDENTIFIER),
)
_LOCALITIES = _schema(
    year=_year(),
    month=_month(),
    province_code=_text(CODE),
    locality_zh=_text(empty=True),
    locality_en=_text(empty=True),
    currency=_text(among=CURRENCIES),
    **{name: _value(empty=True) for name in (*VALUES, *MONTH_VALUES)},
    **{name: _growth() for name in GROWTHS},
    source=_text(IDENTIFIER),
    release=_text(RELEASE),
)
_INDICATORS = _schema(
    year=_year(),
    province_code=_text(CODE_OR_NATION),
    indicator=_text(among=INDICATORS),
    value=_value(),
    unit=_text(),
    source=_text(IDENTIFIER),
    release=_text(RELEASE),
)
_CONTEXT = _schema(
    province_code=_text(CODE_OR_NATION),
    year=_year(),
    kind=_text(among=("partner", "product", "economy", "policy", "enterprise")),
    topic_zh=_text(),
    topic_en=_text(),
    value=_value(empty=True),
    unit=_text(empty=True),
    growth_pct=_growth(),
    times=_value(empty=True),
    share_pct=pa.Column("float64", pa.Check.in_range(0, 100), nullable=True),
    share_of_zh=_text(empty=True),
    share_of_en=_text(empty=True),
    source=_text(IDENTIFIER),
)
_FORECASTS = _schema(
    year=_year(),
    province_code=_text(CODE),
    target_code=_text(CODE),
    years_low=pa.Column("int64", pa.Check.ge(0)),
    years_high=pa.Column("int64", pa.Check.ge(0)),
    source=_text(IDENTIFIER),
)
_SOURCES = _schema(
    id=_text(IDENTIFIER),
    publisher_zh=_text(),
    publisher_en=_text(),
    title_zh=_text(),
    title_en=_text(),
    unit_as_published=_text(empty=True),
    classification_zh=_text(empty=True),
    classification_en=_text(empty=True),
    covers=_text(empty=True),
    status=_text(among=(*STATUSES, "official", "published claims")),
    priority=pa.Column("int64", pa.Check.ge(1)),
    note_zh=_text(empty=True),
    note_en=_text(empty=True),
    url=_text("https?://.+", empty=True),
)
_RELEASES = _schema(
    release=_text(RELEASE),
    source=_text(IDENTIFIER),
    file_name=_text(),
    sha256=_text("[0-9a-f]{64}"),
    title=_text(empty=True),
    period=_text(f"{PERIOD}(/{PERIOD})?"),
    unit=_text(empty=True),
    rows=pa.Column("int64", pa.Check.ge(1)),
    vintage=pa.Column("int64", pa.Check.ge(1)),
    imported=_text(DATE),
    unchecked=_text(UNCHECKED, empty=True),
)
_PROVINCES = _schema(
    province_code=_text(CODE),
    name_zh=_text(),
    name_en=_text(),
    short_zh=_text(),
    region_code=_text("[a-z]+"),
    first_year=pa.Column("Int64", pa.Check.in_range(1949, 2100), nullable=True),
    tile_column=pa.Column("int64", pa.Check.in_range(1, 7)),
    tile_row=pa.Column("int64", pa.Check.in_range(1, 8)),
)
_REGIONS = _schema(region_code=_text("[a-z]+"), name_zh=_text(), name_en=_text())

_TRADE_KEY = (
    "year",
    "month",
    "span",
    "province_code",
    "flow",
    "currency",
    "source",
    "release",
)
_NATIONAL_KEY = ("year", "month", "flow", "currency", "source", "release")
_LOCALITY_KEY = (
    "year",
    "month",
    "province_code",
    "locality_zh",
    "locality_en",
    "currency",
    "source",
    "release",
)
_INDICATOR_KEY = ("indicator", "year", "province_code", "source", "release")
_RELEASE_KEY = ("source", "period", "vintage", "release")

TABLES = {
    "provinces": Table(_PROVINCES, ("province_code",)),
    "regions": Table(_REGIONS, ("region_code",)),
    "sources": Table(_SOURCES, ("id",)),
    "releases": Table(_RELEASES, ("release", "source"), _RELEASE_KEY),
    "trade": Table(_TRADE, _TRADE_KEY, _TRADE_KEY),
    "national": Table(_NATIONAL, _NATIONAL_KEY, _NATIONAL_KEY),
    "exchange_rates": Table(_RATES, ("year", "source"), ("year", "source")),
    "localities": Table(_LOCALITIES, _LOCALITY_KEY, _LOCALITY_KEY),
    "indicators": Table(_INDICATORS, _INDICATOR_KEY, _INDICATOR_KEY),
    "forecasts": Table(_FORECASTS, ("year", "province_code", "target_code", "source")),
    "context": Table(_CONTEXT, ("province_code", "year", "kind", "topic_zh")),
}
