"""Finds the speaker of a quotation: the name that the sentence around it gives. Pure.

News texts name the speaker with a verb of saying before or after the quotation. If the verb has a
pronoun, the speaker is the person named last (Pareti et al. 2013, "Automatically detecting and
attributing indirect quotations").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pincite.corpus.article import Article, Span
from pincite.qa.asking.quoting.people import PERSON, PersonName, named_in
from pincite.qa.types import Citation

_VERBS = (
    r"said|says|say|told|tells|added|adds|argued|argues|asked|asks|answered|called|claimed|claims|"
    r"commented|complained|concluded|declared|denied|estimated|explained|explains|insisted|joked|"
    r"noted|notes|predicted|promised|recalled|remarked|replied|reported|shouted|stated|states|"
    r"testified|thinks|thought|warned|warns|wrote|writes|announced|admitted|acknowledged|"
    r"maintained|stressed|suggested|wondered|quipped|cried|tweeted|posted|spoke|continued"
)
_SAYING = re.compile(rf"\b(?:{_VERBS})\b")
_ACCORDING = re.compile(r"\b[Aa]ccording to\b|\bin the words of\b")
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey)\b")
_INSIDE = re.compile(r"“[^”]*”?|\"[^\"]*\"?|«[^»]*»?|„[^“”]*[“”]?")
_CLAUSE = re.compile(r"[;:]|(?<=\w),(?= who\b| which\b)|\bwho\b|\bwhich\b|\bthat\b")
# the name may come after the verb: "…, said the harbor master of Wexby, Olof Brandt"
_TURNED = re.compile(r"(?:^|[,\"”'’»—–-])\s*$")
_OPENS = re.compile(r"\s+(?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\s|[^\W\d_a-z])")
_RELATIVE = re.compile(r"\b(?:which|that)\s+$")  # "a meeting which concluded on Friday"
_CLAUSES = re.compile(r"[,;:]")
_AROUND = 1  # sentences of the paragraph examined before and after the quotation
_BACK = 12  # earlier sentences that are searched for the person a pronoun refers to


def speaker(article: Article, place: Span, sentences: Sequence[Span]) -> Citation | None:
    """The sentence that names who says the words at ``place``, with the name as its answer; None if
    no sentence nearby names the speaker. ``sentences`` are those of the article, in order."""
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


@dataclass(frozen=True, slots=True)
class Saying:
    """Who says something in a sentence: the words beside the verb of saying up to a comma, and the
    name that belongs to it, for a pronoun that of the person named last; "" if none is known."""

    subject: str
    name: str


def sayings_in(article: Article, n: int, sentences: Sequence[Span]) -> Iterator[Saying]:
    """Who says something in sentence ``n`` of the article's ``sentences``, for each verb of saying
    that is outside quotations."""
    text, sentence = article.text, sentences[n]
    for saying in _sayings(text, sentence, Span(sentence.start, sentence.start)):
        before, after = (each.of(text) for each in _clauses(text, sentence, saying))
        if _RELATIVE.search(before):
            continue
        turned = _TURNED.search(before) or _ACCORDING.fullmatch(saying.of(text))
        subject = _CLAUSES.split(after)[0] if turned else _CLAUSES.split(before)[-1]
        name = _named(text, sentence, saying)
        if name is None and _says_pronoun(text, sentence, saying):
            named = _last_named(article, sentences, n)
            name = named.answer if named else None
        yield Saying(subject, name.of(text) if name else "")


def _nearest(article: Article, sentences: Sequence[Span], at: list[int]) -> Iterator[int]:
    """The indices of the sentences that may name the speaker: those of the quotation, then their
    neighbours in the same paragraph, then the sentence before the paragraph if the quotation is the
    whole sentence."""
    yield from at
    for step in range(1, _AROUND + 1):
        for n, edge in ((at[0] - step, at[0]), (at[-1] + step, at[-1])):
            if 0 <= n < len(sentences):
                alone = n < edge and _only_quoted(sentences[edge].of(article.text))
                first, last = sorted((sentences[n], sentences[edge]))
                if alone or "\n" not in article.text[first.end : last.start]:
                    yield n


def _only_quoted(sentence: str) -> bool:
    """Whether a sentence is nothing but a quotation."""
    quoted = _INSIDE.match(sentence.strip())
    return quoted is not None and not re.search(r"\w", sentence.strip()[quoted.end() :])


def _sayings(text: str, sentence: Span, place: Span) -> Iterator[Span]:
    """The verbs of saying that are outside quotations, the one nearest to ``place`` first."""
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
    """The name that belongs to a verb of saying, as in "Mara Lind said" or "said Mara Lind"; None
    if there is none."""
    before, after = _clauses(text, sentence, saying)
    names_before, names_after = list(named_in(text, before)), list(named_in(text, after))
    if _PRONOUN.search(text[max(before.end - 6, before.start) : before.end]):
        return None
    if _ACCORDING.fullmatch(saying.of(text)):
        return names_after[0].span if names_after else None
    turned = _TURNED.search(before.of(text)) and _OPENS.match(after.of(text))
    if not before.of(text).strip(" ,\"”'’»") or (turned and names_after and not names_before):
        return _likeliest(names_after)
    beside = [each for each in names_before if not text[each.span.end : before.end].strip()]
    clause = text.rfind(",", before.start, before.end) + 1  # where the verb's clause begins
    nearby = [each for each in names_before if each.span.start >= clause]
    return _likeliest(beside or nearby or names_before)


def _likeliest(names: Sequence[PersonName]) -> Span | None:
    """The name that is most surely a person's, the first if several are; None if there is none."""
    return max(names, key=lambda each: each.sure).span if names else None


def _clauses(text: str, sentence: Span, saying: Span) -> tuple[Span, Span]:
    """The text before and after a verb of saying, up to the next quotation or clause."""
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
    """The last sentence before sentence ``n`` that names a person with a title or a full name, else
    the last one with any name, with that name as its answer; None if there is none."""
    text, earlier = article.text, sentences[max(0, n - _BACK) : n][::-1]
    for least in (PERSON, 0.0):
        for sentence in earlier:
            names = [each for each in named_in(text, sentence) if each.sure >= least]
            if (name := _likeliest(names)) is not None:
                return Citation(article, sentence, name, 0.5, 0.5)
    return None
