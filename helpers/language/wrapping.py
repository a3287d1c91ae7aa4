"""Lines of text as wide as there is room: words, numbers and closing marks stay whole."""

import re

CLOSING = "，。；：、）,.;:)"
PIECES = {"zh": r"[\d.,%+\u2212]+|.", "en": r"[\w.,;:%+\u2212$'-]+\s*|."}


def width(text: str) -> float:
    """Return how many Chinese characters wide a text is."""
    # A Latin letter is a little over half as wide as the type is high.
    return sum(1.0 if ord(c) > 0x2E80 else 0.56 for c in text)


def wrapped(text: str, room: float, lang: str) -> list[str]:
    """Return lines no wider than ``room`` Chinese characters; words and numbers are not broken."""
    lines, used = [""], 0.0
    for piece in re.findall(PIECES[lang], text):
        wide = width(piece)
        if used + wide > room and piece.strip() not in CLOSING:
            lines.append("")
            used = 0.0
        lines[-1] += piece
        used += wide
    return lines
