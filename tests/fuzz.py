"""Any bytes into any reader give valid articles or a ReadError: ``python -m tests.fuzz``.

Guided by coverage where atheris is installed (it is not one of the project's dependencies), else
by seeded mutation of valid files. What breaks a reader is written to a file and named.
"""

from __future__ import annotations

import argparse
import inspect
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pincite.corpus.article import Article
from pincite.corpus.draft import Fault, Reader
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.documents import epub, markdown, odt, rtf, text
from pincite.corpus.formats.html import reader as html
from pincite.corpus.formats.mail import mhtml
from pincite.corpus.formats.mail import reader as mail
from pincite.corpus.formats.pdf import reader as pdf
from pincite.corpus.formats.records import bibtex, csv_table, feed, jsonl, ris
from pincite.corpus.formats.word import reader as docx
from tests.hostile.archives import word
from tests.hostile.case import OPENING
from tests.hostile.pages import page
from tests.support.documents import book, message, open_text, rich, saved_page
from tests.support.files import column
from tests.support.files import pdf as made_pdf

READERS: dict[str, Reader] = {
    "text": text.read, "markdown": markdown.read, "html": html.read, "jsonl": jsonl.read,
    "feed": feed.read, "pdf": pdf.read, "docx": docx.read, "mail": mail.read,
    "mbox": mail.read_mailbox, "mhtml": mhtml.read, "epub": epub.read, "odt": odt.read,
    "rtf": rtf.read, "csv": csv_table.read, "table": csv_table.read, "bibtex": bibtex.read,
    "ris": ris.read, "array": jsonl.read,
}  # fmt: skip
_P = f"<w:p><w:r><w:t>{OPENING}</w:t></w:r></w:p>"
_TABLE = "<table><tr><th>Year<td>Cost<tr><td>2025<td>4.2</table>"
SEEDS: dict[str, bytes] = {
    "text": f"Bridge to reopen\n\n{OPENING}\n「橋は五月に開く。」\n".encode(),
    "markdown": (
        f"---\ntitle: x\n---\n# Bridge\n\n{OPENING} *a* [b](c)\n\n- one\n> two\n\n"
        "|a|b|\n|-|-|\n|c|d|\n"
    ).encode(),
    "html": page(f"<article><h1>Bridge</h1><p>{OPENING}<ul><li>one<li>two</ul>{_TABLE}</article>"),
    "jsonl": (
        f'{{"text": "{OPENING}", "title": "Bridge", "date": "2026-02-03", "id": 7}}\n{{}}\n'
    ).encode(),
    "feed": (
        "<?xml version='1.0'?><rss version='2.0'><channel><item><title>Bridge</title>"
        "<guid>1</guid><pubDate>Tue, 03 Feb 2026 21:37:00 +0800</pubDate>"
        f"<description>&lt;p&gt;{OPENING}&lt;br&gt;x&lt;/p&gt;</description></item></channel></rss>"
    ).encode(),
    "pdf": made_pdf([column([OPENING] * 9), column(["Second."])], info="/Title(Bridge)"),
    "docx": word(f"{_P}<w:tbl><w:tr><w:tc>{_P}</w:tc></w:tr></w:tbl>{_P}"),
    "mail": message(
        ("text/plain; charset=utf-8", f"{OPENING}\n> quoted\n-- \nMei"),
        ("text/html\nContent-Transfer-Encoding: base64", "PHA+VGhlIGJyaWRnZS48L3A+"),
        ("message/rfc822", f"From: a\nSubject: =?utf-8?q?=C3=A9?=\n\n{OPENING}"),
        ('text/csv; name="a.csv"\nContent-Disposition: attachment', "a,b"),
    ),
    "mbox": f"From a Tue Feb  3 21:37:00 2026\nSubject: a\n\n{OPENING}\n\n".encode() * 3,
    "mhtml": saved_page(page(f"<article><p>{OPENING}</p></article>").decode()),
    "epub": book(
        {"a.xhtml": f"<h1>One</h1><p>{OPENING}</p>{_TABLE}", "b.xhtml": "<p>Two.<a>3</a>"},
        packed=False,
    ),
    "odt": open_text(
        f"<text:h>One</text:h><text:p>{OPENING}<text:s/></text:p><table:table><table:table-row>"
        "<table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>",
        packed=False,
    ),
    "rtf": rich(
        rf"\pard\s1 One\par\pard {OPENING} \u8364?\'e9{{\footnote\pard a\par}}\par"
        r"\trowd\trhdr\pard\intbl a\cell b\cell\row\trowd\intbl c\cell d\cell\row"
    ),
    "csv": f'id,title,text\n1,Bridge,"{OPENING}\n""so"""\n2,x,\n'.encode(),
    "table": b"Town;Toll\nOrlund;12\nVessby;\"a\nb\"\n",
    "bibtex": (
        f'@string{{a = "b"}}\n@article{{k, title={{The {{B}}ridge}}, abstract={{{OPENING}}},'
        ' author = "A, B and C" # a, month=feb, note={\\"{o} 5\\% \\c{c}}}'
    ).encode(),
    "ris": f"TY  - JOUR\nTI  - Bridge\nAB  - {OPENING}\nDA  - 2026/02/03\nER  - \n".encode(),
    "array": (
        f'{{"articles": [{{"content": "<p>{OPENING}</p>", "id": 7}}, {{"id": "a", "type": "book",'
        '"title": "x", "author": [{"family": "y"}], "note": "z"}]}'
    ).encode(),
}  # fmt: skip


