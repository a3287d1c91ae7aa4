"""Damaged tables without end, chosen by what they make the readers do: `make fuzz`.

Every input must be read or refused by BadInput, within 5 seconds and 500 MB. What fails is left as
crash-* in the folder that is told, and belongs into tests/test_damaged.py once it is mended.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["helpers"]):
    from helpers.sources import reader
    from helpers.system.errors import BadInput

import layouts

SECONDS = 600
FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))
READ = {"refused": 0, "read": 0}


def one(content: bytes) -> None:
    """Read one input; the first byte says what its name ends in."""
    path = FOLDER / ("input.html" if content[:1] == b"h" else "2025-08.csv")
    path.write_bytes(content[1:])
    try:
        reader.read(path)
        READ["read"] += 1
    except BadInput:
        READ["refused"] += 1


def main() -> None:
    """Fuzz from a file of every layout on, for the seconds given."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    corpus = FOLDER / "corpus"
    corpus.mkdir()
    for name, content in layouts.texts().items():
        (corpus / name).write_bytes((b"h" if name.endswith("html") else b"c") + content)
    words = FOLDER / "words"
    lines = ("".join(f"\\x{byte:02x}" for byte in piece) for piece in layouts.PIECES)
    words.write_text("".join(f'"{line}"\n' for line in lines if len(line) < 200), "utf-8")
    print(f"Corpus and failures are in {FOLDER}")
    atheris.Setup(
        [
            sys.argv[0], str(corpus), f"-dict={words}", f"-max_total_time={seconds}",
            "-timeout=5", "-rss_limit_mb=500", "-max_len=200000", f"-artifact_prefix={FOLDER}/",
            "-print_final_stats=1",
        ],
        one,
    )  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main()
