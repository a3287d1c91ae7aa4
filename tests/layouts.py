"""One file of every layout the publishers use, as bytes, to be damaged."""

import tempfile
from pathlib import Path

import tables

# What readers take note of: pieces that are likely to lead them astray.
PIECES = [
    piece.encode()
    for piece in (
        "总值", "北京市", "地区", "单位：万元", "单位：亿美元", "2025年8月", "1至8月", "Beijing",
        "Unit: US$1,000", "<table>", "</table>", "<tr>", "<td colspan='9999'>", "<td rowspan='0'>",
        "</td>", "<!--", "<script>", "&nbsp;", "&#0;", "'", '"', ",", "\t", "\r", "\n", "\0",
        "-", "1e999", "nan", "9" * 400, "%", "±", "١", "\u202e", "\ufeff",
    )
]  # fmt: skip


def texts() -> dict[str, bytes]:
    """The layouts that are text, by the name of the file."""
    trade = tables.bureau_table(
        "经营单位所在地进出口总额", "万美元", tables.series(range(2010, 2014))
    )
    return {
        "table.csv": tables.csv_table(2025, 8).encode(),
        "page.html": tables.html_page(2025, 8).encode("gb18030").replace(b"utf-8", b"gb18030"),
        "english.html": tables.english_page(2025, 8).encode(),
        "english-rows.html": tables.english_page(2025, 8, second_row=True).encode(),
        "old.csv": tables.old_csv(trade),
        "new.csv": tables.new_csv(trade),
    }


def workbooks() -> dict[str, bytes]:
    """The layouts that are workbooks, by the name of the file."""
    cells = tables.sheet(2025, 8)
    with tempfile.TemporaryDirectory() as folder:
        written = (
            tables.write_xlsx(Path(folder, "book.xlsx"), cells),
            tables.write_xls(Path(folder, "book.xls"), cells),
        )
        return {path.name: path.read_bytes() for path in written}
