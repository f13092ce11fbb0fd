"""One side of the comparison, in a process of its own: builds, then answers when it is asked.

Run by path, each side with the Python of its own environment. Reads JSON lines and answers each
with one: ``{"build": FOLDER}`` with the seconds of building, ``{"ask": QUESTION}`` with those
of answering, by the clock and of its processors, anything else with the peak memory in bytes.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# what a side gives: the texts are indexed when it is called, and it says how to ask
Ask = Callable[[str], str]
Build = Callable[[], Ask]


def pincite(folder: Path) -> Build:
    """Pincite, from the articles."""
    from pincite.index.building.build import rebuild
    from pincite.index.engines.encoder import SentenceEncoder
    from pincite.index.retrieval.local import LocalRetriever
    from pincite.qa.answerer import Answerer

    encoder = SentenceEncoder.load()
    encoder.passages(["warm"])

    def build() -> Ask:
        index = Path(tempfile.mkdtemp(dir=folder))
        rebuild(index, [folder / "articles.jsonl"], encoder)
        answerer = Answerer(LocalRetriever(index, encoder))
        return lambda question: answerer.answer(question).text

    return build


def haystack(folder: Path) -> Build:
    """Haystack 3 as its documentation builds hybrid retrieval and extractive answering."""
    from haystack import Document, Pipeline
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import (
        InMemoryBM25Retriever,
        InMemoryEmbeddingRetriever,
    )
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )
    from haystack_integrations.components.readers.transformers import TransformersExtractiveReader

    texts = _texts(folder)
    model = str(folder / "embedder")
    embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
    embedder.warm_up()
    embedder.run([Document(content="warm")])

    def build() -> Ask:
        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        store.write_documents(embedder.run([Document(content=text) for text in texts])["documents"])
        asking = Pipeline()
        asking.add_component(
            "embed", SentenceTransformersTextEmbedder(model=model, progress_bar=False)
        )
        asking.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=50))
        asking.add_component("bm25", InMemoryBM25Retriever(store, top_k=50))
        asking.add_component("join", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=10))
        reader = TransformersExtractiveReader(model=str(folder / "reader"), top_k=3)
        asking.add_component("read", reader)
        asking.connect("embed.embedding", "dense.query_embedding")
        asking.connect("dense", "join")
        asking.connect("bm25", "join")
        asking.connect("join", "read")

        def ask(question: str) -> str:
            told = {name: {"query": question} for name in ("bm25", "read")}
            found = asking.run({"embed": {"text": question}, **told})
            return str(found["read"]["answers"][0].data or "")

        return ask

    return build


def txtai(folder: Path) -> Build:
    """txtai 9: a hybrid index, and its pipeline of questions over the ten passages found."""
    from txtai import Embeddings
    from txtai.pipeline import Questions

    texts = _texts(folder)
    index = Embeddings(path=str(folder / "embedder"), hybrid=True, content=True, gpu=False)
    index.index(["warm"])
    reader = Questions(str(folder / "reader"), gpu=False)

    def read(question: str, passage: str) -> str:
        try:
            return str(reader([question], [passage])[0] or "")
        except TypeError:  # after reading: it cannot place a start before the passage, no answer
            return ""

    def build() -> Ask:
        index.index(texts)

        def ask(question: str) -> str:
            found = [each["text"] for each in index.search(question, 10)]
            answers = [read(question, each) for each in found]
            return next(filter(None, answers), "")

        return ask

    return build


def plain(folder: Path) -> Build:
    """sentence-transformers in single precision, which only encodes."""
    from sentence_transformers import SentenceTransformer

    texts = _texts(folder)
    model = SentenceTransformer(str(folder / "embedder"), device="cpu")
    model.encode(["warm"])

    def build() -> Ask:
        model.encode(texts, show_progress_bar=False)
        return lambda question: str(model.encode([question]).shape)

    return build


def _texts(folder: Path) -> list[str]:
    found: list[str] = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
    return found


def main() -> None:
    """Answers requests until there are no more."""
    sides = {each.__name__: each for each in (pincite, haystack, txtai, plain)}
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints is no reply
    build: Build | None = None
    ask: Ask | None = None
    for line in sys.stdin:
        wanted = json.loads(line)
        reply: dict[str, object] = {}
        if "get ready" in wanted:
            build = sides[sys.argv[1]](Path(wanted["get ready"]))
        elif "build" in wanted:
            assert build
            start, worked = time.perf_counter(), time.process_time()
            ask = build()
            reply["seconds"] = time.perf_counter() - start
            reply["work"] = time.process_time() - worked
        elif "ask" in wanted:
            assert ask
            start, worked = time.perf_counter(), time.process_time()
            reply["text"] = ask(wanted["ask"])
            reply["seconds"] = time.perf_counter() - start
            reply["work"] = time.process_time() - worked
        else:
            reply["bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps(reply), file=replies, flush=True)


if __name__ == "__main__":
    main()
