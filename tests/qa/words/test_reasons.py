"""Every reason for not reading a file is translated to the language of the page."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from pincite.corpus.formats.detection.unread import UNREAD, UNREAD_XML, unread_reason
from pincite.qa.words import in_language, translated
from tests.support.paths import ROOT

ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,}")
RAISED = {"ReadError", "FetchError", "Fault", "Skipped"}
RAW = {  # text known only at run time: file names, library errors
    "reason", "error", "str(error)", "str(drafts)", "item.reason", "draft.reason",
    "unread.reason", "damaged", "str(values['reason'])", "self._fate(late.is_set(), wall)",
    "unread_reason(suffix, data)", "unread_reason(suffix, head)", "unread_xml_reason(data)",
}  # fmt: skip

KNOWN = {  # values of some placeholders
    "wanted.kind": "an EPUB", "missing": "no mimetype in it", "damaged": "a damaged EPUB",
    "kind": "row", "'s' * (count != 1)": "s", "called": "", "where": "the address itself",
    "_again(wanted)": "save it again as EPUB",
}  # fmt: skip


def _chinese(reason: str) -> str:
    with in_language("zh-Hant"):
        return translated(reason)


def _shown(node: ast.expr, names: dict[str, Any]) -> str | None:
    """An example of a reason: constants as they are, and 7 for values known only at run time."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            "7" if (told := _shown(each, names)) is None else told for each in node.values
        )
    if isinstance(node, ast.FormattedValue):
        return KNOWN.get(ast.unparse(node.value), _shown(node.value, names) or "7")
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Name) and isinstance(names.get(node.id), str):
        return str(names[node.id])
    return None


def _raised() -> Iterator[tuple[str, str]]:
    """Each place in the code that gives a reason, with the reason."""
    for path in sorted((ROOT / "corpus").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        told = [c for c in calls if getattr(c.func, "id", "") in RAISED and c.args]
        if not told:
            continue
        place = path.relative_to(ROOT).with_suffix("")
        names = vars(importlib.import_module("pincite." + ".".join(place.parts)))
        for call in told:
            if ast.unparse(call.args[-1]) not in RAW:
                yield f"{place}:{call.lineno}", _shown(call.args[-1], names) or "?"


EVERY = (*UNREAD, *(kind for _, kind in UNREAD_XML))


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_every_unsupported_format_is_translated(kind: Any) -> None:
    assert not ENGLISH.search(_chinese(kind.reason)), _chinese(kind.reason)


def test_every_reason_for_skipping_is_translated() -> None:
    reasons = dict(_raised())
    assert len(reasons) > 80
    english = {
        where: told for where, why in reasons.items() if ENGLISH.search(told := _chinese(why))
    }
    assert english == {}


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (unread_reason(".odd", b"x").partition(";")[0], ".odd 檔案"),
        ("pages 3, 5-9 of 12: no text, only pictures; run OCR where they are scanned",
         "第 3, 5-9 頁（共 12 頁）：沒有文字，只有圖片；掃描的頁面請先做 OCR"),
        ("2 paragraphs left out, the first: “one; two”", "2 段沒有讀取，第一段：“one; two”"),
        ("port 9 is not asked; http is at 80 or 8080",
         "不使用連接埠 9；http 的連接埠是 80 或 8080"),
        ("comments: not read; equations: not read", "註解：沒有讀取；方程式：沒有讀取"),
        ("cannot be read: Permission denied", "無法讀取：沒有權限"),
        ("x.example is at 10.0.0.1, a private address; only public ones are asked: "
         "save the page and add the file",
         "x.example 位於 10.0.0.1，私人網路位址；只向公開的主機取網頁：請儲存網頁再加入檔案"),
        ("a damaged message (IndexError); save it again", "郵件已損壞（IndexError）；請重新儲存"),
        ("something new; split it", "something new；請拆開"),
        ("something new; nothing known", "something new; nothing known"),
    ],
)  # fmt: skip
def test_composed_reasons_are_translated_piece_by_piece(english: str, chinese: str) -> None:
    assert _chinese(english) == chinese
