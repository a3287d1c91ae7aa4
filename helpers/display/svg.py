"""Charts as inline SVG: text stays text, ids and colours suit the page, marks tell figures."""

import io
import re
from xml.sax.saxutils import quoteattr

import numpy as np
from lxml import etree
from matplotlib.backends.backend_svg import FigureCanvasSVG

from helpers.display import fonts, style
from helpers.display.style import Chart
from helpers.display.tooltips import Mark

SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
POINTS_AN_INCH = 72
RADIUS = 6.5
# Colours of marks and text follow the page's, light or dark; alone, the SVG falls back on these.
VARIABLES = {
    style.ACCENT: "accent",
    style.GREY: "grey",
    style.PIECE: "piece",
    style.TEXT: "ink",
    style.RULE: "rule",
}


def inline(chart: Chart) -> str:
    """The chart as an SVG element whose ids are its own: two on a page do not collide."""
    out = io.BytesIO()
    with style.theme():
        # Straight to the printer: savefig would draw everything once more beforehand.
        FigureCanvasSVG(chart.figure).print_svg(out, metadata={"Date": None})
    root = etree.fromstring(out.getvalue())
    _strip(root)
    _own_ids(root, chart.name)
    _unwrap(root)
    _hoist(root)
    for drawn in root.findall(f"{{{SVG}}}g"):
        # Screen readers are given the text alternative and the marks, not every tick and stroke.
        drawn.set("aria-hidden", "true")
    root.set("role", "group")
    root.set("aria-label", chart.alt)
    if chart.marks:
        root.append(etree.fromstring(_overlay(chart)))
    return _themed(etree.tostring(root, encoding="unicode"))


def _strip(root: etree._Element) -> None:
    """Take out what would reach beyond the drawing: metadata, a style sheet for ``*``, a size."""
    for name in ("metadata", "style"):
        for extra in root.findall(f".//{{{SVG}}}{name}"):
            extra.getparent().remove(extra)
    root.set("stroke-linejoin", "round")
    root.set("font-family", f"{fonts.FAMILY}, sans-serif")
    for size in ("width", "height", "version"):
        root.attrib.pop(size, None)


def _own_ids(root: etree._Element, prefix: str) -> None:
    """Give what is referred to an id of the chart's own; take the other ids away."""
    found = [
        name
        for node in root.iter()
        for key, value in node.attrib.items()
        for name in ([value[1:]] if key == XLINK else re.findall(r"url\(#([^)]+)\)", value))
    ]
    # Numbers in place of Matplotlib's names, which are long and on every point of a line.
    wanted = {name: f"{prefix}-{at}" for at, name in enumerate(dict.fromkeys(found), start=1)}
    for node in root.iter():
        for key, value in list(node.attrib.items()):
            if key == "id" and value in wanted:
                node.set(key, wanted[value])
            elif key == "id":
                del node.attrib[key]
            elif key == XLINK:
                node.set(key, f"#{wanted[value[1:]]}")
            elif "url(#" in value:
                node.set(key, re.sub(r"(?<=url\(#)[^)]+", lambda name: wanted[name[0]], value))


def _unwrap(root: etree._Element) -> None:
    """Take away groups that say nothing about what is in them; a full page has a thousand."""
    for group in root.findall(f".//{{{SVG}}}g/{{{SVG}}}g"):
        if not group.attrib:
            at, parent = group.getparent().index(group), group.getparent()
            parent[at : at + 1] = list(group)


def _hoist(root: etree._Element) -> None:
    """Say a style once where all the points of a group have the same."""
    for group in root.iter(f"{{{SVG}}}g"):
        points = [node for node in group if node.tag != f"{{{SVG}}}defs"]
        styles = {node.get("style") for node in points}
        plain = "style" not in group.attrib and all(p.tag == f"{{{SVG}}}use" for p in points)
        if plain and len(points) > 1 and len(styles) == 1 and (own := styles.pop()):
            group.set("style", own)
            for node in points:
                del node.attrib["style"]


def _overlay(chart: Chart) -> str:
    """One transparent shape a mark, drawn last, so that it is what the pointer meets."""
    places = _places(chart)
    shapes = "".join(_shape(m, place) for m, place in zip(chart.marks, places, strict=True))
    return f'<g xmlns="{SVG}" class="marks" fill="none" pointer-events="all">{shapes}</g>'


def _shape(mark: Mark, place: np.ndarray) -> str:
    (left, a), (right, b) = place
    if mark.x[0] == mark.x[1] and mark.y[0] == mark.y[1]:
        shape = f'<circle cx="{left:.1f}" cy="{a:.1f}" r="{RADIUS}"/>'
    else:
        x, y, width, height = min(left, right), min(a, b), abs(right - left), abs(b - a)
        shape = f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
    # Without an address it is a picture that tells something; with one, a link.
    about = f' data-about="{mark.told.code}"' if mark.told.code else ""
    label = quoteattr(mark.told.text)
    return f'<a class="mark"{about} role="img" aria-label={label}>{shape}</a>'


def _places(chart: Chart) -> np.ndarray:
    """Return both corners of each mark as the SVG has them, once the figure is laid out."""
    figure = chart.figure
    corners = np.array([[m.x, m.y] for m in chart.marks], dtype=float).swapaxes(1, 2)
    placed = figure.axes[0].transData.transform(corners.reshape(-1, 2))
    placed = placed * POINTS_AN_INCH / figure.dpi
    placed[:, 1] = figure.get_figheight() * POINTS_AN_INCH - placed[:, 1]
    return placed.reshape(-1, 2, 2)


def _themed(text: str) -> str:
    """The SVG with the page's colours in it, and without what only makes it longer."""
    text = text.replace(f"font-family: '{fonts.FAMILY}'; ", "")
    text = re.sub(r' transform="rotate\(-0 [^)]*\)"', "", text)
    # A hundredth of a point is finer than any screen.
    text = re.sub(r"(\d\.\d\d)\d+", r"\1", text)
    for color, name in VARIABLES.items():
        text = text.replace(f": {color}", f": var(--{name},{color})")
    text = re.sub(r"fill: #ffffff(?=[;\"])", "fill: var(--on-mark,#ffffff)", text)
    text = re.sub(r"stroke: #ffffff(?=[;\"])", "stroke: var(--paper,#ffffff)", text)
    text = re.sub(r">\s+<", "><", text)
    return re.sub(r' (d|style)="([^"]*)"', _compact, text)


def _compact(found: re.Match[str]) -> str:
    """Return a path or a style without the spaces that no browser needs."""
    name, value = found.groups()
    parts = r"\s*([A-Za-z])\s*" if name == "d" else r"([:;])\s+"
    value = re.sub(parts, r"\1", value).strip()
    return f' {name}="{value}"'