def check(kind: str, data: bytes) -> None:
    """Raises AssertionError, or what the reader raised, unless it kept its promise."""
    try:
        found = READERS[kind](data, "any.file")
    except ReadError as error:
        assert str(error).isprintable(), repr(str(error))
        return
    assert found
    for draft in found:
        if isinstance(draft, Fault):
            assert draft.reason.isprintable(), repr(draft.reason)
            continue
        article = draft.article("a", "a")
        assert isinstance(article, Article)
        assert article.title.strip()
        assert article.title.isprintable() or "\n" not in article.title
        assert article.body
        assert "\r" not in article.text
        assert "\0" not in article.text
        assert draft.missing.isprintable()
        for span in article.body:
            assert span.of(article.text) == span.of(article.text).strip()
        (article.text + article.title + str(article.url) + str(draft.key)).encode("utf-8")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` with a few bytes changed, cut, doubled or swapped for another place's."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at, to = sorted(chance.randrange(len(out) + 1) for _ in "ab")
        to = min(to, at + chance.choice((1, 4, 64, 4096)))
        kind = chance.randrange(5)
        if kind == 0 and at < len(out):
            out[at] = chance.randrange(256)
        elif kind == 1:
            del out[at:to]
        elif kind == 2:
            out[at:at] = out[at:to] * chance.choice((1, 2, 50))
        elif kind == 3:
            out[at:at] = chance.randbytes(chance.randrange(9))
        else:
            out[at:to] = out[: to - at]
    return bytes(out[: 2**20])


def _by_mutation(
    report: Callable[[str, bytes, BaseException], None], seconds: float, seed: int
) -> int:
    chance, begun, runs = random.Random(seed), time.monotonic(), 0
    while time.monotonic() - begun < seconds:
        kind = chance.choice(list(SEEDS))
        data = mutated(SEEDS[kind], chance)
        try:
            check(kind, data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
            report(kind, data, error)
        runs += 1
    return runs


def _report(kind: str, data: bytes, error: BaseException) -> None:
    with tempfile.NamedTemporaryFile(prefix=f"fuzz-{kind}-", delete=False) as file:
        file.write(data)
    print(f"{kind}: {type(error).__name__}: {str(error)[:200]} ({file.name})", flush=True)


def _by_coverage(atheris: object, seconds: float, seed: int) -> None:
    kinds = list(SEEDS)

    def one(data: bytes) -> None:
        if data:
            kind = kinds[data[0] % len(kinds)]
            try:
                check(kind, data[1:])
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
                _report(kind, data[1:], error)

    with tempfile.TemporaryDirectory() as folder:
        for number, kind in enumerate(kinds):
            (Path(folder) / kind).write_bytes(bytes([number]) + SEEDS[kind])
        options = [f"-max_total_time={seconds:.0f}", f"-seed={seed}", "-max_len=65536", folder]
        atheris.Setup([sys.argv[0], *options], one)  # type: ignore[attr-defined]
        atheris.Fuzz()  # type: ignore[attr-defined]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    try:
        import atheris
    except ImportError:
        print(f"{_by_mutation(_report, asked.seconds, asked.seed)} files read or refused")
    else:
        for module in [each for name, each in sys.modules.items() if name.startswith("corpus.")]:
            for _, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module.__name__:
                    atheris.instrument_func(function)
        _by_coverage(atheris, asked.seconds, asked.seed)
