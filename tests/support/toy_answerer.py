"""An Answerer that answers by rules over one short article."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from pincite.corpus.article import Article, Span
from pincite.index.retrieval.query import Query
from pincite.qa.conversation.context import ConversationContext
from pincite.qa.types import Answer, Citation

TEXT = (
    "Greta Holm keeps the lighthouse at Port Selm. She is 44 years old. "
    "Anton Rasch built the lighthouse in 1871. He died in 1902. "
    "The lamp costs 900 marks a year."
)


def article(text: str = TEXT, id_: str = "selm") -> Article:
    return Article(id=id_, text=text, title="", source=f"{id_}.txt", body=(Span(0, len(text)),))


class ToyAnswerer:
    """Answers a question by the first key all of whose words it holds, and notes what it is
    asked."""

    def __init__(self, sure: float = 0.9, **known: str) -> None:
        self.sure = sure
        self.known: dict[str, str] = known
        self.asked: list[str] = []
        self.favoured: list[frozenset[str]] = []

    def ask(self, queries: Sequence[Query]) -> list[Answer]:
        self.asked += [query.text for query in queries]
        return [self._answer(query.text) for query in queries]

    def ask_among(
        self,
        queries: Sequence[Query],
        favoured: Collection[str],
        standing: ConversationContext,
        shared: int = 1,
        also: str = "",
    ) -> list[Answer]:
        self.favoured.append(frozenset(favoured))
        return self.ask(queries)

    def helped(self, answer: Answer) -> Answer:
        return answer if answer.found else replace(answer, suggestions=("Who keeps it?",))

    def words_like(self, word: str, n: int) -> list[tuple[str, int]]:
        return [(word, 1)]

    def article(self, id_: str) -> Article | None:
        return article() if id_ == "selm" else None

    def _answer(self, text: str) -> Answer:
        for key, said in self.known.items():
            if all(word in text.lower() for word in key.split("_")):
                start = TEXT.index(said)
                ends = TEXT.index(".", start) + 1
                begins = TEXT.rfind(". ", 0, start)
                sentence = Span(begins + 2 if begins >= 0 else 0, ends)
                cited = Citation(
                    article(), sentence, Span(start, start + len(said)), 5.0, self.sure
                )
                return Answer(text, said, self.sure, (cited,), (), asked=(text,))
        return Answer(text, "", 0.05, (), (), asked=(text,))
