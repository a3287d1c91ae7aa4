"""The card of a page: the picture that chats and mail programs show for a link to it."""

import io

import matplotlib.image
from matplotlib.figure import Figure

from helpers.display import style
from helpers.display.show import PNG_WIDTH
from helpers.language.wrapping import wrapped
from helpers.publish.links import CARD

WIDTH, HEIGHT = CARD["width"], CARD["height"]
DPI = 100
MARGIN = 56
LEFT = WIDTH - PNG_WIDTH - MARGIN // 2  # where a drawing begins
TEXT_WIDTH = LEFT - MARGIN - 30  # pixels; beside a drawing
LINE = 1.4


def card(title: str, edition: str, finding: str, lang: str, drawing: bytes | None) -> bytes:
    """Return a PNG with title, edition and first finding, and the lead chart beside them if any.

    A chart taller than the card is cut off at its lower edge.
    """
    with style.theme():
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor="white")
        width = TEXT_WIDTH if drawing else WIDTH - 2 * MARGIN
        y = _write(figure, edition, MARGIN, width, 17, lang, color=style.ACCENT)
        y = _write(figure, title, y + 6, width, 30, lang)
        _write(figure, finding, y + 22, width, 16.5, lang)
        if drawing:
            _place(figure, drawing)
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=DPI, facecolor="white", metadata={"Software": None})
    return out.getvalue()


def _write(
    figure: Figure, text: str, top: float, width: int, size: float, lang: str,
    color: str = style.TEXT,
) -> float:  # fmt: skip
    """Write ``text`` in lines no wider than ``width`` pixels and return the y position below."""
    pixels = size * DPI / 72
    for line in wrapped(text, width / pixels, lang):
        if top + pixels * LINE > HEIGHT - MARGIN / 2:
            break
        figure.text(MARGIN / WIDTH, 1 - top / HEIGHT, line, fontsize=size, color=color, va="top")
        top += pixels * LINE
    return top


def _place(figure: Figure, drawing: bytes) -> None:
    """Place the drawing on the right: centred, or at the top margin where it is too tall."""
    pixels = matplotlib.image.imread(io.BytesIO(drawing), format="png")
    height = pixels.shape[0]
    top = max(MARGIN, (HEIGHT - height) // 2)
    figure.figimage(pixels, LEFT, HEIGHT - top - height, origin="upper")
