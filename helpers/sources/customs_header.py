"""Read the head of a customs table: columns, period, unit and classification."""

import datetime
import re
import unicodedata
from dataclasses import dataclass

from helpers.checks import calendar
from helpers.constants import FLOWS
from helpers.sources import vocabulary
from helpers.sources.documents import Document, Row
from helpers.system.errors import BadInput

_TITLE = re.compile(r"总值表|总值\(|importsandexportsby", re.IGNORECASE)
_TITLE_ZH = re.compile(r"((?:19|20)\d\d)年(?:1月?[至到\-—–~])?(\d{1,2})月")
# A month in the name of a file: 2025-08, 202508, 2025年8月, 2025年1-8月; not the day 2025-08-14.
_IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-_. ]?(0[1-9]|1[0-2])(?![-_.]?\d)"
    r"|[-_. ]([1-9])(?![-_.]?\d)|年(?:0?1月?[至到~–—-]|前)?(0?[1-9]|1[0-2])个?月)"
)
_TITLE_EN = re.compile(r"(?:1(?:-|to))?(\d{1,2})\.((?:19|20)\d\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Head:
    """What the head of a customs table says.

    ``columns`` gives the column of each figure by its name in localities.csv (total,
    total_month, total_growth_pct …); ``first`` is the index of the first row below the head.
    """

    columns: dict[str, int]
    month: int
    first: int
    width: int
    title: str
    unit: vocabulary.Unit


def find_table(doc: Document) -> tuple[Row, ...] | None:
    """Return the table of ``doc`` with headings of two flows or more, the innermost if nested."""
    found = [table for table in doc.tables if _top(table) is not None]
    return min(found, key=len) if found else None


def read_head(doc: Document, table: tuple[Row, ...]) -> Head:
    """Return the head of ``table``; raises BadInput when it does not name each column needed."""
    top, first = _heading_rows(table)
    if first == len(table):
        raise doc.refusal("it has headings but no row of figures below them.")
    head = table[top:first]
    columns, months = _columns(doc, head)
    lines = title_lines(doc, table[:first])
    titles = [*(line for line in lines if _names_table(line)), _title_in_notes(table[first:])]
    unit = _unit(doc, table[:first], lines, titles)
    title = titles[0]
    return Head(columns, months, first, max(columns.values()) + 1, title, unit)


def _heading_rows(table: tuple[Row, ...]) -> tuple[int, int]:
    """Return the first row of the headings, and that of the figures or the end of the table."""
    top = _top(table)
    assert top is not None, "find_table gives only tables that have one"
    first = next((i for i in range(top + 1, len(table)) if _is_data(table[i])), len(table))
    return top, first


def title_lines(doc: Document, above: tuple[Row, ...]) -> list[str]:
    """Return the lines that can be the title: cells above the figures, text around the table."""
    cells = [cell.strip() for row in above for cell in row.cells if cell.strip()]
    return list(dict.fromkeys([*cells, *doc.outside.splitlines()]))


def check_classification(doc: Document, table: tuple[Row, ...]) -> None:
    """Raise BadInput unless the table is by location of importer/exporter."""
    _, first = _heading_rows(table)
    inside = " ".join(vocabulary.plain(cell) for row in table[:first] for cell in row.cells)
    around = " ".join(
        vocabulary.plain(line)
        for line in doc.outside.splitlines()
        if _TITLE.search(vocabulary.plain(line))
    )
    for text in (inside, around):
        if vocabulary.OTHER_CLASSIFICATION.search(text):
            raise doc.refusal(
                "it is by domestic destination and origin (境内目的地/货源地), the other "
                "classification, in which provinces differ by a lot.",
                advice="Download table (8), by location of importer/exporter (收发货人所在地).",
            )
        if vocabulary.LOCATION.search(text):
            return
    raise doc.refusal(
        "it does not say that it is by location of importer/exporter (收发货人所在地).",
        advice="Download table (8) with its headings.",
    )


def period(
    doc: Document, table: tuple[Row, ...], head: Head, given: str | None, today: datetime.date
) -> tuple[int, int]:
    """Return (year, month) of a customs table: ``given``, else from its title or the file's name.

    The name is read only where neither of the others settles it. The one used must agree with the
    month in the headings, and ``given`` with the title too. Raises BadInput otherwise, when none
    names the year, or when the table cannot be out by ``today``.
    """
    printed = _printed_periods(title_lines(doc, table[: head.first]))
    if printed and head.month not in {month for _, month in printed}:
        shown = ", ".join(f"{year}-{month:02d}" for year, month in sorted(printed))
        raise doc.refusal(f"the title says {shown}, the headings say month {head.month}.")
    fitting = {one for one in printed if one[1] == head.month}
    if given is not None:
        chosen = parse_period(given)
        if chosen[1] != head.month or (fitting and chosen not in fitting):
            told = ", ".join(f"{year}-{month:02d}" for year, month in sorted(fitting))
            raise doc.refusal(
                f"--period {given} contradicts the file, which says "
                f"{told or f'month {head.month}'}.",
                advice="Correct or leave out --period.",
            )
    elif len(fitting) == 1:
        chosen = fitting.pop()
    else:
        chosen = _from_name(doc, head.month)
    out = calendar.earliest_publication(*chosen)
    if today < out:
        raise doc.refusal(
            f"the table of {chosen[0]}-{chosen[1]:02d} cannot be out before {out.isoformat()}, and "
            f"today is {today.isoformat()}.",
            advice="Check --period, the file's name and this machine's date.",
        )
    return chosen


def names_period(doc: Document, table: tuple[Row, ...], head: Head) -> bool:
    """Return whether the file itself says which year and month it is about."""
    return bool(_printed_periods(title_lines(doc, table[: head.first])))


def parse_period(text: str) -> tuple[int, int]:
    """Return (2025, 8) for "2025-08"; raises BadInput for anything but such a month."""
    match = re.fullmatch(r"((?:19|20)\d\d)-(0?[1-9]|1[0-2])", text.strip())
    if not match:
        raise BadInput(f"--period {text} is not a month. Write it like 2025-08.")
    return int(match[1]), int(match[2])


def _from_name(doc: Document, month: int) -> tuple[int, int]:
    """Return the one period that the file's name has, if the headings agree on its month."""
    name = unicodedata.normalize("NFKC", doc.path.stem)
    found = {(int(m[1]), int(m[2] or m[3] or m[4])) for m in _IN_NAME.finditer(name)}
    if len(found) == 1 and (month in {m for _, m in found}):
        return found.pop()
    told = " and ".join(f"{year}-{m:02d}" for year, m in sorted(found))
    why = f"its name says {told}, its headings" if found else "its headings"
    raise doc.refusal(
        f"the year is not known; {why} say month {month}.",
        advice=f"Add --period YYYY-{month:02d}.",
    )


def _printed_periods(lines: list[str]) -> set[tuple[int, int]]:
    """Return every (year, month) that a title of this table among ``lines`` names."""
    found = set()
    for line in lines:
        text = vocabulary.plain(line)
        if not vocabulary.LOCATION.search(text) or vocabulary.NOTE.match(text):
            continue
        found |= {(int(y), int(m)) for y, m in _TITLE_ZH.findall(text)}
        found |= {(int(y), int(m)) for m, y in _TITLE_EN.findall(text)}
    return found


def _names_table(line: str) -> bool:
    text = vocabulary.plain(line)
    return bool(
        vocabulary.LOCATION.search(text) and _TITLE.search(text) and not vocabulary.NOTE.match(text)
    )


def _title_in_notes(rows: tuple[Row, ...]) -> str:
    """Return the name of the table that its closing note quotes, else the empty string."""
    for row in reversed(rows):
        match = re.search(r"“(进出口[^”]*所在地总值表[^”]*)”", row.cell(0))
        if match:
            return match[1]
    return ""


def _top(table: tuple[Row, ...]) -> int | None:
    """Return the index of the first row with headings of two flows, or None."""
    for index, row in enumerate(table):
        if len({vocabulary.flow(cell) for cell in row.cells} - {None}) >= 2:
            return index
    return None


def _is_data(row: Row) -> bool:
    """Return whether a row has a name and figures behind it."""
    figures = [cell for cell in row.cells[1:] if re.fullmatch(r"\s*[\d,.]+\s*", cell)]
    words = [cell for cell in row.cells[1:] if vocabulary.flow(cell) or "to" in cell]
    return bool(row.cell(0).strip()) and len(figures) >= 2 and not words


def _columns(doc: Document, head: tuple[Row, ...]) -> tuple[dict[str, int], int]:
    """Return the column of each figure and the month, by the words of all header rows."""
    columns: dict[str, int] = {}
    months: set[int] = set()
    width = max(len(row.cells) for row in head)
    words_above = [_spread(row, width) for row in head[:-1]] + [list(head[-1].cells)]
    for column in range(1, width):
        words = [row[column] for row in words_above if column < len(row) and row[column].strip()]
        role, month = _role(words)
        if role is None:
            continue
        if role in columns:
            raise doc.refusal(
                f"columns {columns[role] + 1} and {column + 1} have the same headings "
                f"({' / '.join(words)}).",
                head[0],
            )
        columns[role] = column
        months |= {month} if month else set()
    return _complete(doc, head, columns, months)


def _complete(
    doc: Document, head: tuple[Row, ...], columns: dict[str, int], months: set[int]
) -> tuple[dict[str, int], int]:
    """Return ``columns`` and the month; raises BadInput unless all three flows are there."""
    if months == {1}:
        # January printed once is the month and the year to date.
        columns = {f: columns[f"{f}_month"] for f in FLOWS if f"{f}_month" in columns} | columns
    missing = [flow for flow in FLOWS if flow not in columns]
    if missing or len(months) != 1:
        what = f"no year-to-date column for {', '.join(missing)}" if missing else "several months"
        raise doc.refusal(
            f"the headings give {what}.",
            head[0],
            "Download table (8) with 进出口, 出口 and 进口, each with 1至N月.",
        )
    for suffix in ("_month", "_growth_pct"):
        if 0 < sum(f"{flow}{suffix}" in columns for flow in FLOWS) < len(FLOWS):
            names = ", ".join(flow + suffix for flow in FLOWS)
            raise doc.refusal(f"some of the columns {names} are missing.", head[0])
    return columns, months.pop()


def _role(words: list[str]) -> tuple[str | None, int | None]:
    """Return the figure that a column with these header ``words`` holds, and the month."""
    flows = {vocabulary.flow(word) for word in words} - {None}
    if len(flows) != 1:
        return None, None
    flow = str(flows.pop())
    if any(vocabulary.GROWTH_WORD.search(word) for word in words):
        return f"{flow}_growth_pct", None
    for word in words:
        found = vocabulary.months(word)
        if found:
            return (flow if found[0] == "ytd" else f"{flow}_month"), found[1]
    return None, None


def _spread(row: Row, width: int) -> list[str]:
    """Return the cells of a header row, a merged heading repeated over its columns."""
    spread: list[str] = []
    for column in range(width):
        cell = row.cell(column).strip()
        spread.append(cell or (spread[-1] if column > 1 else ""))
    return spread


def _unit(
    doc: Document, above: tuple[Row, ...], lines: list[str], titles: list[str]
) -> vocabulary.Unit:
    """Return the unit that the file prints.

    Raises BadInput when there is none, several, or an unknown one, and when one of ``titles``
    (above the table or quoted in its note) names the other currency.
    """
    near = vocabulary.unit_lines("\n".join(cell for row in above for cell in row.cells))
    printed = near or vocabulary.unit_lines("\n".join(lines))
    if not printed:
        raise doc.refusal(
            "it names no unit (单位：… or Unit: …), and figures without a unit are not taken in.",
            advice="Download it again with its unit line.",
        )
    units = [vocabulary.unit(text) for text in printed]
    unit = units[0]
    if unit is None or any(other is None or other.per_yi != unit.per_yi for other in units):
        raise doc.refusal(
            f"the unit '{'; '.join(printed)}' is not known.",
            advice="Known are 万元人民币, 亿元, 千美元, 万美元, US$1,000 and the like.",
        )
    title = vocabulary.plain(" ".join(titles))
    other = {"CNY": ("美元值", "inusd"), "USD": ("人民币值", "inrmb", "incny")}[unit.currency]
    if any(word in title for word in other):
        raise doc.refusal(f"the title and the unit '{unit.printed}' name two currencies.")
    return unit
