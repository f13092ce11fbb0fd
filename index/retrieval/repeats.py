"""Finds passages that repeat a better hit of another article: the same story in a second newspaper,
or an updated version of it. Pure.

Two sentences are the same if their words are the same, in order, after NFKC, lower case and removal
of punctuation; signs, currencies and units count as words. Broder 1997 compares documents by common
shingles ("On the resemblance and containment of documents"). Here the shingles are sentences, the
measure is containment, and only the few passages found for one question are compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pincite.corpus.article import Span
from pincite.index.engines.folding import IDEOGRAPH
from pincite.index.retrieval.hit import Hit

MOST = 0.6
"""A passage is a repeat if more than this share of its words is in sentences of better hits. With a
half, two reports of one pattern with one of two sentences in common would count as one story."""

UPDATES = 3
"""The number of repeats with sentences of their own that are read in addition to the hits."""

_SHORT = 4  # words; shorter sentences ("He declined.") prove nothing
_FOLDED = str.maketrans({"’": "'", "‘": "'", **dict.fromkeys("‐‑‒–−", "-")})
_PUNCTUATION = r"""!"'()*,\-./:;?\[\]_{}—―«»‹›“”„‚…·•¡¿、。〈〉《》「」『』【】〔〕"""
# a full stop, comma or dash inside a number or word belongs to it, as does a minus before a number
_WORD = re.compile(
    rf"[^\W{IDEOGRAPH}]+(?:[.,:'-][^\W{IDEOGRAPH}]+)*|[{IDEOGRAPH}]"
    rf"|(?<!\w)-(?=[$€£¥]?\d)|[^\w\s{_PUNCTUATION}]"
)


def words(text: str) -> list[str]:
    """The words of a text in the form for comparison, in order."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower().translate(_FOLDED))


def word_spans(text: str) -> list[Span]:
    """The spans of the words in the text as written: one for each of ``words``, unless NFKC splits
    or joins words."""
    return [Span(*found.span()) for found in _WORD.finditer(text.translate(_FOLDED))]


def distinct(ranked: Iterable[Hit], k: int) -> list[Hit]:
    """The first ``k`` hits that do not repeat earlier hits, each with its ``repeats``.

    ``ranked`` are best first; the iterator is read only as far as needed. A hit is a repeat if most
    of its words are in sentences of earlier chosen hits of other articles. It is attached to each
    of those.
    """
    taken: list[Hit] = []
    repeats: list[list[Hit]] = []
    holders: dict[tuple[str, ...], list[int]] = {}
    for hit in ranked:
        sentences = _sentences(hit)
        homes = {
            span: [n for n in holders.get(said, ()) if _of_another(hit, taken[n])]
            for span, said in sentences
        }
        telling = [(len(said), homes[span]) for span, said in sentences if len(said) >= _SHORT]
        if sum(size for size, at in telling if at) > MOST * sum(size for size, _ in telling):
            own = tuple(span for span, _ in sentences if not homes[span])
            for home in {home for _, at in telling for home in at}:
                repeats[home].append(replace(hit, own=own))
            continue
        for _, said in sentences:
            holders.setdefault(said, []).append(len(taken))
        taken.append(hit)
        repeats.append([])
        if len(taken) == k:
            break
    return [_ranked(hit, again, repeats) for hit, again in zip(taken, repeats, strict=True)]


def updates(hits: Iterable[Hit]) -> list[Hit]:
    """The first UPDATES repeats of these hits that have sentences of their own: the same story with
    something new."""
    found = {each.passage.id: each for hit in hits for each in hit.repeats if each.own}
    return list(found.values())[:UPDATES]


def is_restatement(hit: Hit, sentence: Span) -> bool:
    """Whether a better hit contains this sentence too: true for the repeated sentences of a
    repeat."""
    return bool(hit.own) and not any(each.overlaps(sentence) for each in hit.own)


def restatements(hit: Hit, sentence: Span, answer: Span) -> Iterator[tuple[Hit, Span, Span]]:
    """Where the repeats of a hit contain its sentence again, with the same ``words``. Yields the
    repeat, the sentence there and the answer in it, as spans of the repeat's article. ``sentence``
    may be several consecutive sentences; for a heading nothing is found."""
    length = sum(each.overlaps(sentence) for each in hit.passage.sentences)
    if not length:
        return
    wanted = words(sentence.of(hit.article.text))
    for repeat in hit.repeats:
        text = repeat.article.text
        for there in _runs(repeat, length):
            if words(there.of(text)) == wanted:
                found = _answer_in(hit.article.text, sentence, answer, text, there)
                if found is not None:
                    yield repeat, there, found
                    break


def _runs(hit: Hit, length: int) -> Iterator[Span]:
    """Every ``length`` consecutive sentences of a passage, as one span."""
    sentences = hit.passage.sentences
    for first, last in zip(sentences, sentences[length - 1 :], strict=False):
        yield Span(first.start, last.end)


def _answer_in(own: str, home: Span, answer: Span, text: str, sentence: Span) -> Span | None:
    """The span in ``text`` of an answer in another text. ``answer`` lies in ``home`` of the text
    ``own``; ``sentence`` of ``text`` has the same words as ``home``. None if the answer's ends are
    not word boundaries."""
    there = sentence.of(text)
    before, after = Span(home.start, answer.start).of(own), Span(answer.end, home.end).of(own)
    written = answer.of(own)
    if there == before + written + after:
        start = sentence.start + len(before)
        return Span(start, start + len(written))
    said, skipped, found = words(written), len(words(before)), word_spans(there)
    if not said or [*words(before), *said, *words(after)] != words(there):
        return None
    if [words(each.of(there)) for each in found] != [[word] for word in words(there)]:
        return None
    first, last = found[skipped], found[skipped + len(said) - 1]
    return Span(sentence.start + first.start, sentence.start + last.end)


def _sentences(hit: Hit) -> list[tuple[Span, tuple[str, ...]]]:
    """Each sentence of a passage with its words."""
    inside, text = hit.passage.span, hit.article.text
    parts = (
        Span(max(each.start, inside.start), min(each.end, inside.end))
        for each in hit.passage.sentences
    )
    return [(part, tuple(words(part.of(text)))) for part in parts]


def _of_another(hit: Hit, other: Hit) -> bool:
    return hit.article.id != other.article.id


def _ranked(hit: Hit, again: list[Hit], repeats: list[list[Hit]]) -> Hit:
    """The hit with its repeats, and with ranks that do not count repeats."""
    apart = {each.passage.id: each for row in repeats for each in row}.values()
    if not apart:
        return hit
    return replace(
        hit,
        dense_rank=_less(hit.dense_rank, [each.dense_rank for each in apart]),
        lexical_rank=_less(hit.lexical_rank, [each.lexical_rank for each in apart]),
        repeats=tuple(again),
    )


def _less(rank: int | None, others: list[int | None]) -> int | None:
    return (
        None if rank is None else rank - sum(other is not None and other < rank for other in others)
    )
