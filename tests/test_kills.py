"""Commands that are killed at any moment: the old state or the new, never one between.

Real processes and random moments; they are forked, so that the moments fall into the work and not
into the start of Python. `make torture` does the same many more times.
"""

import itertools
import random
import signal
import time
from pathlib import Path

import tables
from processes import end, needs_fork, start, wait_for

from helpers import merge, schemas, store

pytestmark = needs_fork


def test_a_killed_import_leaves_the_old_data_or_the_new(tmp_path, monkeypatch, kills):
    data = tables.fresh(tmp_path, monkeypatch)
    first, path = (tmp_path / f"2025-0{month}.csv" for month in (7, 8))
    for file, month in ((first, 7), (path, 8)):
        file.write_text(tables.csv_table(2025, month), encoding="utf-8")
    merge.import_files([first])
    old = tables.state(data)
    started = time.perf_counter()
    assert end(start("import", path)) == 0
    length = time.perf_counter() - started
    new = tables.state(data)
    restore(data, old)
    rng, survived, decided = random.Random(8), 0, 0
    for at in itertools.count():
        if survived == kills:
            break
        child = start("import", path)
        if at % 2:
            # While it writes, which is a small part of the whole.
            wait_for(child, data, ".incoming-*")
            time.sleep(rng.uniform(0, length / 4))
        else:
            time.sleep(rng.uniform(0, length))
        survived += end(child, signal.SIGKILL) == -signal.SIGKILL
        # Whoever reads next finds one of the two states, whole.
        for table in schemas.TABLES:
            store.load(table)
        found = {name: text for name, text in tables.state(data).items() if "/" not in name}
        assert found in (old, new)
        if found == new:
            decided += 1
            restore(data, old)
    # And the next import clears up and gets there.
    assert end(start("import", path)) == 0
    assert tables.state(data) == new
    print(f"trade import: {survived} kills survived, {decided} of them with the new state")


def restore(data: Path, state: dict[str, bytes]) -> None:
    for name, content in state.items():
        (data / name).write_bytes(content)
