"""A small stand-in for the real answerer: hand-made answers over hand-made articles.

``python tests/web_fakes.py PORT`` serves the page over it, for the browser tests and for a look.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

from corpus.article import Article, Passage, Span  # noqa: E402
from corpus.errors import IndexDamaged, QuestionError  # noqa: E402
from index.hit import Hit  # noqa: E402
from qa.types import Answer, Citation  # noqa: E402

XSS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<textarea autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<template><img src=x onerror=alert(1)></template>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    '" autofocus onfocus=alert(1) x="',
    "</mark><script>alert(1)</script>",
    "</button></details><img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    '<?xml version="1.0"?><script>alert(1)</script>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<img\tsrc=x\nonerror=alert(1)\r>",
    "<IMG SRC=JaVaScRiPt:alert(1)>",
    "<img src=http://evil.example/beacon.png>",
    "![x](http://evil.example/beacon.png)",
    "[x](javascript:alert(1))",
    "${alert(1)}",
    "`${alert(1)}`",
    "{{constructor.constructor('alert(1)')()}}",
    "{{#with this}}{{lookup this 'x'}}{{/with}}",
    "<%= alert(1) %>",
    "\u202egnp.exe <b>reversed</b>\u202c",
    '<p style="background:url(//evil.example/x)">',
    "<xss style=position:fixed;inset:0 onclick=alert(1)>",
    "<dialog open>x</dialog><portal src=//evil.example>",
    "<img srcset='//evil.example/a 1x' src=x>",
    "<picture><source srcset=//evil.example/a></picture>",
    "<track src=//evil.example/a onload=alert(1)>",
    "<plaintext>",
    "<frameset onload=alert(1)><frame src=javascript:alert(1)>",
)


def _article(
    article_id: str,
    title: str,
    text: str,
    source: str,
    *,
    first: str = "",
    last: str = "",
    published: str | None = None,
    url: str | None = None,
) -> Article:
    """An article whose body runs from the text ``first`` to the text ``last``, both included."""
    end = text.rindex(last) + len(last) if last else len(text.rstrip())
    body = (Span(text.index(first), end),)
    return Article(article_id, title, text, source, body, published, url)


BATTERY = _article(
    "2026/battery-pilot.html",
    "Sea-salt battery pilot line to open beside the old cannery",
    (
        "Home  |  Local  |  Business  |  Weather\n\n"
        "The town council has cleared the last permit for Tidewater Cells, a start-up that makes "
        "batteries from sea salt, to build in the empty cannery on Wharf Road.\n\n"
        "Neighbours had objected to lorries on the quay. The company answered that cells will "
        "leave by barge, twice a week, on the morning tide.\n\n"
        "The pilot line will be ready in the first week of October 2026, and full production will "
        "follow a year later. It will employ forty people at the start, half of them retrained "
        "from the fish dock, said Marta Ilves, who runs the works.\n\n"
        "Sodium cells store less energy by weight than lithium ones, but they do not catch fire "
        "easily and need neither cobalt nor nickel. Tidewater says that its first customers are "
        "harbour cranes, which care little about weight.\n\n"
        "The company has raised 31 million crowns from two regional banks and a pension fund. "
        "It pays the town 1.2 million crowns a year for the building, and must leave the brick "
        "chimney standing, because storks nest on it.\n\n"
        "An earlier plan for the site, a hotel with ninety rooms, failed in 2019 when the sea wall "
        "was found to be hollow. The wall has since been filled at the state's expense.\n\n"
        "Residents can see the drawings at the library until the end of May.\n\n"
        "Read more: Ten bakeries worth the detour\n"
        "Read more: Why the ferry was late again\n"
    ),
    "/home/ana/articles/2026/battery-pilot.html",
    first="The town council",
    last="end of May.",
    published="2026-03-05",
    url="https://harbour-post.example/business/sea-salt-battery-pilot",
)
FERRY = _article(
    "ferry.md",
    "Night ferry returns after eleven years",
    (
        "The night ferry to Hiiu Island sails again from 12 June, after eleven years without one.\n"
        "It leaves at 23:40 and lands at 05:15. A cabin costs 64 crowns, a chair 19.\n"
        "The new works on Wharf Road expect their pilot line in October, which the operator says "
        "decided the matter: forty people will cross to work every week.\n"
        "Bicycles travel free. Dogs need a ticket, and a muzzle on the car deck.\n"
    ),
    "/home/ana/articles/ferry.md",
    published="2026-04-18T06:30:00+02:00",
)
LETTER = _article(
    "letters.txt",
    "Letters: what the cannery was",
    (
        "My mother packed sprats in the cannery on Wharf Road for thirty-one years 🐟🏭, and no "
        "one ever asked her about the storks. Tidewater should be ready by October, they say; so "
        "was the hotel.\r\n\r\nE\u0301lise Ka\u0308o, Upper Town"
    ),
    "/home/ana/articles/letters.txt",
)
NASTY = _article(
    "nasty/<img src=x onerror=alert(2)>.html",
    '<img src=x onerror="alert(3)"> & "Quoted" \u202etitle\u202c',
    "Boilerplate <b onclick=alert(4)>here</b>\n\n"
    + "\n\n".join(f"Payload {i} is {payload} and it ends." for i, payload in enumerate(XSS)),
    '/tmp/"><script>alert(5)</script>.html',
    first="Payload 0",
    published='2026"><script>alert(6)</script>',
    url="javascript:alert(7)",
)


def span(article: Article, text: str) -> Span:
    """Where ``text`` stands in ``article``."""
    start = article.text.index(text)
    return Span(start, start + len(text))


def cite(article: Article, sentence: str, answer: str, score: float = 1.0) -> Citation:
    """A citation of ``sentence``, with ``answer`` inside it."""
    whole = span(article, sentence)
    start = whole.start + sentence.index(answer)
    return Citation(article, whole, Span(start, start + len(answer)), score)


def hit(article: Article, text: str, dense: int | None, lexical: int | None) -> Hit:
    """A hit on the passage ``text`` of ``article``."""
    where = span(article, text)
    passage = Passage(f"{article.id}#{where.start}", article.id, where, (where,))
    return Hit(passage, article, 0.03, dense, lexical, 0.61, 7.25 if lexical else 0.0)


PILOT = (
    "The pilot line will be ready in the first week of October 2026, and full production will "
    "follow a year later."
)
FERRY_TIME = "It leaves at 23:40 and lands at 05:15."
HITS = (
    hit(BATTERY, PILOT, 1, 1),
    hit(FERRY, FERRY.text.split("\n")[2], 3, 2),
    hit(LETTER, "Tidewater should be ready by October, they say; so was the hotel.", 2, None),
    hit(BATTERY, "Residents can see the drawings at the library until the end of May.", None, 3),
)


def pilot_answer(question: str) -> Answer:
    """Three citations of the pilot line's date."""
    citations = (
        cite(BATTERY, PILOT, "the first week of October 2026", 9.1),
        cite(FERRY, FERRY.text.split("\n")[2], "October", 6.0),
        cite(
            LETTER,
            LETTER.text[span(LETTER, "Tidewater").start : span(LETTER, "hotel.").end],
            "October",
            4.2,
        ),
    )
    return Answer(question, citations[0].text, 0.91, citations, HITS)


