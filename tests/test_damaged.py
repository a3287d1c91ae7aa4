"""Files of every layout damaged at random: each is read or refused in a sentence, and at once."""

import resource
import time

import layouts
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.sources import reader
from helpers.system.errors import BadInput

SECONDS, MEGABYTES = 5, 500
TEXTS = layouts.texts()
WORKBOOKS = layouts.workbooks()


@st.composite
def damaged(draw, files: dict[str, bytes]) -> tuple[str, bytes]:
    """The name of a file and its bytes with up to three damages."""
    name = draw(st.sampled_from(sorted(files)))
    content = files[name]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(content)))
        to = min(len(content), at + draw(st.integers(0, 3000)))
        other = draw(st.sampled_from(sorted(files.values())))
        put = draw(
            st.one_of(
                st.just(b""),
                st.sampled_from(layouts.PIECES),
                st.binary(max_size=20),
                st.just(content[at:to] * 2),
                st.integers(0, len(other)).map(lambda i, other=other: other[i : i + 2000]),
            )
        )
        content = content[:at] + put + content[to:]
    return name, content


def read_or_refused(folder, name: str, content: bytes) -> None:
    """Give the file to the readers; BadInput that names it is the only error there may be."""
    path = folder / (name if name.endswith("html") else name.replace("table", "2025-08"))
    path.write_bytes(content)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    try:
        reader.read(path)
        told = path.name
    except BadInput as refusal:
        told = str(refusal)
    assert path.name in told
    assert time.perf_counter() - started < SECONDS
    # In kilobytes; the highest so far, so that its growth is at least what this file took.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used < MEGABYTES * 1024


SHARED_FOLDER = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=300, derandomize=True, suppress_health_check=SHARED_FOLDER)
@given(case=damaged(TEXTS))
def test_a_damaged_table_is_read_or_refused(tmp_path, case):
    read_or_refused(tmp_path, *case)


@settings(max_examples=15, derandomize=True, suppress_health_check=SHARED_FOLDER)
@given(case=damaged(WORKBOOKS))
def test_a_damaged_workbook_is_read_or_refused(tmp_path, case):
    read_or_refused(tmp_path, *case)


@pytest.mark.parametrize(
    "content", ["<?xml version='1.0'?>\n", "<html\0", "<table><tr><tr><</table>"]
)
def test_what_fuzzing_found_is_refused(content, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(content, "utf-8")
    with pytest.raises(BadInput, match=r"page\.html"):
        reader.read(path)


@pytest.mark.parametrize("name", sorted({**TEXTS, **WORKBOOKS}))
def test_what_is_damaged_here_is_a_table_when_whole(name, tmp_path):
    path = tmp_path / name.replace("table", "2025-08")
    path.write_bytes({**TEXTS, **WORKBOOKS}[name])
    assert reader.read(path).tables
