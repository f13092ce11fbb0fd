"""Who says what is quoted: the name that the sentence around a quotation gives. Pure.

Quotations in news are attributed by a verb of saying beside them, before or after, and where that
names a pronoun, to the person named last (Pareti et al. 2013, "Automatically detecting and
attributing indirect quotations").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pincite.corpus.article import Article, Span
from pincite.qa.types import Citation

_VERBS = (
    r"said|says|say|told|tells|added|adds|argued|argues|asked|asks|answered|called|claimed|claims|"
    r"commented|complained|concluded|declared|denied|estimated|explained|explains|insisted|joked|"
    r"noted|notes|predicted|promised|recalled|remarked|replied|reported|shouted|stated|states|"
    r"testified|thinks|thought|warned|warns|wrote|writes|announced|admitted|acknowledged|"
    r"maintained|stressed|suggested|wondered|quipped|cried"
)
_SAYING = re.compile(rf"\b(?:{_VERBS})\b")
_ACCORDING = re.compile(r"\b[Aa]ccording to\b|\bin the words of\b")
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey)\b")
_NAME = re.compile(
    r"[A-Z][\w’'-]*[\w]\.?(?:[ \u00a0](?:(?:de|da|der|den|van|von|bin|al|el|la|le|of) )?"
    r"(?:[A-Z]\.|[A-Z][\w’'-]*\w))*(?!\w)"
)
_TITLES = frozenset(
    """Mr Mrs Ms Dr Prof Professor President Minister Mayor Governor Senator Judge Justice Inspector
    Sergeant Captain Colonel General Commissioner Chairman Chairwoman Director Secretary Chancellor
    King Queen Prince Princess Sir Lady Lord Bishop Pope Cardinal Coach Interior Prime Foreign
    Health Finance Transport Environment Defense Education Economy Justice Deputy Vice Chief Police
    Engineer Doctor Father Sister""".split()
)
_NO_NAMES = frozenset(
    """The A An In On At By For But And Or If So As He She It They We You I His Her Its Their Our My
    This That These Those There Then When While After Before Since Until Now Not No Yes Of From To
    With Without Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March
    April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sept
    Oct Nov Dec What Who Why How Where Which Some Many Most All Both Each One Two Another Other
    Asked According Also Last Next Early Late""".split()
)
_INSIDE = re.compile(r"“[^”]*”?|\"[^\"]*\"?|«[^»]*»?|„[^“”]*[“”]?")
_CLAUSE = re.compile(r"[;:]|(?<=\w),(?= who\b| which\b)|\bwho\b|\bwhich\b|\bthat\b")
_AROUND = 1  # sentences of one paragraph looked at on either side of the quotation
_BACK = 12  # sentences that are looked through for whom a pronoun means


def speaker(article: Article, place: Span, sentences: Sequence[Span]) -> Citation | None:
    """Who says the words at ``place``: the sentence that names the speaker, with the name in it;
    None where no sentence beside it does. ``sentences`` are those of the article, in order."""
    at = [n for n, sentence in enumerate(sentences) if sentence.overlaps(place)]
    if not at:
        return None
    for n in _nearest(article, sentences, at):
        for saying in _sayings(article.text, sentences[n], place):
            if (name := _named(article.text, sentences[n], saying)) is not None:
                return Citation(article, sentences[n], name, 1.0, 1.0)
            if _says_pronoun(article.text, sentences[n], saying):
                return _last_named(article, sentences, n)
    return None


def _nearest(article: Article, sentences: Sequence[Span], at: list[int]) -> Iterator[int]:
    """The sentences of the quotation, then those beside it in the same paragraph."""
    yield from at
    for step in range(1, _AROUND + 1):
        for n, edge in ((at[0] - step, at[0]), (at[-1] + step, at[-1])):
            if 0 <= n < len(sentences):
                first, last = sorted((sentences[n], sentences[edge]))
                if "\n" not in article.text[first.end : last.start]:
                    yield n


def _sayings(text: str, sentence: Span, place: Span) -> Iterator[Span]:
    """Verbs of saying that stand in no quotation, the one nearest to the quotation first."""
    quoted = [
        Span(sentence.start + found.start(), sentence.start + found.end())
        for found in _INSIDE.finditer(sentence.of(text))
    ]
    found = [
        Span(sentence.start + each.start(), sentence.start + each.end())
        for pattern in (_SAYING, _ACCORDING)
        for each in pattern.finditer(sentence.of(text))
    ]
    outside = [s for s in found if not any(q.overlaps(s) for q in quoted) and not place.overlaps(s)]
    inside = [s for s in found if place.contains(s) and not any(q.overlaps(s) for q in quoted)]
    yield from sorted(outside, key=lambda s: max(place.start - s.end, s.start - place.end))
    yield from inside


def _named(text: str, sentence: Span, saying: Span) -> Span | None:
    """The name that goes with a verb of saying: "Mara Lind said", "said Mara Lind"."""
    before, after = _clauses(text, sentence, saying)
    names_before, names_after = list(_names(text, before)), list(_names(text, after))
    if _PRONOUN.search(text[max(before.end - 6, before.start) : before.end]):
        return None
    if _ACCORDING.fullmatch(saying.of(text)):
        return names_after[0] if names_after else None
    # "Mara Lind said": the clause before the verb is not empty, else "said Mara Lind"
    if before.of(text).strip(" ,\"”'’»"):
        beside = text.rfind(",", before.start, before.end) + 1
        return _full(text, [n for n in names_before if n.start >= beside] or names_before)
    return _full(text, names_after)


def _full(text: str, names: list[Span]) -> Span | None:
    return next((n for n in names if " " in n.of(text)), names[0] if names else None)


def _clauses(text: str, sentence: Span, saying: Span) -> tuple[Span, Span]:
    """What stands before and after a verb of saying, up to the next quotation or clause."""
    start, end = sentence.start, sentence.end
    for found in _INSIDE.finditer(sentence.of(text)):
        if sentence.start + found.end() <= saying.start:
            start = sentence.start + found.end()
        elif sentence.start + found.start() >= saying.end:
            end = min(end, sentence.start + found.start())
    clause = _CLAUSE.search(text, saying.end, end)
    return Span(start, saying.start), Span(saying.end, clause.start() if clause else end)


def _says_pronoun(text: str, sentence: Span, saying: Span) -> bool:
    around = Span(max(sentence.start, saying.start - 8), min(sentence.end, saying.end + 6))
    return bool(_PRONOUN.search(around.of(text)))


def _last_named(article: Article, sentences: Sequence[Span], n: int) -> Citation | None:
    """The last sentence before that names a person in full, else one that names anyone."""
    text, earlier = article.text, sentences[max(0, n - _BACK) : n][::-1]
    for least in (2, 1):
        for sentence in earlier:
            names = [s for s in _names(text, sentence) if len(s.of(text).split()) >= least]
            if names:
                return Citation(article, sentence, names[0], 0.5, 0.5)
    return None


def _names(text: str, within: Span) -> Iterator[Span]:
    """Names in a stretch, less titles and what is no name; "Ostrava's" is none of a speaker."""
    for found in _NAME.finditer(text, within.start, within.end):
        words = list(re.finditer(r"\S+", found.group()))
        while words and words[0].group().rstrip(".") in _TITLES | _NO_NAMES:
            words.pop(0)
        if not words or re.search(r"['’]s?$", words[-1].group()):
            continue
        yield Span(found.start() + words[0].start(), found.start() + words[-1].end())
