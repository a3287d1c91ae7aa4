"""Pages made before, kept to be used again.

The key of a page is the digest of all that it is made from, see :func:`key`:

- its notebook and the parameters it runs with,
- the rows of data/ that it may read (:mod:`helpers.publish.slices`), not the whole of data/,
- the helpers with their templates,
- the versions of Python and of the libraries, and the font.

Links to other pages are not in what is kept: :mod:`helpers.publish.links` fills them in at every
publish. How it is kept, and for how long, is in :mod:`helpers.system.cache`.
"""

import base64
import dataclasses
import json
import zlib

from helpers.publish.page import Made, Rows
from helpers.publish.pages import Page
from helpers.system import cache, fingerprint

FOLDER = "pages"


def key(page: Page, notebook: bytes, rows: str) -> str:
    """The key of a page whose notebook file and digest of rows are given."""
    parameters = json.dumps(dataclasses.asdict(page), sort_keys=True)
    made_with = (fingerprint.code(), fingerprint.libraries(), fingerprint.font())
    return fingerprint.digest(parameters, notebook, rows, *made_with)


def load(name: str) -> Made | None:
    """The page kept under a key, or None where there is none, or what there is cannot be right."""
    packed = cache.load(FOLDER, name)
    return None if packed is None else _unpacked(packed)


def store(name: str, made: Made) -> None:
    """Keep a page under a key."""
    cache.store(FOLDER, name, _packed(made))


def _packed(made: Made) -> bytes:
    values = dataclasses.asdict(made)
    values["card"] = base64.b64encode(made.card).decode("ascii")
    values["files"] = {k: base64.b64encode(v).decode("ascii") for k, v in made.files.items()}
    return zlib.compress(json.dumps(values, ensure_ascii=False).encode("utf-8"), level=1)


def _unpacked(packed: bytes) -> Made:
    values = json.loads(zlib.decompress(packed))
    values["page"] = Page(**values["page"])
    values["card"] = base64.b64decode(values["card"])
    values["files"] = {k: base64.b64decode(v) for k, v in values["files"].items()}
    values["tables"] = {name: Rows(**table) for name, table in values["tables"].items()}
    return Made(**values)
