"""What the search finds on a page: titles, headings, sentences, charts, tables, and some rows."""

import lxml.html

# Tables whose rows are found by themselves, and how many columns of a row are told.
ROWS = ("localities", "product_list", "partner_list", "method-definitions")
TOLD = 4
HEADINGS = ("h1", "h2", "h3")
# What stands inside these is told by them, or leads elsewhere.
WHOLE = ("nav", "figure", "table", "details")
PLAIN = ("p", "li")
SKIPPED = {"source", "tools", "files", "edition", "alone"}

Entry = list[str]


def of_page(text: str) -> list[Entry]:
    """Return the texts of a page by place, in its order: the anchor, then what is said there.

    The anchor is the id of a section, a chart or a table; "" is the top of the page. A text that
    is said twice is there once.
    """
    main = lxml.html.document_fromstring(text).get_element_by_id("content")
    found: dict[str, list[str]] = {"": []}
    section, said = "", set()
    for node in main.iter(*HEADINGS, *PLAIN, "figure", "table"):
        if node.tag == "h2":
            section = node.get("id", "")
        at, texts = _told(node, section)
        for told in texts:
            if told and told not in said:
                said.add(told)
                found.setdefault(at, []).append(told)
    return [[at, *texts] for at, texts in found.items() if texts]


def _told(node: lxml.html.HtmlElement, section: str) -> tuple[str, list[str]]:
    """Return the anchor and the texts of one part of a page; no texts for what is not told."""
    if node.tag == "figure":
        words = node.xpath("./figcaption/span[@class='headline' or @class='subtitle']")
        return node.get("id", section), [" · ".join(map(_plain, words))]
    if next(node.iterancestors(*WHOLE), None) is not None:
        return section, []
    if node.tag == "table":
        block = next(node.iterancestors("div"), node).getparent()
        name = block.get("id", "") if block is not None else ""
        rows = _rows(node) if name.removeprefix("table-") in ROWS else []
        return name or section, [*map(_plain, node.xpath("./caption")), *rows]
    if SKIPPED & set(node.get("class", "").split()):
        return section, []
    return section, [_plain(node)]


def _rows(table: lxml.html.HtmlElement) -> list[str]:
    """Return each row of a table as a text: its first cell, then label and cell of the next."""
    labels = [_plain(cell) for cell in table.xpath("./thead/tr/th")]
    told = []
    for row in table.xpath("./tbody/tr"):
        first, *others = [_plain(cell) for cell in row]
        # The definitions have no label worth telling.
        if len(others) == 1:
            told.append(f"{first} · {others[0]}")
        else:
            pairs = zip(labels[1:TOLD], others, strict=False)
            told.append(" · ".join([first, *(f"{label} {cell}" for label, cell in pairs)]))
    return told


def _plain(node: lxml.html.HtmlElement) -> str:
    """Return the text of a node on one line."""
    return " ".join(str(node.text_content()).split())
