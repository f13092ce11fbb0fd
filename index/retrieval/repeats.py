"""Passages that say again what a better hit of another article says: the same story in a second
paper, an updated version of it. Pure.

Two sentences say the same if their words are the same, in order, once both are NFKC, lower-cased
and rid of punctuation; signs, currencies and units count as words. Broder 1997 compares documents
by the shingles they share ("On the resemblance and containment of documents"); here the shingles
are sentences and the measure is containment, over the few passages that one question finds.
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
"""A passage repeats others if more than this share of its words stands in sentences they hold. At
a half, two reports made to one pattern, with one of two sentences the same, would be one story."""

UPDATES = 3
"""So many repeats with sentences of their own are read beside the hits of a question."""

_SHORT = 4  # words; a shorter sentence ("He declined to comment.") shows nothing
_FOLDED = str.maketrans({"’": "'", "‘": "'", **dict.fromkeys("‐‑‒–−", "-")})
_PUNCTUATION = r"""!"'()*,\-./:;?\[\]_{}—―«»‹›“”„‚…·•¡¿、。〈〉《》「」『』【】〔〕"""
# a full stop, comma or dash inside a number or word belongs to it, a minus before a number too
_WORD = re.compile(
    rf"[^\W{IDEOGRAPH}]+(?:[.,:'-][^\W{IDEOGRAPH}]+)*|[{IDEOGRAPH}]"
    rf"|(?<!\w)-(?=[$€£¥]?\d)|[^\w\s{_PUNCTUATION}]"
)


def words(text: str) -> list[str]:
    """The words of a text as they are compared, in order."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower().translate(_FOLDED))


def word_spans(text: str) -> list[Span]:
    """Where the words stand in a text as it is written: one for each of ``words``, unless NFKC
    makes several words of one or one of several."""
    return [Span(*found.span()) for found in _WORD.finditer(text.translate(_FOLDED))]


def distinct(ranked: Iterable[Hit], k: int) -> list[Hit]:
    """The first ``k`` hits that do not repeat hits before them, each with its ``repeats``.

    ``ranked`` are best first; no more of them are asked for than it takes. A hit repeats others if
    most of its words stand in sentences that hits of other articles, taken before it, hold; it is
    attached to each of those.
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
    """The first UPDATES repeats of these hits that have sentences of their own: the same story,
    and something else."""
    found = {each.passage.id: each for hit in hits for each in hit.repeats if each.own}
    return list(found.values())[:UPDATES]


def is_restatement(hit: Hit, sentence: Span) -> bool:
    """Whether a better hit says this sentence too: true for what a repeat repeats."""
    return bool(hit.own) and not any(each.overlaps(sentence) for each in hit.own)


def restatements(hit: Hit, sentence: Span, answer: Span) -> Iterator[tuple[Hit, Span, Span]]:
    """Where the repeats of a hit say its sentence once more, word for word as ``words`` compares:
    the repeat, the sentence there and the answer in it, as spans of the repeat's own article.
    ``sentence`` may be several consecutive ones; a heading is none, and is not looked for."""
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
    """Where the answer that stands in ``home`` of the text ``own`` stands in ``sentence`` of
    ``text``, which has the same words; None where the answer's ends are none of theirs."""
    there = sentence.of(text)
    before, after = Span(home.start, answer.start).of(own), Span(answer.end, home.end).of(own)
    told = answer.of(own)
    if there == before + told + after:
        start = sentence.start + len(before)
        return Span(start, start + len(told))
    said, skipped, found = words(told), len(words(before)), word_spans(there)
    if not said or [*words(before), *said, *words(after)] != words(there):
        return None
    if [words(each.of(there)) for each in found] != [[word] for word in words(there)]:
        return None
    first, last = found[skipped], found[skipped + len(said) - 1]
    return Span(sentence.start + first.start, sentence.start + last.end)


def _sentences(hit: Hit) -> list[tuple[Span, tuple[str, ...]]]:
    """Each sentence of a passage and its words."""
    inside, text = hit.passage.span, hit.article.text
    parts = (
        Span(max(each.start, inside.start), min(each.end, inside.end))
        for each in hit.passage.sentences
    )
    return [(part, tuple(words(part.of(text)))) for part in parts]


def _of_another(hit: Hit, other: Hit) -> bool:
    return hit.article.id != other.article.id


def _ranked(hit: Hit, again: list[Hit], repeats: list[list[Hit]]) -> Hit:
    """The hit with its repeats, and with ranks that count no repeat."""
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
