"""Which names of an article belong to an office or another description that stands beside them.
Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pincite.corpus.article import Article, Span
from pincite.index.engines.lexical import terms_in
from pincite.qa.asking.quoting.people import named_in

LONGEST: Final = 2_000
"""A sentence with more characters is not looked into."""

_BESIDE: Final = 200  # characters before a name that may tell its office
# what stands beside a name and tells an office: "Finance Minister Dana Ruiz", "the mayor of Wexby,
# Olof Brandt", "Dana Ruiz, who leads the mill,"
_TITLE: Final = re.compile(r"(?:[^\s,;:.!?“”\"()–—]+\s+){1,6}$")
_OFFICE: Final = re.compile(
    r"\b(?:the|an?|its|his|her|their)\s+(?:[^\s,;:.!?“”\"()–—]+\s*){1,8},\s*$", re.I
)
_OF: Final = re.compile(r"\s(?:of|in|for|from|at)\s")
_BEHIND: Final = re.compile(r",\s*(?P<office>[^,;:.!?“”\"()–—]{3,80})[,.]")


def names_of(article: Article, every: Sequence[Span], wanted: set[str], language: str) -> list[str]:
    """Each name of the article that has the terms ``wanted`` in it or beside it."""
    text, found = article.text, list[str]()
    for sentence in (each for each in every if len(each) <= LONGEST):
        for each in named_in(text, sentence):
            before = text[max(sentence.start, each.span.start - _BESIDE) : each.span.start]
            title = _TITLE.search(before) or _OFFICE.search(before)
            behind = _BEHIND.match(text, each.span.end, sentence.end)
            offices = (title.group() if title else "", behind["office"] if behind else "")
            name = each.span.of(text)
            # of "the mayor of Tarle", who is asked for as "Tarle" is not the mayor
            heads = " ".join((*(_OF.split(office)[0] for office in offices), name))
            beside = terms_in(" ".join((*offices, name)), language)
            if wanted <= beside and wanted & terms_in(heads, language):
                found.append(name)
    return found
