"""Reproducible zip files: the same files give the same bytes."""

import io
import zipfile
from collections.abc import Mapping

# The earliest date a zip file can store; used for every file in place of the current time.
DAY = (1980, 1, 1, 0, 0, 0)
UNIX, READABLE = 3, 0o644 << 16


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return a zip file of ``files`` (name to content), in the given order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, DAY)
            entry.create_system, entry.external_attr = UNIX, READABLE
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of a zip file (name to content), in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
