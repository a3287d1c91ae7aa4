"""Fifty mistakes that people make with a customs table, made from the real one of July 2025."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import slips
from slips import Cells

REFUSED, FLAGGED, HARMLESS = "refused", "flagged", "harmless"
YEAR, MONTH = 2025, 7
Change = Callable[[Cells], Cells]


def same(rows: Cells) -> Cells:
    """The rows as they are."""
    return rows


@dataclass(frozen=True)
class Mistake:
    """One mistake: what it is called, how the import ends, and what it does to the file.

    ``cells`` changes rows, ``text`` the finished file; ``unit``, ``headings`` (a month), ``file``
    and ``period`` (the option) say how the file names itself; ``of`` is the month whose figures are
    in it, ``places`` is true where cities matter; ``said`` is a part of the message.
    """

    name: str
    end: str
    cells: Change = same
    text: Callable[[str], str] = str
    unit: str = "单位：万人民币"
    headings: int = MONTH
    file: str = "2025-07.csv"
    period: str | None = None
    of: tuple[int, int] = (YEAR, MONTH)
    places: bool = False
    said: str = ""


def cell(name: str, column: int, change: Callable[[str], str]) -> Change:
    """One cell of one place changed."""

    def changed(rows: Cells) -> Cells:
        rows = [list(row) for row in rows]
        row = slips.at(rows, name)
        row[column] = change(row[column])
        return rows

    return changed


def every(change: Callable[[str], str], columns: range = slips.ROW) -> Change:
    """Every cell of some columns changed."""
    return lambda rows: [
        [change(c) if i in columns and c != "-" else c for i, c in enumerate(row)] for row in rows
    ]


def columns(*order: int) -> Change:
    """The columns in another order, under the same headings."""
    return lambda rows: [[row[i] for i in order] for row in rows]


def names(change: Callable[[str], str]) -> Change:
    """Every name changed."""
    return lambda rows: [[change(row[0]), *row[1:]] for row in rows]


def lines(change: Callable[[list[str]], list[str]]) -> Callable[[str], str]:
    """The lines of the file changed, those of the head included."""
    return lambda text: "".join(change(text.splitlines(keepends=True)))


def swapped(value: str) -> str:
    """The first two neighbouring digits that differ in each other's place."""
    at = next(i for i in range(len(value)) if value[i] != value[i + 1])
    return value[:at] + value[at + 1] + value[at] + value[at + 2 :]


def sign_lost(rows: Cells) -> Cells:
    """The minus lost before the growth of total trade of the first province that has one."""
    name = next(row[0] for row in rows[1:] if row[7].startswith("-"))
    return cell(name, 7, lambda value: value[1:])(rows)


def moved_down(rows: Cells) -> Cells:
    """The figures of every province in the row below it, the last ones in the first."""
    figures = [row[1:] for row in rows[1:]]
    figures = figures[-1:] + figures[:-1]
    return [rows[0], *([r[0], *f] for r, f in zip(rows[1:], figures, strict=True))]


def sorted_by_total(rows: Cells) -> Cells:
    """The provinces from the largest, as a spreadsheet sorts them."""
    return [rows[0], *sorted(rows[1:], key=lambda row: -int(row[2]))]


def names_exchanged(one: str, other: str) -> Change:
    """Two names in each other's row."""
    swapped = {one: other, other: one}
    return names(lambda name: swapped.get(name, name))


def scaled(factor: float) -> Callable[[str], str]:
    """A value times ``factor``, as a whole number."""
    return lambda text: str(round(int(text) * factor))


def place_flows_exchanged(name: str, count: int) -> Change:
    """``count`` counted as imports of a city instead of exports, in the year to date."""

    def changed(rows: Cells) -> Cells:
        rows = [list(row) for row in rows]
        row = slips.at(rows, name)
        row[4], row[6] = str(int(row[4]) - count), str(int(row[6]) + count)
        return rows

    return changed


def of_last_month(name: str, columns: range) -> Change:
    """Cells of a place as in the table of June, the months of the nation added up again."""

    def changed(rows: Cells) -> Cells:
        rows = [list(row) for row in rows]
        row, nation = slips.at(rows, name), rows[0]
        june = slips.at(slips.real_table(2025, 6), name)
        for column in columns:
            if column in slips.MONTHS:
                nation[column] = str(int(nation[column]) + int(june[column]) - int(row[column]))
            row[column] = june[column]
        nation[1] = str(int(nation[3]) + int(nation[5]))
        return rows

    return changed


