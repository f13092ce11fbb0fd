"""Candidates to citations. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from qa.types import Candidate, Citation

_NEAR = 0.6  # log-odds: a further citation is at least half as likely as the first


def citations(candidates: Sequence[Candidate], limit: int = 3) -> tuple[Citation, ...]:
    """Up to ``limit`` citations, best first: the best candidate and those nearly as good.

    ``candidates`` are best first. The same sentence is cited once; so is the same wording in
    several articles, in the best-ranked of them.
    """
    chosen: list[Citation] = []
    seen: set[str] = set()
    for candidate in candidates:
        if len(chosen) == limit or candidate.score < candidates[0].score - _NEAR:
            break
        article = candidate.hit.article
        wording = " ".join(candidate.sentence.of(article.text).split())
        if wording not in seen:
            seen.add(wording)
            chosen.append(Citation(article, candidate.sentence, candidate.answer, candidate.score))
    return tuple(chosen)
