"""Commands that run at the same moment end as if they had run one after the other."""

import shutil

import slips
import tables
from processes import content, end, ended, needs_fork, start

from helpers.data import tables as store
from helpers.publish import difference
from helpers.sources import undo

pytestmark = needs_fork
PUBLISH = ("publish", "--only", "regions", "--lang", "zh", "--year")


def told(old, new) -> tuple[list[tuple], ...]:
    """What differs between two folders of data/."""
    changes = difference.of(str(old), str(new))
    frames = (changes.editions, changes.figures, changes.sentences)
    return tuple(list(frame.fillna("").itertuples(index=False, name=None)) for frame in frames)


def test_two_publishes_an_import_and_diffs_at_once_end_as_one_after_the_other(
    tmp_path, monkeypatch
):
    data = tables.copy_of_data(tmp_path, monkeypatch)
    july = slips.write(tmp_path, 2025, 7, slips.real_table(2025, 7))
    rows = store.load("releases").query("source == @slips.SOURCE and period == '2025-07'")
    undo.undo(rows["release"].iloc[0])
    old, new = (shutil.copytree(data, tmp_path / name) for name in ("old", "new"))
    commands = {
        "import": ("import", july),
        "diff": ("diff", old, data),
        "2010": (*PUBLISH, "2010", "--out", tmp_path / "site"),
        "2024": (*PUBLISH, "2024", "--out", tmp_path / "site"),
    }
    running = {name: start(*words, told=tmp_path / name) for name, words in commands.items()}
    answers = []
    while not ended(running["import"]):
        answers.append(told(old, data))
    codes = {name: end(child) for name, child in running.items()}
    said = {name: (tmp_path / name).read_text("utf-8") for name in commands}
    assert codes == {"import": 0, "diff": 0, "2010": 0, "2024": 0}, said

    monkeypatch.setenv("TRADE_DATA", str(new))
    assert end(start("import", july)) == 0
    assert tables.state(data) == tables.state(new)
    nothing, month = told(old, old), told(old, new)
    assert nothing != month
    assert all(answer in (nothing, month) for answer in answers)
    sites = []
    for when, years in ((old, ("2010", "2024")), (new, ("2024", "2010"))):
        monkeypatch.setenv("TRADE_DATA", str(when))
        out = tmp_path / f"site of {when.name}"
        assert [end(start(*PUBLISH, year, "--out", out)) for year in years] == [0, 0]
        sites.append(content(out))
    assert sites[0] != sites[1]
    assert content(tmp_path / "site") in sites
