"""Recognises pages that are not articles: "not found", errors, browser checks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pincite.corpus.errors import ReadError
from pincite.corpus.formats.html.article.consent import asks_permission, speaks_of_consent
from pincite.corpus.formats.html.article.extracted import tokens
from pincite.corpus.formats.html.article.judged import JudgedBlock, Use
from pincite.corpus.formats.html.error_phrases import (
    CHECK,
    CHECK_ALONE,
    ERROR_TEXT,
    ERROR_TITLE,
    LOGIN_TITLE,
    PASSWORD,
)

AN_ERROR: Final = "an error page, not an article"
A_CHECK: Final = "a browser check, not an article; open it in a browser and save it there"
A_REQUEST: Final = "a request for consent, not an article; answer it in a browser and save the page"

_MOST: Final = 200  # words; an article about error pages is longer
_SIGNS: Final = 2  # phrases that make a check; an article may contain one
_ALONE: Final = 60  # words of a page on which one is enough
_BARE: Final = 12  # words below a headline that need not explain it: the name of the server
_LONG: Final = 8  # words of a sentence
_SAID: Final = 6  # words of a sentence in a request for consent
_OWN: Final = 3  # sentences of an article about errors or checks that say something else
_END: Final = re.compile(r"[.!?…]+(?=\s|$)|[。！？]|\n")


def refuse_error_page(
    titles: Sequence[str], seen: Sequence[JudgedBlock], *, asks_password: bool = False
) -> None:
    """Raises ReadError for a short page one of whose titles or headings names an error and whose
    text explains it, and for a page that checks the browser. A page with several sentences on
    something else is an article. ``asks_password`` is whether it has a field for one."""
    used = [each for each in seen if each.use]
    body = [each for each in used if each.use is Use.BODY] or seen
    words = 0
    for each in body:
        words += len(each.words)
        if words > _MOST:
            return
    heads = [*titles, *(e.block.words for e in used or seen if e.block.kind == "heading")]
    lines = [each.block.all_words for each in body]
    told = [line for line in lines if line not in heads]
    own = sum(_own(told))
    if own >= _OWN:
        return
    text = "\n".join([*titles, *lines])
    signs = {found.lower() for found in CHECK.findall(text)}
    alone = words <= _ALONE and own < _SIGNS and CHECK_ALONE.search(text)
    if len(signs) >= _SIGNS or alone:
        raise ReadError(A_CHECK)
    if _only_asks(used):
        raise ReadError(A_REQUEST)
    # a museum's brief page on how to enter may have such a title, too
    login = asks_password or not own or PASSWORD.search(text)
    if any(ERROR_TITLE.search(head) or (login and LOGIN_TITLE.search(head)) for head in heads):
        bare = sum(len(tokens(line)) for line in told) <= _BARE
        if bare or ERROR_TEXT.search("\n".join(lines)):
            raise ReadError(AN_ERROR)


def _only_asks(used: Sequence[JudgedBlock]) -> bool:
    """Whether all that the page says is a request for consent."""
    lines = [each.block.all_words for each in used if each.block.kind != "heading"]
    said = [each for line in lines for each in _END.split(line) if len(tokens(each)) >= _SAID]
    return (
        len(said) >= _SIGNS
        and all(map(speaks_of_consent, said))
        and any(map(asks_permission, lines))
    )


def _own(lines: Iterable[str]) -> Iterable[bool]:
    """For each sentence, whether it is one that pages of errors and checks do not say."""
    for line in lines:
        for said in _END.split(line):
            known = ERROR_TEXT.search(said) or CHECK.search(said)
            yield len(tokens(said)) >= _LONG and not known