def subtotal_below(rows: Cells) -> Cells:
    """``rows`` with the sum of three provinces as a last row, where a city would stand."""
    parts = [slips.at(rows, name) for name in (GD, JS, ZJ)]
    sums = [str(sum(int(part[column]) for part in parts)) for column in range(1, 7)]
    return [*rows, ["东部地区", *sums, "3.5", "4.0", "1.0"]]


GD, JS, ZJ, SD, SC, HB = ("广东省", "江苏省", "浙江省", "山东省", "四川省", "湖北省")


def in_cells() -> Iterator[Mistake]:
    """Mistakes in single cells."""
    yield Mistake("last digit lost", REFUSED, cell(JS, 2, lambda v: v[:-1]), said=JS)
    yield Mistake("a digit twice", REFUSED, cell(ZJ, 4, lambda v: v[0] + v), said=ZJ)
    yield Mistake("two digits exchanged", REFUSED, cell(JS, 4, swapped), said=JS)
    yield Mistake("two last digits exchanged", REFUSED, cell(SD, 6, lambda v: v[:-2] + v[:-3:-1]))
    yield Mistake("comma in the wrong place", REFUSED, cell(GD, 2, lambda v: f'"{v[:2]},{v[2:]}"'))
    yield Mistake("cell emptied", REFUSED, cell(SC, 3, lambda v: ""))
    yield Mistake("nil instead of a value", REFUSED, cell(SC, 4, lambda v: "-"))
    yield Mistake("minus before a value", REFUSED, cell(HB, 2, lambda v: f"-{v}"))
    yield Mistake("letter O for zero", REFUSED, cell(GD, 2, lambda v: v[:-1] + "O"))
    yield Mistake("formula left in a cell", REFUSED, cell(GD, 2, lambda v: "=E5+G5"))
    yield Mistake("error of a spreadsheet", REFUSED, cell(GD, 2, lambda v: "#REF!"))
    yield Mistake("sign of growth lost", REFUSED, sign_lost)
    yield Mistake("point of growth lost", REFUSED, cell(GD, 7, lambda v: v.replace(".", "")))
    yield Mistake("scientific notation", REFUSED, cell(GD, 2, lambda v: f"{int(v):.2E}"))


