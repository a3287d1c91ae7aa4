"""An import that is damaged, doubled or killed never leaves data/ between two states."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.data import schema
from helpers.data import tables as store
from helpers.system import atomic
from helpers.system.errors import BadInput

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
# What an import does to the file system, step by step.
STEPS = {"os.rename", "os.mkdir", "os.rmdir", "os.remove"}


@pytest.fixture
def data(tmp_path, monkeypatch):
    return tables.fresh(tmp_path, monkeypatch)


def write(folder: Path, year: int, month: int) -> Path:
    path = folder / f"{year}-{month:02d}.csv"
    path.write_text(tables.csv_table(year, month), encoding="utf-8")
    return path


def in_child(work: Callable[[], object]) -> int:
    """Do ``work`` in a process of its own; gives its id."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def ended(child: int) -> int:
    """The exit code of a child, negative when a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def fatal_at(step: int) -> None:
    """Kill this process when it is about to change the file system for the ``step``-th time."""
    left = [step]

    def count(event: str, args: tuple) -> None:
        writing = event == "open" and isinstance(args[1], str) and "w" in args[1]
        if event in STEPS or writing:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


@needs_fork
def test_a_kill_at_any_step_leaves_the_old_data_or_the_new(tmp_path, data):
    tables.take_in([write(tmp_path, 2025, 7)])
    path = write(tmp_path, 2025, 8)
    old = tables.state(data)
    tables.take_in([path])
    new = tables.state(data)
    seen, step = [], 0
    while True:
        step += 1
        for name in set(tables.state(data)) | set(old):
            (data / name).write_bytes(old[name])

        def work(at: int = step) -> None:
            fatal_at(at)
            tables.take_in([path])

        code = ended(in_child(work))
        # Whoever reads next finds one of the two states, whole.
        for table in schema.TABLES:
            store.load(table)
        left = {k: v for k, v in tables.state(data).items() if not k.startswith(".incoming-")}
        assert left in (old, new)
        seen.append(left == new)
        # And the next import clears up and gets there.
        tables.take_in([path])
        assert tables.state(data) == new
        if code == 0:
            break
        assert code == -signal.SIGKILL
    assert step > 8
    assert seen == sorted(seen)
    assert not seen[0]


def test_a_decided_change_is_finished_by_the_next_reader(tmp_path, data):
    tables.take_in([write(tmp_path, 2025, 7)])
    rows = store.load("trade")
    settling = data / atomic.SETTLING
    settling.mkdir()
    store.write_table(rows[rows["flow"] == "total"], "trade", settling)
    assert set(store.load("trade")["flow"]) == {"total"}
    assert not settling.exists()


@needs_fork
def test_imports_at_once_do_not_interleave(tmp_path, data, monkeypatch):
    paths = [write(tmp_path, 2025, month) for month in (3, 4, 5, 6)]
    children = [in_child(lambda p=path: tables.take_in([p])) for path in [*paths, paths[0]]]
    assert [ended(child) for child in children] == [0] * 5
    at_once = tables.figures_of(data)
    (tmp_path / "second").mkdir()
    data = tables.fresh(tmp_path / "second", monkeypatch)
    tables.take_in(paths)
    assert tables.figures_of(data) == at_once


@needs_fork
def test_a_reader_never_sees_half_a_table(tmp_path, data):
    paths = [write(tmp_path, 2025, month) for month in range(1, 5)]
    child = in_child(lambda: [tables.take_in([path]) for path in paths])
    sizes = set()
    while not os.waitpid(child, os.WNOHANG)[0]:
        sizes.add(len(store.load("trade")))
    assert sizes | {768} <= {0, 192, 384, 576, 768}


@needs_fork
def test_who_holds_the_lock_is_told_and_a_lock_of_the_dead_is_taken_over(
    data, tmp_path, monkeypatch, caplog
):
    monkeypatch.setattr(atomic, "WAIT_SECONDS", 1.2)
    path = write(tmp_path, 2025, 7)

    def hold() -> None:
        with atomic.locked(data):
            (tmp_path / "ready").touch()
            time.sleep(60)

    child = in_child(hold)
    try:
        while not (tmp_path / "ready").exists():
            time.sleep(0.01)
        held = rf"{data} is being written by process {child} since \d{{4}}-\d\d-\d\d \d\d:"
        with pytest.raises(BadInput, match=held):
            tables.take_in([path])
        assert f"Waiting: {data} is being written by process {child}" in caplog.text
    finally:
        os.kill(child, signal.SIGKILL)
        ended(child)
    tables.take_in([path])
    assert len(store.load("trade")) == 192


# --- a good table, damaged at random ----------------------------------------------------------

GOOD = tables.csv_table(2025, 8)
LINES = GOOD.splitlines(keepends=True)
OWN = [
    i
    for i, line in enumerate(LINES)
    if line.split(",")[0] in {"总值", *tables.provinces()["name_zh"]}
]
own = st.sampled_from(OWN)


def drop(draw) -> str:
    at = draw(own)
    return "".join(LINES[:at] + LINES[at + 1 :])


def double(draw) -> str:
    at, to = draw(own), draw(st.integers(0, len(LINES)))
    return "".join([*LINES[:to], LINES[at], *LINES[to:]])


def swap_lines(draw) -> str:
    a, b = draw(st.lists(own, min_size=2, max_size=2, unique=True))
    lines = list(LINES)
    lines[a], lines[b] = lines[b], lines[a]
    return "".join(lines)


def swap_columns(draw) -> str:
    a, b = draw(st.lists(st.integers(1, 9), min_size=2, max_size=2, unique=True))
    lines = [line.rstrip("\n").split(",") for line in LINES]
    for cells in lines[3:-1]:
        cells[a], cells[b] = cells[b], cells[a]
    return "".join(",".join(cells) + "\n" for cells in lines)


def scale_cell(draw) -> str:
    at, column = draw(own), draw(st.integers(1, 9))
    return _changed(at, lambda i, cell: scaled(cell, draw_factor(draw)) if i == column else cell)


def scale_row(draw) -> str:
    at, factor = draw(own), draw_factor(draw)
    return _changed(at, lambda i, cell: scaled(cell, factor) if i < 7 else cell)


def junk_cell(draw) -> str:
    at, column = draw(own), draw(st.integers(0, 9))
    junk = draw(st.sampled_from(["", "=1", "<b>1</b>", "1,2", "12..5", "x", "1e5", "--5", "\x07"]))
    return _changed(at, lambda i, cell: junk if i == column else cell, start=0)


def truncate(draw) -> bytes:
    content = GOOD.encode()
    return content[: draw(st.integers(0, len(content) - 2))]


def recode(draw) -> bytes:
    write, read = draw(
        st.sampled_from(
            [("gb18030", None), ("utf-16", None), ("utf-8", "latin-1"), ("gb18030", "latin-1")]
        )
    )
    content = GOOD.encode(write)
    return content.decode(read).encode() if read else content


def lose_bytes(draw) -> bytes:
    content = GOOD.encode()
    at = draw(st.integers(0, len(content) - 2))
    return content[:at] + content[at + draw(st.integers(2000, 4000)) :]


def _changed(at: int, change, start: int = 1) -> str:
    cells = LINES[at].rstrip("\n").split(",")
    cells = [change(i, cell) if i >= start else cell for i, cell in enumerate(cells)]
    return "".join([*LINES[:at], ",".join(cells) + "\n", *LINES[at + 1 :]])


def draw_factor(draw) -> float:
    return draw(st.sampled_from([0.01, 0.1, 10, 100, 1000]))


def scaled(cell: str, factor: float) -> str:
    if "." in cell and abs(float(cell)) < 2:
        # Less than the rounding of the printed rates can tell; so let it be plainly wrong.
        return str(float(cell) + 20)
    return f"{float(cell) * factor:.1f}" if "." in cell else str(round(int(cell) * factor))


DAMAGES = (
    drop,
    double,
    swap_lines,
    swap_columns,
    scale_cell,
    scale_row,
    junk_cell,
    truncate,
    recode,
    lose_bytes,
)


@st.composite
def damaged(draw) -> tuple[str, bytes]:
    """The name of a damage and the table after it."""
    damage = draw(st.sampled_from(DAMAGES))
    content = damage(draw)
    return damage.__name__, content.encode() if isinstance(content, str) else content


@pytest.fixture(scope="module")
def year_before(tmp_path_factory):
    """A data folder with the table of a year before, and that with the good table added."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("damaged")
        data = tables.fresh(folder, patch)
        tables.take_in([write(folder, 2024, 8)])
        with_good = folder / "good"
        with_good.mkdir()
        before = tables.state(data)
        tables.take_in([write(folder, 2025, 8)])
        good = {table: store.load(table) for table in ("trade", "localities")}
        yield folder, data, before, good


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(case=damaged())
def test_damage_is_refused_or_harmless(year_before, case):
    folder, data, before, good = year_before
    damage, content = case
    path = folder / "2025-08.csv"
    path.write_bytes(content)
    for name, old in before.items():
        (data / name).write_bytes(old)
    refusal = ""
    try:
        tables.take_in([path])
    except BadInput as error:
        refusal = str(error)
    if refusal:
        assert path.name in refusal
        assert tables.state(data) == before
        return
    # What got in is the good table itself, to the last figure: nothing was really damaged.
    for table, rows in good.items():
        found = store.load(table).drop(columns="release")
        assert found.equals(rows.drop(columns="release")), damage
