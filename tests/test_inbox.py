"""Files taken in from a notebook: what is told of them, and that the command does the work."""

import datetime

import pytest
import tables

from helpers.explore.inbox import Inbox


@pytest.fixture
def data(tmp_path, monkeypatch):
    return tables.fresh(tmp_path, monkeypatch)


def dropped(inbox, name, text):
    inbox._upload.value = (
        {"name": name, "type": "text/csv", "size": len(text), "content": text.encode(),
         "last_modified": datetime.datetime(2026, 1, 1)},
    )  # fmt: skip
    return inbox.wait()


def test_a_table_is_dropped_checked_and_taken_in(data):
    inbox = Inbox("en")
    before = tables.state(data)
    told = dropped(inbox, "2025-08.csv", tables.csv_table(2025, 8))
    assert "Can be taken in" in told
    assert "2025-08.csv: " in told
    assert "198 new, 0 revised" in told
    assert "No stored figure would change" in told
    assert tables.state(data) == before
    inbox.take_in()
    assert "--accept-unchecked" in inbox.wait()
    assert tables.state(data) == before
    inbox._unchecked.value = True
    inbox.take_in()
    told = inbox.wait()
    assert "To publish: trade publish" in told
    assert tables.state(data) != before
    inbox.check()
    assert "imported before, nothing changes" in inbox.wait()


def test_what_is_refused_says_why_and_changes_nothing(data):
    inbox = Inbox("zh")
    before = tables.state(data)
    told = dropped(inbox, "../2025-08.csv", "a,b\n1,2\n")
    assert "没有导入，数据未变" in told
    assert "2025-08.csv" in told
    assert inbox._take.disabled
    assert tables.state(data) == before