def in_all_cells() -> Iterator[Mistake]:
    """What a spreadsheet or an office program does to all cells."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    yield Mistake("full-width digits", HARMLESS, every(lambda v: v.translate(wide), range(1, 7)))
    yield Mistake("thousands commas", HARMLESS, every(lambda v: f'"{int(v):,}"', range(1, 7)))
    yield Mistake("spaces around values", HARMLESS, every(lambda v: f" {v} "))
    yield Mistake("a decimal zero", HARMLESS, every(lambda v: f"{v}.0", range(1, 7)))
    yield Mistake("spaces around names", HARMLESS, names(lambda name: f"  {name}　"))
    yield Mistake("short names", HARMLESS, names(lambda n: n.replace("省", "").replace("市", "")))
    yield Mistake("signs of growth lost", REFUSED, every(lambda v: v.lstrip("-"), slips.GROWTH))
    yield Mistake("a tenth of all values", REFUSED, every(scaled(0.1), range(1, 7)),
                  said="10 times too small, so the unit is wrong")  # fmt: skip
    yield Mistake("all in dollars", REFUSED, every(scaled(1 / 7.17), range(1, 7)), said="RMB")
    yield Mistake("months ten times", REFUSED, every(scaled(10), slips.MONTHS))


def in_rows() -> Iterator[Mistake]:
    """Rows lost, doubled and moved."""
    yield Mistake("names exchanged", REFUSED, names_exchanged("河南省", "安徽省"), said="河南省")
    yield Mistake("figures exchanged", REFUSED, lambda r: slips.exchanged(r, (HB, SC), slips.ROW))
    yield Mistake("months exchanged", REFUSED, lambda r: slips.exchanged(r, (HB, SC), slips.MONTHS))
    yield Mistake("a row lost", REFUSED, lambda rows: [*rows[:9], *rows[10:]], said="missing")
    yield Mistake("a row twice", REFUSED, lambda rows: [*rows[:9], rows[8], *rows[9:]])
    yield Mistake("sorted by size", REFUSED, sorted_by_total, said="rows were moved")
    yield Mistake("moved down", REFUSED, moved_down)
    yield Mistake("nation lost", REFUSED, lambda rows: rows[1:], said="总值")
    yield Mistake("end cut off", REFUSED, lambda rows: rows[:-4], said="missing")
    yield Mistake("a line broken off", REFUSED, text=lines(lambda t: [*t[:20], t[20][:30]]))


def in_columns() -> Iterator[Mistake]:
    """Columns lost and exchanged."""
    yield Mistake("exports and imports exchanged", REFUSED, slips.flows_exchanged,
                  said="exports and imports are exchanged in every row")  # fmt: skip
    yield Mistake("month and to date exchanged", REFUSED, columns(0, 2, 1, 4, 3, 6, 5, 7, 8, 9))
    yield Mistake("total and exports exchanged", REFUSED, columns(0, 3, 4, 1, 2, 5, 6, 8, 7, 9))
    yield Mistake("months exchanged by flow", REFUSED, columns(0, 1, 2, 5, 4, 3, 6, 7, 8, 9))
    yield Mistake("growth exchanged by flow", REFUSED, columns(0, 1, 2, 3, 4, 5, 6, 7, 9, 8))
    yield Mistake("a column lost", REFUSED, text=lines(
        lambda t: [",".join(line.rstrip("\n").split(",")[:-1]) + "\n" for line in t]
    ))  # fmt: skip


def in_heads() -> Iterator[Mistake]:
    """Another unit or another period than the figures have."""
    yield Mistake("亿元 for 万元", REFUSED, unit="单位：亿元", said="10,000 times too large")
    yield Mistake("万美元 for 万元", REFUSED, unit="单位：万美元", said="not in US dollars")
    yield Mistake("unit line lost", REFUSED, unit="", said="unit")
    yield Mistake("last month's table", REFUSED, of=(2025, 6), said="they fit 2025-06")
    yield Mistake("last year's file renamed", REFUSED, of=(2024, 7), said="they fit 2024-07")
    yield Mistake("a year ahead", REFUSED, file="2026-07.csv", said="2025-07")
    yield Mistake("headings of another month", REFUSED, headings=8)
    yield Mistake("another month in --period", REFUSED, period="2025-06")


def that_add_up() -> Iterator[Mistake]:
    """Mistakes that leave all sums right."""
    yield Mistake("one province 3 % off", REFUSED, lambda r: slips.one_off(r, SC, 1.03), said=SC)
    yield Mistake("one province 1.5 % off", FLAGGED, lambda r: slips.one_off(r, SC, 1.015), said=SC)
    copied = [(SC, slips.GROWTH, "growth rates", False), (SC, slips.MONTHS, "values", False),
              ("深圳市", slips.GROWTH, "growth rates", True)]  # fmt: skip
    for name, columns, what, places in copied:
        yield Mistake(f"{what} of {name} copied from June", FLAGGED, of_last_month(name, columns),
                      places=places, said=f"{name}")  # fmt: skip
    yield Mistake("imports taken for exports", REFUSED,
                  lambda r: slips.moved_to_imports(r, SC, 5_000_000), said=SC)  # fmt: skip
    yield Mistake("a sum of provinces below the cities", REFUSED, subtotal_below, places=True,
                  said="东部地区")  # fmt: skip
    yield Mistake("two cities exchanged", REFUSED, names_exchanged("南京市", "苏州市"), places=True)
    yield Mistake("a city ten times", REFUSED, places=True, said="广州市",
                  cells=lambda r: [every(scaled(10), range(1, 7))([x])[0] if x[0] == "广州市" else x
                                   for x in r])  # fmt: skip
    yield Mistake("a digit moved between flows of a city", REFUSED, places=True, said="广州市",
                  cells=place_flows_exchanged("广州市", 10_000_000))  # fmt: skip


def all_mistakes() -> list[Mistake]:
    """All of them, in the order of the lists above."""
    lists = (in_cells, in_all_cells, in_rows, in_columns, in_heads, that_add_up)
    return [mistake for kind in lists for mistake in kind()]
