"""The Atom feed of each language, and the site map."""

import uuid
from typing import Any

from lxml import etree

from helpers.data import editions
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.publish import links, pages

XML = "http://www.w3.org/XML/1998/namespace"
ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
FRONT = ("index", "method", "revisions")
TAGS = {"zh": "zh-CN", "en": "en"}
# The namespace of entry ids, which stay the same where the site is moved.
NAMES = uuid.uuid5(uuid.NAMESPACE_OID, "province-trade")


def atom(manifests: list[dict[str, Any]], lang: str, address: str) -> str:
    """Return the Atom feed of one language, newest edition first, one entry a page.

    ``manifests`` are those of a site, oldest first. Links are relative to the feed where
    the site has no address. An entry is as new as the release its figures come from.
    """
    feed = etree.Element("feed", {f"{{{XML}}}lang": TAGS[lang]}, nsmap={None: ATOM})
    base = f"{address}{lang}/" if address else ""
    dates = {edition["id"]: updated(edition) for edition in manifests}
    _add(feed, "id", _id(lang))
    _add(feed, "title", formats.label("site_name", lang))
    _add(feed, "updated", max(dates.values(), default="1970-01-01") + "T00:00:00Z")
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{base}feed.xml")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{base}index.html")
    _add(etree.SubElement(feed, "author"), "name", formats.label("site_name", lang))
    for edition in reversed(manifests):
        # Pages of provinces are left out: 31 entries an edition would hide the others.
        for stem in (entry.stem for entry in pages.listed(edition, lang)):
            page = edition["pages"][stem][lang]
            entry = etree.SubElement(feed, "entry")
            path = f"{edition['id']}/{stem}"
            _add(entry, "id", _id(f"{lang}/{path}"))
            _add(entry, "title", f"{page['title']} {links.name_of(edition, lang)}")
            _add(entry, "updated", dates[edition["id"]] + "T00:00:00Z")
            _add(entry, "link", rel="alternate", type="text/html", href=f"{base}{path}.html")
            _add(entry, "summary", page["finding"])
    return _document(feed)


def sitemap(manifests: list[dict[str, Any]], address: str) -> str:
    """Return the site map: every page with the day of its figures.

    Addresses are absolute where the site has an address; otherwise they are relative to the site
    map, which search engines do not accept.
    """
    urls = etree.Element("urlset", nsmap={None: SITEMAP})
    fronts = [f"{lang}/{name}.html" for lang in LANGS for name in FRONT]
    entries = [
        (f"{lang}/{edition['id']}/{entry.stem}.html", day)
        for edition, day in ((edition, updated(edition)) for edition in reversed(manifests))
        for lang in LANGS
        for entry in pages.every(edition, lang)
    ]
    for path, day in [*((name, "") for name in ("index.html", *fronts)), *entries]:
        url = etree.SubElement(urls, "url")
        _add(url, "loc", f"{address}{path}")
        if day:
            _add(url, "lastmod", day)
    return _document(urls)


def updated(edition: dict[str, Any]) -> str:
    """Return the day on which the figures of an edition were last imported, YYYY-MM-DD."""
    return editions.imported(edition["year"], edition["month"], edition["currency"])


def _id(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(NAMES, name)}"


def _add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> None:
    etree.SubElement(parent, tag, attributes).text = text


def _document(root: etree._Element) -> str:
    etree.indent(root)
    body = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
