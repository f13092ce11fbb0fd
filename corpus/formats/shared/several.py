"""Helpers for files with several articles: keys for the articles, limits for the faults."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.encoding.damage import GAP, Decoded

MAX_FAULTS = 100


def refuse_duplicate(name: str | None, line: int | None, seen: dict[str, int], kind: str) -> None:
    """Remembers ``name`` with its line or entry number (``kind`` says which). Raises ReadError if
    it was seen before."""
    if name is None:
        return
    if name in seen:
        raise ReadError(f"the same {name} as {kind} {seen[name]}")
    seen[name] = line or 0


def with_keys(found: Iterable[Draft | Fault], seen: dict[str, int]) -> Iterator[Draft | Fault]:
    """Gives every draft a key. A draft without an id gets a digest of its content, which does not
    depend on its position in the file. A second draft with the same content gets ``-2``, and so
    on."""
    alike: Counter[str] = Counter()
    for item in found:
        if isinstance(item, Draft) and item.key is None:
            key = _content(item)
            alike[key] += 1
            key += f"-{alike[key]}" if alike[key] > 1 else ""
            while f"id {key}" in seen:
                key += "~"
            item = replace(item, key=key)
        yield item


def _content(draft: Draft) -> str:
    # without the title, which may be made from the line number
    said = [draft.text, draft.published, draft.author]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]


def with_few_faults(found: Iterable[Draft | Fault], kinds: str) -> list[Draft | Fault]:
    """Keeps the first MAX_FAULTS faults and counts the others, called ``kinds``, in one last
    fault."""
    short: list[Draft | Fault] = []
    faults: list[Fault] = []
    for item in found:
        if isinstance(item, Fault):
            faults.append(item)
        if isinstance(item, Draft) or len(faults) <= MAX_FAULTS:
            short.append(item)
    if more := faults[MAX_FAULTS:]:
        short.append(Fault(more[0].line, f"and {len(more)} faulty {kinds} from here on"))
    return short


def with_damage(found: list[Draft | Fault], decoded: Decoded) -> list[Draft | Fault]:
    """Reports undecodable bytes in ``missing``, at the first article that shows a gap, else at the
    first article."""
    drafts = [n for n, each in enumerate(found) if isinstance(each, Draft)]
    if not decoded.damage or not drafts:
        return found
    shown = (n for n in drafts if isinstance(each := found[n], Draft) and GAP in each.text)
    place = next(shown, drafts[0])
    draft = found[place]
    if isinstance(draft, Draft):
        missing = "; ".join(filter(None, (draft.missing, decoded.missing)))
        found[place] = replace(draft, missing=missing)
    return found
