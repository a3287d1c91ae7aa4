"""The SQL that reads downloads of one layout as typed rows."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from helpers.sources.query.columns import EXPORT, IMPORT
from helpers.sources.query.files import Source

FIRST_YEAR = 2000
# The columns of a row of the cube, without counted and file.
COLUMNS = """province_code VARCHAR, product VARCHAR, partner_code VARCHAR, mode_code VARCHAR,
    currency VARCHAR, first_month TINYINT, last_month TINYINT, value BIGINT, quantity DOUBLE,
    unit VARCHAR, second_quantity DOUBLE, second_unit VARCHAR"""
WHOLE = r"\d+|\d{1,3}(?:,\d{3})+"
NUMBER = rf"(?:{WHOLE})(?:\.\d+)?"
# 2024-01, 2024/1, 2024年1月, and a date on the first of a month, as spreadsheets make it.
MONTH = r"^(\d{4})[-/.年](\d{1,2})(?:月|[-/.]0?1(?: 00:00:00)?)?$"
BLANKS = " \t\r\n\u00a0\u3000\ufeff"
# What the platform has in place of a unit.
UNSAID = "('', '?', '？', '-')"


@dataclass(frozen=True)
class Period:
    """What says the period of a row, and the first month that is not over (YYYYMM).

    ``given`` is YYYY or YYYYMM of --period, for tables without a column for it, otherwise 0.
    """

    given: int
    today: datetime.date

    @property
    def open(self) -> int:
        """The month that is running, as YYYYMM: no figure can be of it."""
        return self.today.year * 100 + self.today.month

    @property
    def months(self) -> tuple[int, int]:
        """The first and the last month of the period given, as YYYYMM."""
        if self.given > 9999:
            return self.given, self.given
        return self.given * 100 + 1, self.given * 100 + 12


def typed(sources: list[Source], period: Period, flow: str, clean: bool = False) -> str:
    """Return the query that gives the rows of ``sources``, all of one layout, a currency a row.

    Columns: file, year, those of :data:`COLUMNS`, quantities as decimals, and bad: '' for a good
    row, 'total' for one without any code, otherwise the field that is wrong. ``clean`` takes away
    what spreadsheets leave around a text, which takes longer than all the rest.
    """
    each = (
        _select(sources, currency, period, flow, clean=clean)
        for currency in sources[0].layout.currencies
    )
    return " UNION ALL ".join(each)


def located(source: Source, period: Period, flow: str) -> str:
    """Return the query for the rows of one file: n (in their order, from 1), bad, currency, cells.

    ``cells`` is the list of the texts of a row.
    """
    width = source.layout.width + source.numbered
    cells = ", ".join(f"c{at}" for at in range(width))
    more = f", row_number() OVER () AS n, [{cells}] AS cells"
    each = (
        _select([source], currency, period, flow, more, True)
        for currency in source.layout.currencies
    )
    return " UNION ALL ".join(f"SELECT n, bad, currency, cells FROM ({query})" for query in each)


def _select(
    sources: list[Source],
    currency: str,
    period: Period,
    flow: str,
    more: str = "",
    clean: bool = False,
) -> str:
    """Return the query for the values in one currency; ``more`` has columns for a message."""
    first = sources[0]
    places = {name: at + first.numbered for name, at in first.layout.places}
    fields = ", ".join(f"{_text(at, clean)} AS t_{name}" for name, at in places.items())
    every = range(first.numbered, first.layout.width + first.numbered)
    blank = " AND ".join(f"c{at} IS NULL" for at in every)
    names = ", ".join(f"({_quoted(source.text)}, {_quoted(source.id)})" for source in sources)
    texts = set(places)
    return f"""
    SELECT * EXCLUDE (ym), {_bad(texts, flow, period, clean)} AS bad FROM (
        SELECT file, {_period(texts, period)}, {_codes(texts, first.numbered)},
            '{currency}' AS currency, {_value(currency)} AS value,
            {_quantity(texts, "")}, {_quantity(texts, "second_")}
            {_kept(texts)}{", n, cells" if more else ""}
        FROM (
            SELECT file, {fields}{more} FROM {_reader(sources)}
            JOIN (VALUES {names}) AS names (path, file) ON filename = path
            WHERE NOT ({blank})))"""


def _reader(sources: list[Source]) -> str:
    """Return the call that reads the texts: every cell as text, c0, c1 and so on."""
    first = sources[0]
    width = first.layout.width + first.numbered
    cells = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(width))
    paths = ", ".join(_quoted(source.text) for source in sources)
    return f"""read_csv([{paths}], columns = {{{cells}}}, auto_detect = false, header = false,
        skip = {first.skip}, delim = ',', quote = '"', escape = '"', filename = true)"""


def _quoted(text: str | Path) -> str:
    """Return ``text`` as a literal of SQL."""
    return "'" + str(text).replace("'", "''") + "'"


def _text(at: int, clean: bool) -> str:
    """Return the text of a cell, '' where empty; ``clean``: without marks of spreadsheets."""
    text = f"coalesce(c{at}, '')"
    return f"trim(replace({text}, '_x000D_', ''), '{BLANKS}')" if clean else text


def _period(texts: set[str], period: Period) -> str:
    """Return year, first_month and last_month; 0 where a cell says none."""
    if "month" in texts:
        number = f"""CASE WHEN regexp_full_match(t_month, '\\d{{6}}') THEN CAST(t_month AS INTEGER)
            ELSE coalesce(TRY_CAST(regexp_extract(t_month, '{MONTH}', 1) AS INTEGER) * 100
                + TRY_CAST(regexp_extract(t_month, '{MONTH}', 2) AS INTEGER), 0) END"""
        return f"""{number} AS ym, CAST(ym // 100 AS SMALLINT) AS year,
            CAST(ym % 100 AS TINYINT) AS first_month, first_month AS last_month"""
    if "year" in texts:
        year = r"""coalesce(TRY_CAST(regexp_extract(t_year, '^(\d{4})年?$', 1) AS SMALLINT), 0)"""
        return f"""CAST({year} AS SMALLINT) AS year, CAST(year AS INTEGER) * 100 + 12 AS ym,
            CAST(1 AS TINYINT) AS first_month, CAST(12 AS TINYINT) AS last_month"""
    first, last = period.months
    return f"""{last // 100}::SMALLINT AS year, {last} AS ym,
        {first % 100}::TINYINT AS first_month, {last % 100}::TINYINT AS last_month"""


def _codes(texts: set[str], numbered: bool) -> str:
    """Return the codes, '' where the query was not split by one.

    A sheet holds codes as numbers, without the zero at the front: 1012100 is 01012100.
    """
    product = "t_product"
    if numbered:
        product = "CASE WHEN length(t_product) % 2 = 1 THEN '0' || t_product ELSE t_product END"
    rest = ", ".join(
        f"{f't_{name}' if name in texts else repr('')} AS {column}"
        for name, column in (("partner", "partner_code"), ("mode", "mode_code"),
                             ("province", "province_code"))
    )  # fmt: skip
    return f"{product} AS product, {rest}"


def _value(currency: str) -> str:
    """Return the value as a whole number, NULL where the cell is none."""
    return f"""CASE WHEN regexp_full_match(t_{currency}, '{WHOLE}')
        THEN TRY_CAST(replace(t_{currency}, ',', '') AS BIGINT) END"""


def _quantity(texts: set[str], which: str) -> str:
    """Return quantity and unit; both are missing where the platform gives no unit ("?")."""
    quantity, unit = f"{which}quantity", f"{which}unit"
    if quantity not in texts:
        return f"CAST(NULL AS DECIMAL(18, 3)) AS {quantity}, CAST(NULL AS VARCHAR) AS {unit}"
    known = f"t_{unit} NOT IN {UNSAID}" if unit in texts else "true"
    name = f"t_{unit}" if unit in texts else "CAST(NULL AS VARCHAR)"
    return f"""CASE WHEN {known} THEN TRY_CAST(replace(t_{quantity}, ',', '') AS DECIMAL(18, 3)) END
        AS {quantity}, CASE WHEN {known} THEN {name} END AS {unit}"""


def _kept(texts: set[str]) -> str:
    """Return the texts that are needed to tell what is wrong with a row."""
    names = [name for name in ("year", "flow", "quantity", "second_quantity") if name in texts]
    return "".join(f", t_{name}" for name in names)


def _bad(texts: set[str], flow: str, period: Period, clean: bool) -> str:
    """Return the expression that names the first wrong field of a row."""
    codes = ["product", *(n for n in ("partner", "mode", "province") if n in texts)]
    columns = [name if name == "product" else f"{name}_code" for name in codes]
    # Blank, or a word such as 合计.
    total = " AND ".join(f"NOT ({column} >= '0' AND {column} < ':')" for column in columns)
    tests = [(f"({total}) AND value IS NOT NULL", "total")]
    tests += [("first_month NOT BETWEEN 1 AND 12 OR year = 0", "month")]
    tests += [(f"year < {FIRST_YEAR}", "early"), (f"ym >= {period.open}", "future")]
    if "month" in texts and "year" in texts:
        tests.append((r"regexp_extract(t_year, '^(\d{4})', 1) <> CAST(year AS VARCHAR)", "years"))
    tests.append((r"NOT regexp_full_match(product, '\d\d|\d{4}|\d{6}|\d{8}')", "product"))
    patterns = {"partner": r"\d{3}", "mode": r"\d{2}"}
    tests += [
        (f"NOT regexp_full_match({name}_code, '{pattern}')", name)
        for name, pattern in patterns.items() if name in texts
    ]  # fmt: skip
    if "province" in texts:
        tests.append(("province_code NOT IN (SELECT code FROM provinces)", "province"))
    tests.append(("value IS NULL", "value"))
    tests += [
        (f"t_{name} NOT IN ('', '0') AND NOT regexp_full_match(t_{name}, '{NUMBER}')", name)
        for name in ("quantity", "second_quantity") if name in texts
    ]  # fmt: skip
    if not clean:
        units = [name for name in ("unit", "second_unit") if name in texts]
        tests += [(f"regexp_matches({name}, '[\\s_]')", name) for name in units]
    if "flow" in texts:
        own = ", ".join(map(_quoted, EXPORT if flow == "export" else IMPORT))
        tests.append((f"lower(t_flow) NOT IN ({own})", "flow"))
    return f"CASE {' '.join(f'WHEN {t} THEN {_quoted(n)}' for t, n in tests)} ELSE '' END"
