"""The articles written for training, each with questions that it answers and some that it does not.

They are in ``qa/training/articles``, several in a file, in a format that is easy to read and write.
The text is plain paragraphs. An answer is marked inside a snippet that occurs once in the text.
Several answers to one question are equally right. A line with "- " says why the text does not
answer the question.

    # The title
    kind: news

    The bridge was closed for six weeks. It carries 9,000 cars a day.

    ---
    ? How long was nobody able to cross?
    = was closed for [[six weeks]].
    = was closed [[for six weeks]].
    ? What did the repair cost?
    - no sum is given
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pincite.corpus.article import Span
from pincite.corpus.errors import InputError
from pincite.qa.training.data.datasets import Example

ARTICLES = Path(__file__).parents[1] / "articles"
SOURCE = "written"

_ARTICLE = re.compile(r"^# (?P<title>.+)\n+kind: .+\n(?P<text>(?:.*\n)*?)---\n", re.MULTILINE)
_MARKED = re.compile(r"(.*?)\[\[(.+?)]](.*)")


def written(folder: Path = ARTICLES) -> list[Example]:
    """The questions of all files of the folder, in the order of names and lines. Unanswerable
    questions have no ``answers``. Raises InputError if there are no files, and for a malformed
    one."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise InputError(f"{folder}: no articles (*.txt); they are in a clone, not in a package")
    return [
        each
        for path in paths
        for title, text, questions in _articles(path)
        for each in _examples(path, title, text, questions)
    ]


def _articles(path: Path) -> Iterator[tuple[str, str, str]]:
    """The title, the text and the questions of each article of a file."""
    source = path.read_text(encoding="utf-8")
    found = list(_ARTICLE.finditer(source))
    ends = [each.start() for each in found[1:]] + [len(source)]
    for each, end in zip(found, ends, strict=True):
        yield each["title"].strip(), each["text"].strip(), source[each.end() : end]


def _examples(path: Path, title: str, text: str, questions: str) -> Iterator[Example]:
    for number, block in enumerate(re.split(r"^\? ", questions, flags=re.MULTILINE)[1:], start=1):
        question, *lines = filter(None, map(str.strip, block.split("\n")))
        answers = tuple(_span(path, text, line[2:]) for line in lines if line.startswith("= "))
        if bool(answers) == any(line.startswith("- ") for line in lines):
            raise InputError(
                f"{path}: {question!r} under {title!r}: expected answers after '= ' or a reason "
                f"after '- ' why there is none; write one of them"
            )
        id_ = f"{path.stem}: {title}: {number}"
        yield Example(id_, SOURCE, question, text, tuple(dict.fromkeys(answers)), title=title)


def _span(path: Path, text: str, snippet: str) -> Span:
    marked = _MARKED.fullmatch(snippet.strip())
    plain = "".join(marked.groups()) if marked else snippet
    if marked is None or text.count(plain) != 1:
        raise InputError(
            f"{path}: {snippet!r}: expected one [[answer]] in words that stand once in the text, "
            f"these stand {text.count(plain)} times; copy a longer snippet"
        )
    start = text.index(plain) + len(marked[1])
    return Span(start, start + len(marked[2]))
