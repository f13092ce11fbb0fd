"""Feeds for the tests: one of each format, and RSS with given items."""

from __future__ import annotations

OPENING = "The harbor bridge will reopen to cars in May, the city engineer said."
SUMMARY = "Trams are to follow in the summer."
ONE = "https://quay.example/1"


def rss(*items: str, head: str = "") -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0" {space}><channel>'
        f"<title>Quay</title>{inside}</channel></rss>"
    ).encode()


def item(title: str = "Bridge", words: str = OPENING, more: str = "") -> str:
    return f"<title>{title}</title><description>{words}</description>{more}"


ATOM = f"""<?xml version="1.0"?><!-- a comment --><feed xmlns="http://www.w3.org/2005/Atom">
<title>Quay</title><entry><title type="html">Bridge &amp;amp; &lt;b&gt;tram&lt;/b&gt;</title>
<id>tag:quay.example,2026:1</id><link href="{ONE}"/><published>2026-02-03T21:37:00+08:00</published>
<summary>{SUMMARY}</summary>
<content type="html">&lt;h2&gt;Why&lt;/h2&gt;&lt;p&gt;{OPENING}&lt;br&gt;Really &amp;amp; truly.
&lt;/p&gt;&lt;script&gt;canary()&lt;/script&gt;&lt;ul&gt;&lt;li&gt;Rust&lt;/li&gt;
&lt;li&gt;Cracks&lt;/li&gt;&lt;/ul&gt;
&lt;table&gt;&lt;tr&gt;&lt;td&gt;2025&lt;/td&gt;&lt;td&gt;4.2&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;</content>
</entry></feed>""".encode()

RSS_1 = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<item rdf:about="{ONE}"><title>Bridge</title><link>{ONE}</link><description>{OPENING}</description>
<dc:date>2026-02-03T21:37+08:00</dc:date></item></rdf:RDF>""".encode()
