"""Finds a quoted text in the articles, word for word or nearly, and who says it.

No model is used. The index gives the passages that hold the words; then the texts themselves are
compared with ``pincite.qa.asking.quoting.wordlist``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, Literal

from pincite.corpus.article import Article, Span
from pincite.corpus.passages.chunk import sentences
from pincite.index.engines.lexical import ENGLISH, STOP_WORDS
from pincite.index.retrieval.hit import Hit
from pincite.index.retrieval.query import Query
from pincite.index.retrieval.retriever import Retriever
from pincite.qa.asking.quoting.alignment import Alignment, Difference, align
from pincite.qa.asking.quoting.speaker import speaker
from pincite.qa.asking.quoting.wordlist import WordList, is_punctuation
from pincite.qa.types import Citation

_MARKED: Final = re.compile(
    r"“(?P<curly>.+?)”|[\"＂](?P<straight>.+?)[\"＂]|„(?P<low>.+?)[“”]|«(?P<french>.+?)»"
    r"|「(?P<corner>.+?)」|『(?P<hook>.+?)』"
    r"|(?<!\w)[‘'‚](?P<single>(?=\S).+?)(?<=\S)['’‘](?!\w)",
    re.DOTALL,
)
_MARKS: Final = '"＂“”„«»「」『』'
_OUTERMOST: Final = re.compile(r"[\"“”„‟＂«「『](?P<quote>.+)[\"“”‟＂»」』]", re.DOTALL)
_UNCLOSED: Final = re.compile(r"(?:^|\s)[\"“„«「『](?P<quote>[^\"“”„«»]+)$", re.DOTALL)
_ASKED: Final = re.compile(
    r"\b(?:where|in (?:which|what) (?:article|text|story)s?) "
    r"(?:does|do|did|is|was|can i (?:find|read)) (?:it|they|the articles?|my articles?)? ?"
    r"(?:say|said|stand|state|stated|written|read)s?(?: that)?:? +(?P<quote>.+)"
    r"|\b(?:which|what) (?:article|text|story|sentence|passage)s? (?:says?|states?|reads?|"
    r"contains?|has|quotes?)(?: that)?:? +(?:the (?:words?|sentence|phrase|line|quote):? )?"
    r"(?P<where>.+)"
    r"|\bwho (?:said|says|wrote|claimed|told|stated)(?: that)?:? +(?P<who>.+)"
    r"|(?:^\W*|\b(?:find|search|for|up|locate|show|me|quote|contains?|has|have|with|uses?|says?) )"
    r"the (?:exact )?(?:words|sentence|phrase|line|quote|quotation|wording):? +(?P<words>.+)",
    re.IGNORECASE | re.DOTALL,
)
_LEADING: Final = 24  # words at the beginning of a quotation that are searched for
_NEAR: Final = 30  # passages that are examined for nearly the same words
_ALIGNED: Final = 5  # passages of these that are compared word by word
_AROUND: Final = 400  # characters before and after a passage: a quotation may cross its edge
_PLACES: Final = 3
_WRONG: Final = 0.34  # the share of the words that may differ in a near match
_TELLING: Final = 0.5  # the share of the content words that a near match must have


@dataclass(frozen=True, slots=True)
class Quoted:
    """The result of looking up one quoted text.

    ``asked`` is its span in the question. If ``state`` is "found", ``places`` are all places with
    exactly these words, in the order of the index. If it is "nearly", ``places`` are the most
    similar ones, best first, and ``differences`` has the words that differ at each place
    (``Difference.asked`` is a span of the question). A place's ``answer`` is the words themselves,
    its ``sentence`` the sentences around them. ``speakers`` has, for each place, the sentence that
    names the speaker, with the name as its answer, or None. ``examined`` is the number of passages
    examined. ``titled`` are articles whose title has these words and whose text does not.
    """

    question: str
    asked: Span
    state: Literal["found", "nearly", "nowhere"]
    places: tuple[Citation, ...] = ()
    differences: tuple[tuple[Difference, ...], ...] = ()
    speakers: tuple[Citation | None, ...] = ()
    examined: int = 0
    titled: tuple[Article, ...] = ()

    @property
    def text(self) -> str:
        """The quoted text as it was typed."""
        return self.asked.of(self.question)


def readings(question: str) -> list[tuple[Span, ...]]:
    """The possible readings of a question as quoted texts, each as spans of the question, the
    likeliest first; empty if nothing is quoted. In ""he said "no" to it"" the inner marks may
    belong to the quotation, so the text between the outermost marks is a reading too."""
    if found := list(_MARKED.finditer(question)):
        each = tuple(map(_group_span, found))
        outermost = _OUTERMOST.search(question)
        whole = (_group_span(outermost),) if outermost else each
        return list(dict.fromkeys((whole, each)))
    for pattern in (_UNCLOSED, _ASKED):
        if (match := pattern.search(question)) is not None:
            return [(_group_span(match),)]
    return []


def look_up(query: Query, retriever: Retriever) -> tuple[Quoted, ...]:
    """The result for each text that the question quotes, in order; empty if it quotes nothing. If
    the question has several readings, the first one that the articles contain is used. Raises
    IndexFault."""
    tried: list[tuple[Quoted, ...]] = []
    for reading in readings(query.text):
        looked = tuple(look_up_one(query, asked, retriever) for asked in reading)
        states = {each.state for each in looked}
        if states == {"found"} or ("nowhere" not in states and _is_nested(query.text)):
            return looked
        tried.append(looked)
    return max(tried, key=_quality, default=())


def look_up_one(query: Query, asked: Span, retriever: Retriever) -> Quoted:
    """The result for the text at ``asked`` in the question. Raises IndexFault."""
    wanted = WordList.of(query.text, asked).bare()
    if not wanted.keys:
        return Quoted(query.text, asked, "nowhere")
    beginning = Span(wanted.spans[0].start, wanted.spans[:_LEADING][-1].end).of(query.text)
    matching = retriever.holding(beginning, query.filter, together=2)
    places = [
        (article, copies, place)
        for article, copies in _articles(matching.hits)
        for place in _shown_places(article, wanted)
    ]
    if not places:
        return _near_match(query, asked, wanted, retriever, matching.total)
    cited = tuple(_cited(*each, 1.0) for each in places)
    speakers = tuple(_speaker(each) for each in cited)
    return Quoted(query.text, asked, "found", cited, ((),) * len(cited), speakers, matching.total)


def _near_match(
    query: Query, asked: Span, wanted: WordList, retriever: Retriever, examined: int
) -> Quoted:
    near = _near_hits(query, asked, retriever)
    titled = {hit.article.id: hit.article for hit in near if _holds(hit.article.title, wanted)}
    if titled:
        looked = examined + len(near)
        return Quoted(
            query.text, asked, "nowhere", examined=looked, titled=tuple(titled.values())[:_PLACES]
        )
    wanted_keys = frozenset(wanted.keys)
    around = [(hit, WordList.of(hit.article.text, _around(hit))) for hit in near]
    around.sort(key=lambda each: -len(wanted_keys.intersection(each[1].keys)))
    found: dict[tuple[str, Span], tuple[float, Hit, Alignment]] = {}
    for hit, there in around[:_ALIGNED]:
        aligned = align(wanted, there)
        if aligned is not None and _is_near(wanted, aligned):
            found.setdefault((hit.article.id, aligned.place), (aligned.cost, hit, aligned))
    best = sorted(found.values(), key=lambda each: each[0])[:_PLACES]
    size = sum(not is_punctuation(key) for key in wanted.keys)
    cited = tuple(
        _cited(hit.article, hit.copies, each.place, 1 - cost / size) for cost, hit, each in best
    )
    return Quoted(
        query.text,
        asked,
        "nearly" if cited else "nowhere",
        cited,
        tuple(each.differences for _, _, each in best),
        tuple(map(_speaker, cited)),
        examined + len(near),
    )


def _holds(title: str, wanted: WordList) -> bool:
    """Whether a title holds the words; of a single word that tells nothing."""
    return len(wanted) > 1 and any(WordList.of(title).places(wanted))


def _near_hits(query: Query, asked: Span, retriever: Retriever) -> list[Hit]:
    text = asked.of(query.text)
    [found] = retriever.search([replace(query, text=text)], _NEAR)
    hits = [each for hit in found.hits for each in (hit, *hit.repeats)]
    most = retriever.holding(text, query.filter, least=0.75, together=2)
    hits += islice(most.hits, _NEAR)
    return list({hit.passage.id: hit for hit in hits}.values())


def _around(hit: Hit) -> Span:
    span, text = hit.passage.span, hit.article.text
    return Span(max(0, span.start - _AROUND), min(len(text), span.end + _AROUND))


def _is_near(wanted: WordList, found: Alignment) -> bool:
    words = [key for key in wanted.keys if not is_punctuation(key)]
    telling = [key for key in words if key not in STOP_WORDS]
    same = sum(key not in STOP_WORDS and not is_punctuation(key) for key in found.same)
    if len(words) < 3 or found.cost > _WRONG * len(words):
        return False
    return same >= max(_TELLING * len(telling), 1)


def _articles(hits: Iterable[Hit]) -> Iterator[tuple[Article, tuple[Article, ...]]]:
    """Each different article of the hits, with its copies."""
    seen: set[str] = set()
    for hit in hits:
        if hit.article.id not in seen:
            seen.add(hit.article.id)
            yield hit.article, hit.copies


def _shown_places(article: Article, wanted: WordList) -> Iterator[Span]:
    """The spans of the words in the body, the headings and the title of an article."""
    places = list(WordList.of(article.text).places(wanted))
    if places:
        shown = [
            *article.body,
            *(s for each in article.sections for s in (*each.context, *each.header)),
        ]
        title = article.text.find(article.title)
        if title >= 0:
            shown.append(Span(title, title + len(article.title)))
        yield from (place for place in places if any(each.overlaps(place) for each in shown))


def _cited(article: Article, copies: tuple[Article, ...], place: Span, score: float) -> Citation:
    inside = [each for each in _sentences(article) if each.overlaps(place)]
    start = min([place.start, *(each.start for each in inside)])
    end = max([place.end, *(each.end for each in inside)])
    if not inside:
        start = article.text.rfind("\n", 0, start) + 1
        line_end = article.text.find("\n", end)
        end = line_end if line_end >= 0 else len(article.text)
    return Citation(article, Span(start, end), place, score, score, copies=copies)


def _speaker(place: Citation) -> Citation | None:
    return speaker(place.article, place.answer, _sentences(place.article))


def _sentences(article: Article) -> tuple[Span, ...]:
    return sentences(article, article.language or ENGLISH)


def _quality(looked: tuple[Quoted, ...]) -> tuple[float, float]:
    states = [each.state for each in looked]
    return states.count("found") / len(states), states.count("nearly") / len(states)


def _group_span(match: re.Match[str]) -> Span:
    name = match.lastgroup
    return Span(*match.span(name)) if name else Span(*match.span())


def _is_nested(question: str) -> bool:
    """Whether a quotation seems to have quotation marks inside: the line has no words outside its
    marks, a mark is left over, or two marks are side by side."""
    outermost = _OUTERMOST.search(question)
    if outermost and not re.search(
        r"\w", question[: outermost.start()] + question[outermost.end() :]
    ):
        return True
    found = list(_MARKED.finditer(question))
    rest = _MARKED.sub(" ", question)
    inner = [_group_span(each).of(question) for each in found]
    return any(c in _MARKS for c in rest) or any(
        each[0] in _MARKS or each[-1] in _MARKS for each in inner
    )
