"""Zip files whose bytes depend on nothing but the files in them."""

import io
import zipfile
from collections.abc import Mapping

# The first day that a zip file can tell: every file in it has this one, whenever it was made.
DAY = (1980, 1, 1, 0, 0, 0)
UNIX, READABLE = 3, 0o644 << 16


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip file of ``files`` by name, in the order given; the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, DAY)
            entry.create_system, entry.external_attr = UNIX, READABLE
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a zip file by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
