"""Read the cells of an .xls or .xlsx workbook in a process of its own with bounded memory.

The reader (python-calamine) is compiled code: on a damaged workbook it may abort the process or
ask for memory without end, which no exception handler stops.
`python -m helpers.sources.workbook FILE` is that process; it prints the sheets as JSON.
"""

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import python_calamine

from helpers.system import limits
from helpers.system.errors import BadInput

OLE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# A workbook of a publisher takes a tenth of a second and 60 MB of memory, and unpacks to 1 MB.
MEMORY = 400 << 20
UNPACKED = 50_000_000
CELLS = 200_000
CPU_SECONDS = 4
SECONDS = 60
PROTECTED, TOO_LARGE = 3, 4

Sheet = list[list[str | float | int | bool]]


def sheets(name: str, content: bytes) -> list[Sheet]:
    """Return the cells of every sheet from A1 on, an empty cell as the empty string.

    Raises BadInput, with ``name`` as the file's name, when it is damaged or needs a password.
    """
    if not content.startswith(OLE):
        _refuse_bomb(name, content)
    large = f"{name} has far more cells than any table of the publishers."
    output = read_apart(name, content, "helpers.sources.workbook", seconds=SECONDS, large=large)
    return list(json.loads(output))


def read_apart(
    name: str, content: bytes, module: str, *words: str, seconds: float, large: str
) -> bytes:
    """Return what ``module`` prints of a workbook in a process of its own, whose limits it sets.

    The process is given the path of the workbook and ``words``. Raises BadInput, with ``name`` as
    the file's name, when the workbook is damaged or needs a password, and with the message
    ``large`` when it is too large.
    """
    with tempfile.TemporaryDirectory() as folder:
        # Only by its name does the reader recognise a protected .xls.
        copy = Path(folder, "book.xls" if content.startswith(OLE) else "book.xlsx")
        copy.write_bytes(content)
        try:
            done = subprocess.run(
                [sys.executable, "-m", module, str(copy), *words],
                capture_output=True,
                timeout=seconds,
                check=False,
            )
            code, output = done.returncode, done.stdout
        except subprocess.TimeoutExpired:
            code, output = 1, b""
    if code == PROTECTED or (code and ENCRYPTED in content):
        raise BadInput(
            f"{name} is protected by a password. Open it in Excel and save it without one."
        )
    if code == TOO_LARGE:
        raise BadInput(large)
    if code:
        raise BadInput(
            f"{name} is a damaged or incomplete workbook. Download it again from the publisher."
        )
    return output


def _refuse_bomb(name: str, content: bytes) -> None:
    """Raise BadInput for a workbook whose parts would unpack to more than any table."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return  # the reader reports it as damaged
    if size > UNPACKED:
        raise BadInput(
            f"{name} would unpack to {size:,} bytes, more than any table of the publishers."
        )


def main(path: str) -> int:
    """Print the sheets of the workbook at ``path`` as JSON and return the exit code."""
    limits.bound(MEMORY, CPU_SECONDS)
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            found = [
                book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
            ]
    except python_calamine.PasswordError:
        return PROTECTED
    if sum(len(row) for sheet in found for row in sheet) > CELLS:
        return TOO_LARGE
    # A date is the only cell that JSON does not know.
    json.dump(found, sys.stdout, default=str)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
