"""The site as a whole: swapped in or left alone, the same bytes, links, feeds, the local server."""

import copy
import html
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock
from lxml import etree

from helpers import constants
from helpers.cli.app import app
from helpers.publish import links, page, pages, serve, site
from helpers.publish.front import feed
from helpers.system import folders
from helpers.system.errors import BadInput, RunFailed

ATOM = {"a": feed.ATOM}


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# Another place on earth, a locale that knows ASCII only, no home, another folder and mask.
ELSEWHERE = {
    "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
    "HOME": "/nonexistent/home", "PYTHONHASHSEED": "7",
}  # fmt: skip


def test_publishing_a_page_again_elsewhere_leaves_every_byte_of_the_site(published_site, tmp_path):
    folder = tmp_path / "七个 folders' \U0001f4c8"
    folder.mkdir()
    shutil.copytree(published_site, folder / "site")
    words = ["publish", "--year", "2024", "--only", "regions", "--out", "site"]
    done = subprocess.run(
        [sys.executable, "-m", "helpers", *words], cwd=folder, env=os.environ | ELSEWHERE,
        capture_output=True, text=True, encoding="utf-8", umask=0o077,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert not Path("/nonexistent").exists()
    before, after = tree(published_site), tree(folder / "site")
    assert [name for name in before | after if before.get(name) != after.get(name)] == []


def test_no_page_knows_the_machine_or_the_time(published_site, project):
    for name, content in tree(published_site).items():
        if name.endswith((".html", ".xml", ".json")):
            text = content.decode("utf-8")
            assert str(project) not in text, name
            assert str(Path.home()) + "/" not in text, name
            assert "papermill" not in text, name


def test_every_link_leads_somewhere_and_a_lost_one_is_named(published_site, tmp_path):
    links.check(published_site)
    broken = tmp_path / "site"
    shutil.copytree(published_site, broken)
    (broken / "zh/2010/trends.html").unlink()
    with pytest.raises(RunFailed, match=r"en/2010/trends\.html links to \S+zh/2010/trends\.html"):
        links.check(broken)
    page = broken / "en/2010/movers.html"
    shutil.copyfile(published_site / "zh/2010/trends.html", broken / "zh/2010/trends.html")
    page.write_text(page.read_text("utf-8").replace('id="growth"', 'id="other"'), "utf-8")
    with pytest.raises(RunFailed, match=r"en/2010/movers\.html links to #growth"):
        links.check(broken)


def test_neighbouring_editions_lead_to_each_other(published_site):
    old = (published_site / "en/2010/rankings.html").read_text("utf-8")
    new = (published_site / "en/2024/rankings.html").read_text("utf-8")
    assert '<a rel="next" href="../2024/rankings.html">2024 →</a>' in old
    assert '<a rel="prev" href="../2010/rankings.html">← 2010</a>' in new
    assert 'hreflang="zh-CN" href="../../zh/2024/rankings.html"' in new
    assert '<link rel="canonical" href="rankings.html">' in new
    assert '<meta property="og:image" content="rankings.png">' in new


def test_a_province_is_linked_where_it_has_a_page_and_only_there(published_site, tmp_path):
    new = (published_site / "zh/2024/movers.html").read_text("utf-8")
    old = (published_site / "zh/2010/movers.html").read_text("utf-8")
    own = (published_site / "zh/2024/province-gansu.html").read_text("utf-8")
    assert 'data-about="62" href="province-gansu.html"' in new
    assert 'href="province-guangdong.html"' not in new
    assert 'href="province-' not in old
    assert 'data-about="62" href' not in own  # it does not lead to itself
    assert '<a href="province-gansu.html">甘肃</a>' in new  # the list above every page
    without = links.filled(new, links.Place("movers", "2024", "zh", ""), [MANIFEST], 0, "", {})
    assert "province-gansu" not in without
    assert 'class="mark" data-about="62" role="img"' in without


MANIFEST = {"id": "2024", "year": 2024, "month": 12, "pages": {"movers": {"zh": {}}}}


def test_an_address_makes_tags_feeds_and_site_map_whole(made, tmp_path):
    out, address = tmp_path / "site", "https://example.org/trade"
    few = [one for one in made if one.page.notebook == "regions" and one.page.year == 2024]
    with site.rebuilt(out) as folder:
        site.write_pages(folder, few, address)
    page = (out / "zh/2024/regions.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{address}/zh/2024/regions.html">' in page
    assert f'<meta property="og:image" content="{address}/zh/2024/regions.png">' in page
    assert f"<loc>{address}/en/2024/regions.html</loc>" in (out / "sitemap.xml").read_text()
    assert site._address(out, "") == f"{address}/"  # remembered for the next time
    with pytest.raises(BadInput, match="not the address"):
        site._address(out, "example.org")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_feed_has_an_entry_a_page_newest_edition_first(published_site, lang):
    root = etree.parse(published_site / lang / "feed.xml").getroot()
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == feed.TAGS[lang]
    targets = [link.get("href") for link in root.findall("a:entry/a:link", ATOM)]
    late = [*pages.of_edition(2024, 12, "CNY"), "compare-2019"]
    of_edition = {2024: late, 2010: pages.of_edition(2010, 12, "USD")}
    names = [f"{year}/{name}.html" for year, there in of_edition.items() for name in there]
    assert targets == names
    ids = [node.text for node in root.iterfind(".//a:id", ATOM)]
    assert len(set(ids)) == len(ids) == 1 + len(names)
    assert all(node.text for node in root.iterfind(".//a:summary", ATOM))
    assert all(node.text.endswith("T00:00:00Z") for node in root.iterfind(".//a:updated", ATOM))


def test_the_site_map_names_every_page(published_site):
    root = etree.parse(published_site / "sitemap.xml").getroot()
    named = {node.text for node in root.iter(f"{{{feed.SITEMAP}}}loc")}
    made = {p for p in published_site.rglob("*.html") if p.stem not in constants.MOVED}
    assert named == {p.relative_to(published_site).as_posix() for p in made}


def test_the_tidy_data_can_be_taken_away(published_site, project):
    tidy = published_site / "data/tidy"
    package = json.loads((tidy / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        own = (tidy / resource["path"]).read_bytes()
        assert own == (project / "data" / resource["path"]).read_bytes()


def test_the_index_lists_newest_first_with_a_finding_each(published_site):
    text = html.unescape((published_site / "en/index.html").read_text("utf-8"))
    assert text.index("2024/rankings.html") < text.index("2010/rankings.html")
    for edition in ("2024", "2010"):
        manifest = json.loads((published_site / "data" / edition / "edition.json").read_text())
        for stem, notebook in manifest["pages"].items():
            if stem.startswith("province-"):
                continue  # a link by name, without a finding
            assert notebook["en"]["finding"][:40] in text


def test_a_card_is_a_picture_of_the_size_that_is_announced(published_site):
    for path in published_site.rglob("*.png"):
        head = path.read_bytes()[:24]
        assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (1200, 630)
        assert f'og:image" content="{path.name}"' in path.with_suffix(".html").read_text("utf-8")


def half_way(out: Path) -> None:
    with site.rebuilt(out) as folder:
        folders.put(folder / "index.html", "half")
        raise RunFailed("half way")


def test_a_failure_leaves_the_old_site_untouched_and_nothing_beside_it(published_site, tmp_path):
    out = tmp_path / "site"
    shutil.copytree(published_site, out)
    before = tree(out)
    with pytest.raises(RunFailed, match="half way"):
        half_way(out)
    assert tree(out) == before
    assert [path for path in tmp_path.iterdir() if path != folders.lock_of(out)] == [out]


def test_rollback_brings_the_site_before_back_and_once_more_undoes_that(
    published_site, made, tmp_path
):
    out = tmp_path / "site"
    shutil.copytree(published_site, out)
    first, words = tree(out), ["rollback", "--out", str(out)]
    nothing = CliRunner().invoke(app, words)
    assert isinstance(nothing.exception, BadInput)
    assert "There is nothing to bring back" in str(nothing.exception)
    marked = page.marked_unverified(made[0], 1, ())
    with site.rebuilt(out) as folder:
        site.write_pages(folder, [marked])
    second = tree(out)
    assert second != first
    shown = CliRunner().invoke(app, [*words, "--diff"])
    assert (shown.exit_code, tree(out)) == (0, second)
    for now in (first, second, first):
        done = CliRunner().invoke(app, words)
        assert (done.exit_code, done.output.startswith("Brought back: ")) == (0, True)
        assert tree(out) == now
    # What two sites have alike is on the disk once.
    both = [folder / "data/2010/rankings.csv" for folder in (out, folders.kept(out))]
    assert both[0].samefile(both[1])


def test_a_publish_that_changes_nothing_keeps_the_site_before(published_site, made, tmp_path):
    out = tmp_path / "site"
    shutil.copytree(published_site, out)
    with site.rebuilt(out) as folder:
        folders.put(folder / "more.txt", "more")
    kept = folders.kept(out)
    with site.rebuilt(out) as folder:
        folders.put(folder / "more.txt", "more")
    assert folders.kept(out) == kept is not None
    # A copy of the site elsewhere has no other one.
    shutil.copytree(out, tmp_path / "copy/site")
    assert folders.kept(tmp_path / "copy/site") is None


def test_a_site_that_is_being_written_or_is_none_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "WAIT_SECONDS", 0.1)
    out = tmp_path / "site"
    with FileLock(folders.lock_of(out)):
        folders.lock_of(out).write_text("process 4711 since 2025-08-01 09:30:00+08:00")
        with (
            pytest.raises(BadInput, match=r"site is being written by process 4711 since 2025"),
            site.rebuilt(out),
        ):
            pass
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    with pytest.raises(BadInput, match="not a site"), site.rebuilt(tmp_path / "mine"):
        pass
    with (
        pytest.raises(BadInput, match=r"letter\.txt is a file"),
        site.rebuilt(tmp_path / "mine" / "letter.txt" / "site"),
    ):
        pass


def test_links_out_of_a_site_are_refused(published_site, tmp_path):
    out, linked = tmp_path / "site", tmp_path / "linked"
    shutil.copytree(published_site, out)
    linked.symlink_to(out)
    with pytest.raises(BadInput, match=f"linked is a link. .* {out}"), site.rebuilt(linked):
        pass
    shutil.rmtree(out / "zh")
    (tmp_path / "elsewhere").mkdir()
    (out / "zh").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="zh is a link"), site.rebuilt(out):
        pass
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="no exchange in one step")
def test_the_site_is_never_absent_while_it_is_replaced(tmp_path):
    out, absent, done = tmp_path / "site", [], threading.Event()

    def watch() -> None:
        while not done.is_set():
            try:
                (out / "n").read_text()
            except FileNotFoundError as error:
                absent.append(error)

    def replace(n: int) -> None:
        with folders.replaced_folder(out) as folder:
            (folder / "n").write_text(str(n))

    replace(0)
    watcher = threading.Thread(target=watch)
    watcher.start()
    for n in range(1, 60):
        replace(n)
    done.set()
    watcher.join()
    assert absent == []
    assert (out / "n").read_text() == "59"
    assert [path for path in tmp_path.iterdir() if path != folders.lock_of(out)] == [out]


def test_where_folders_cannot_be_exchanged_they_are_moved(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "_EXCHANGE", 1 << 30)  # which the system refuses
    out = tmp_path / "site"
    for word in ("first", "second"):
        with folders.replaced_folder(out) as folder:
            (folder / "index.html").write_text(word)
    assert (out / "index.html").read_text() == "second"
    assert [path for path in tmp_path.iterdir() if path != folders.lock_of(out)] == [out]


def test_a_swap_that_was_cut_off_is_mended(published_site, tmp_path):
    old, out = tmp_path / ".site.old", tmp_path / "site"
    shutil.copytree(published_site, old)
    with site.rebuilt(out):
        pass
    assert tree(out) == tree(published_site)
    assert not old.exists()


def test_two_languages_with_other_numbers_are_refused(made, tmp_path):
    zh, en = (one for one in made if one.page.notebook == "regions" and one.page.year == 2010)
    other = copy.deepcopy(zh)
    other.tables["regions"].rows[0]["total"] += 1
    with pytest.raises(RunFailed, match="other numbers"), site.rebuilt(tmp_path / "s") as folder:
        site.write_pages(folder, [other, en])


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    with serve.server(folder, 0) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


@pytest.fixture
def served(published_site):
    with serving(published_site) as address:
        yield address


@pytest.fixture
def served_page(tmp_path):
    """A site of one page, large enough that it does not fit into the buffers of a connection."""
    (tmp_path / "index.html").write_bytes(b"x" * 30_000_000)
    with serving(tmp_path) as address:
        yield address


def test_serve_shows_the_site_and_only_the_site(served, published_site):
    with urllib.request.urlopen(f"{served}/zh/2024/rankings.html") as answer:
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.read() == (published_site / "zh/2024/rankings.html").read_bytes()
    for path, host, code in (
        ("/../made-up", None, 404),
        ("/%2e%2e/%2e%2e/etc/passwd", None, 404),
        ("/data/", None, 404),
        ("/%00", None, 404),
        ("/zh/%00.html", None, 404),
        ("/%ed%a0%80", None, 404),
        (f"/{'a' * 5000}", None, 404),
        ("/index.html", "elsewhere.example:80", 403),
        ("/index.html", "elsewhere.example", 403),
        ("/index.html", "localhost.elsewhere.example", 403),
        ("/index.html", "localhost:80:80", 403),
    ):
        request = urllib.request.Request(served + path, headers={"Host": host} if host else {})
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(request)
        assert error.value.code == code
        error.value.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LocalHost:80"])
def test_serve_accepts_this_machine_s_names_with_and_without_port(served_page, host):
    request = urllib.request.Request(f"{served_page}/index.html", headers={"Host": host})
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200


def test_serve_writes_no_traceback_for_an_address_with_a_null_byte(served_page, capfd):
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(f"{served_page}/%00")
    error.value.close()
    assert capfd.readouterr().err == ""


def test_serve_closes_a_connection_whose_request_stays_incomplete(served_page, monkeypatch):
    monkeypatch.setattr(serve.Handler, "timeout", 0.2)
    address = "127.0.0.1", int(served_page.rpartition(":")[2])
    with socket.create_connection(address, timeout=5) as half:
        half.sendall(b"GET /index.html HTTP/1.1\r\nHost: local")
        assert half.recv(100) == b""


def test_serve_says_nothing_of_a_browser_that_leaves_early(served_page, capfd):
    with urllib.request.urlopen(f"{served_page}/index.html") as answer:
        assert answer.read(1) == b"x"
    time.sleep(0.5)
    assert capfd.readouterr().err == ""


def test_serve_refuses_a_folder_without_a_site_and_a_taken_port(served, published_site, tmp_path):
    with pytest.raises(BadInput, match="Publish first"):
        serve.server(tmp_path, 0)
    with pytest.raises(BadInput, match="is taken"):
        serve.server(published_site, int(served.rpartition(":")[2]))


def test_with_keep_going_the_rest_is_published_and_the_index_marks_what_is_missing(
    published_site, made, tmp_path
):
    out = tmp_path / "site"
    shutil.copytree(published_site, out)
    lost = next(
        one for one in made
        if (one.page.stem, one.page.lang, one.page.year) == ("regions", "en", 2024)
    )  # fmt: skip
    with site.rebuilt(out) as folder:
        site.write_pages(folder, [], missing=[lost.page])
    assert not (out / "en/2024/regions.html").exists()
    index = (out / "en/index.html").read_text("utf-8")
    assert 'href="2024/regions.html"' not in index
    assert "This page could not be made." in index
    assert "此页未能生成" not in (out / "zh/index.html").read_text("utf-8")
    with site.rebuilt(out) as folder:
        site.write_pages(folder, [one for one in made if one.page.stem == "regions"])
    assert tree(out) == tree(published_site)