def ferry_answer(question: str) -> Answer:
    """One citation, less sure."""
    citations = (cite(FERRY, FERRY_TIME, "23:40", 5.0),)
    return Answer(question, "23:40", 0.58, citations, HITS[1:3])


def nasty_answer(question: str) -> Answer:
    """The article full of payloads, cited at its first and its last one."""
    last = f"Payload {len(XSS) - 1} is {XSS[-1]} and it ends."
    citations = (
        cite(NASTY, f"Payload 0 is {XSS[0]} and it ends.", XSS[0]),
        cite(NASTY, last, XSS[-1]),
    )
    return Answer(question, citations[0].text, 0.3, citations, (hit(NASTY, last, 1, 1),))


def no_answer(question: str) -> Answer:
    """Not found: two words occur nowhere, and four passages are near."""
    words = [word.strip("?!.,") for word in question.split()]
    missing = tuple(word for word in words if word.lower() in ("glaciers", "mars", "blorb"))
    return Answer(question, "", 0.04, (), HITS, missing)


@dataclass(frozen=True)
class FakeSummary:
    """What the header shows."""

    articles: int = 1_284
    passages: int = 9_310
    built: str = "2026-05-02T09:14:00+00:00"
    path: str = "my-index"


class FakeAnswers:
    """Answers by a word of the question."""

    @property
    def summary(self) -> FakeSummary:
        """Always the same."""
        return FakeSummary()

    def examples(self) -> tuple[str, ...]:
        return (
            "When will the pilot line be ready?",
            "When does the night ferry leave?",
            "What nests on the cannery's chimney?",
            "How much does a cabin cost?",
        )

    def answer(self, question: str) -> Answer:
        if len(question) > 2_000:
            raise QuestionError(
                f"the question has {len(question):,} characters: 2,000 at most; please shorten it"
            )
        word = question.lower()
        if "slow" in word:
            time.sleep(1.2)
        if "forever" in word:
            time.sleep(60)
        if "damaged" in word:
            raise IndexDamaged("my-index: manifest.json was altered; run pincite rebuild")
        if "crash" in word:
            raise RuntimeError("a bug")
        for key, reply in (
            ("pilot", pilot_answer),
            ("ferry", ferry_answer),
            ("nasty", nasty_answer),
        ):
            if key in word:
                return reply(question)
        return no_answer(question)


@contextlib.contextmanager
def running() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The page on a free port in a process of its own; stopped, and waited for, afterwards."""
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": paths}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.web_fakes", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    try:
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:"), f"the server did not start: {url!r}"
        yield url, process
    finally:
        process.terminate()
        process.wait(timeout=15)
        process.stdout.close()


if __name__ == "__main__":
    from qa.web.server import serve

    serve(
        FakeAnswers(),
        port=int(sys.argv[1]),
        on_ready=lambda url: print(url, flush=True),
        grace=3.0,
    )
