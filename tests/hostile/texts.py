"""Plain text, encodings, JSON lines and Markdown that are odd, damaged or far too much."""

from __future__ import annotations

import base64
import codecs
import gzip
import json
import zlib
from collections.abc import Iterator
from functools import partial

from tests.hostile.case import OPENING, Case, told

_WORDS = {
    "big5": "市府工程師週二表示，港口大橋將於五月重新開放，比原計畫晚了四個月。",
    "gb18030": "市政府工程师周二表示，港口大桥将于五月重新开放，比原计划晚了四个月。",
    "shift_jis": "市の技師は火曜日、港の橋が四か月遅れて五月に再び開通すると述べた。",
    "euc_jp": "市の技師は火曜日、港の橋が四か月遅れて五月に再び開通すると述べた。",
    "iso2022_jp": "市の技師は火曜日、港の橋が四か月遅れて五月に再び開通すると述べた。",
    "koi8_r": "Мост в гавани снова откроется в мае, на четыре месяца позже срока, сказал инженер.",
    "cp1251": "Мост в гавани снова откроется в мае, на четыре месяца позже срока, сказал инженер.",
    "cp1252": "Le pont du port rouvrira en mai, a déclaré l’ingénieur, après un été très long.",
    "latin-1": "Der Brückenbau verzögert sich, sagte der Bürgermeister am Dienstag über Köln.",
    "utf-8": "Le pont du port rouvrira en mai, a déclaré l’ingénieur, 四個月, πλοίο.",
    "utf-16": "Le pont du port rouvrira en mai, a déclaré l’ingénieur, après un été très long.",
    "utf-16-le": "Le pont du port rouvrira en mai, a déclaré l’ingénieur, après un été très long.",
}
_ODD = {
    "rtl": "أعلن المهندس أن الجسر سيفتح في مايو. \u202eeht si siht\u202c انتهى.",
    "emoji": "She waved 👩‍👩‍👧‍👦 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿 left. 👍🏽 was all he wrote.",
    "combining": "Z" + "\u0310\u0301\u0489" * 3000 + "algo wrote this line in the night.",
    "nfd": "Le pont a e\u0301te\u0301 ferme\u0301 en mai, a dit l'inge\u0301nieur.",
    "crlf": "It rained.\r\nIt stopped.\rIt rained again.\r\n",
    "u2028": "It rained.\u2028It stopped.\u2029It rained again.\x85And once more.",
    "dotted-i": "İstanbul'da köprü Mayıs'ta açılacak. İİİ iii ııı.",
    "ligatures": "The ﬁrst oﬃce was ﬂooded and the ﬁles were lost, she said.",
    "zero-width": "The\u200b bridge\u200b opens\ufeff in\u2060 May, said the engineer.",
    "variation": "Stars ★︎ ★️ fell and 〽️ rose, the paper wrote in May.",
    "private-use": "The sign \ue000\uf8ff stood at the bridge that night, he said.",
    "noncharacters": "The sign \ufffe \U0010ffff stood at the bridge that night.",
    "tags": "Hidden\U000e0041\U000e0042 tags stood in the text of the letter.",
    "replacement": "The name was \ufffd\ufffd\ufffd, the letter said in May.",
    "terminal": "A red \x1b[31mword\x1b[0m stood on the sign of the bridge that night, he said."
    * 9,
    "vertical": "It rained.\vIt stopped.\fIt rained again.",
}
_RUNS = {
    "a": "a", "full-stops": "。", "numbers": "1. ", "abbreviations": "U.S. ", "zhe": "這。",
    "brackets": "(", "quotes": '" ', "bangs": "!", "dashes": "-", "spaces": "x ", "dots": ". ",
}  # fmt: skip
_MARKS = {
    "brackets": "[", "images": "![", "links": "[a](", "references": "[a][b] ", "stars": "*",
    "stars-words": "*a ", "stars-mixed": "*_", "angles": "<", "tags": "<a ", "comments": "a <!-- ",
    "instructions": "a <? ", "ticks": "` ", "tildes": "~~a ", "ampersands": "&", "slashes": "\\",
    "closing": "a]", "autolinks": "<http:", "titles": '[a](b "', "cdata": "a <![CDATA[",
}  # fmt: skip


def cases() -> Iterator[Case]:
    """The files."""
    yield from _encodings()
    for name, words in _ODD.items():
        yield Case(f"odd/{name}.txt", f"text with {name}", "indexed", words.encode)
    for name, unit in _RUNS.items():
        made = partial(_run, unit, 1_000_000 if len(unit) < 2 else 200_000)
        yield Case(f"runs/{name}.txt", f"{unit!r} over and over on one line", "either", made)
    for name, unit in _MARKS.items():
        made = partial(_run, unit, 30_000 // len(unit) + 1, f"# Marks\n\n{OPENING}\n\n")
        yield Case(f"markdown/{name}.md", f"30 KB of {unit!r}", "either", made)
    yield from _markdown()
    yield from _lines()
    yield from _plain()


def _run(unit: str, times: int, head: str = "") -> bytes:
    return f"{head}{unit * times}".encode()


def _encodings() -> Iterator[Case]:
    for name, words in _WORDS.items():
        text = f"{words}\n" * 8
        yield Case(f"encodings/{name}.txt", f"{name}, nowhere declared", "indexed",
                   partial(text.encode, name))  # fmt: skip
        page = f'<html><head><meta charset="%s"></head><body><p>{text}</p></body></html>'
        for said in (name, "utf-8" if name != "utf-8" else "latin-1", "no-such-encoding"):
            yield Case(f"encodings/{name}-as-{said}.html", f"{name}, declared as {said}", "indexed",
                       partial((page % said).encode, name))  # fmt: skip
        cut = text.encode(name)[:-2] if name.startswith("utf-16") else text.encode(name)[:-4]
        yield Case(f"encodings/{name}-cut.txt", f"{name}, cut in the middle", "either",
                   partial(bytes, cut))  # fmt: skip
    yield Case("encodings/utf-8-cut.md", "UTF-8 cut in mid-character", "partly",
               lambda: "港口大橋".encode() * 9 + b"\xe6\xb8")  # fmt: skip
    yield Case("encodings/utf-7.txt", "UTF-7, which nobody should decode", "either",
               lambda: (OPENING + " +AGE- " + _WORDS["big5"]).encode("utf-7"))  # fmt: skip
    yield Case("encodings/ebcdic.txt", "EBCDIC", "refused", lambda: OPENING.encode("cp500") * 9)
    yield Case("encodings/utf-32.txt", "UTF-32", "indexed", lambda: OPENING.encode("utf-32"))
    yield Case("encodings/mixed.txt", "UTF-8 and Latin-1 in one file", "partly",
               lambda: ("é" * 50).encode() + b"caf\xe9 " + ("é" * 50).encode())  # fmt: skip
    yield Case("encodings/overlong.txt", "overlong UTF-8", "either",
               lambda: OPENING.encode() + b"\xc0\xaf\xe0\x80\xaf")  # fmt: skip
    yield Case("encodings/surrogate.txt", "a surrogate in UTF-8", "either",
               lambda: OPENING.encode() + b"\xed\xa0\x80")  # fmt: skip


def _plain() -> Iterator[Case]:
    png = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    for name, what, made in (
        ("empty.txt", "no byte", b""),
        ("empty.pdf", "no byte", b""),
        ("empty.docx", "no byte", b""),
        ("empty.html", "no byte", b""),
        ("empty.jsonl", "no byte", b""),
        ("white.txt", "white space alone", b" \n\t\r\n \xc2\xa0\xe2\x80\xa8"),
        ("bom.txt", "a byte order mark alone", codecs.BOM_UTF8),
        ("bom16.txt", "a byte order mark alone", codecs.BOM_UTF16_LE),
        ("nul.txt", "NUL bytes", bytes(5000)),
        ("program.txt", "a program named .txt", b"\x7fELF" + bytes(range(256)) * 20),
        ("picture.txt", "a picture named .txt", png),
        ("picture.md", "a picture named .md", png),
        ("picture.pdf", "a picture named .pdf", png),
        ("controls.txt", "control bytes", bytes(range(1, 32)) * 50),
        ("random.txt", "noise", zlib.compress(bytes(9999)) + b"".join(bytes([n * n % 251, 0]) for n in range(2000))),
        ("gzip.html", "gzip named .html", gzip.compress(OPENING.encode(), mtime=0)),
        ("gzip.txt", "gzip named .txt", gzip.compress(OPENING.encode(), mtime=0)),
        ("postscript.txt", "PostScript named .txt", b"%!PS-Adobe-3.0\n(The bridge) show"),
        ("database.txt", "SQLite named .txt", b"SQLite format 3\0" + bytes(500)),
        ("old.doc.txt", "an old Office file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900)),
        ("sheet.xlsx", "a kind of file that is not read", b"PK\x03\x04 and so on"),
        ("code.exe", "a kind of file that is not read", b"MZ"),
    ):  # fmt: skip
        yield Case(f"plain/{name}", what, "refused", partial(bytes, made))
    yield Case("plain/nul-within.txt", "a NUL in a text", "partly",
               lambda: OPENING.encode() + b"\0" + OPENING.encode())  # fmt: skip
    sentence, question, answer = told(0)
    yield Case("plain/good.txt", "a good neighbor", "indexed", sentence.encode, question, answer)
    sentence, question, answer = told(1)
    yield Case("plain/bom-good.txt", "a byte order mark and a text", "indexed",
               partial(sentence.encode, "utf-8-sig"), question, answer)  # fmt: skip
    sentence, question, answer = told(2)
    long = f"{sentence} " + "It rained on the quay all day. " * 70_000
    yield Case("plain/2-mb-line.txt", "2 MB on one line", "either", long.encode,
               question, answer)  # fmt: skip
    yield Case("plain/30-mb-word.txt", "one word of 30 MB", "either", lambda: b"a" * 30_000_000)
    yield Case("plain/101-mb.txt", "larger than may be read", "refused",
               lambda: b"a" * (101 * 2**20))  # fmt: skip
    yield Case("plain/lines.txt", "300,000 lines of one letter", "either", lambda: b"a\n" * 300_000)
    yield Case("plain/base64.txt", "base64 of noise on one line", "either",
               lambda: base64.b64encode(bytes(n * n % 251 for n in range(40_000))))  # fmt: skip
    sentence, question, answer = told(3)
    for number, said in enumerate((sentence, sentence, f"{sentence} Nobody objected.")):
        yield Case(f"twins/{number}.txt", "the same, and nearly the same, article", "either",
                   f"Costs in full\n\n{said}".encode)  # fmt: skip


def _markdown() -> Iterator[Case]:
    sentence, question, answer = told(4)
    yield Case("markdown/good.md", "good Markdown", "indexed",
               f"# Costs\n\n**Yes.** {sentence}\n".encode, question, answer)  # fmt: skip
    anchors = "a: &a [x, x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
    )
    for name, what, made in (
        ("quotes-deep", "quotes 5,000 deep", ">" * 5000 + " deep"),
        ("quotes-lines", "quotes 99 deep on 500 lines", (">" * 99 + " a\n") * 500),
        ("list-deep", "a list 500 deep", "".join(f"{'  ' * n}- item\n" for n in range(500))),
        ("ticks-lengths", "ticks of every length", " a".join("`" * n for n in range(1, 400))),
        ("table-wide", "a table of 3,000 columns", "|a" * 3000 + "|\n" + "|-" * 3000 + "|\n"),
        ("table-cells", "a table that is filled up", "|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "|x\n" * 300),
        ("yaml-anchors", "front matter that grows", f"---\n{anchors}---\n{OPENING}\n"),
        ("yaml-open", "front matter without an end", "---\ntitle: x\n" + "a: b\n" * 9000),
        ("yaml-long", "a title of a megabyte", f"---\ntitle: {'x' * 10**6}\n---\n{OPENING}\n"),
        ("definitions", "10,000 definitions", "".join(f"[{n}]: /u\n" for n in range(10_000)) + OPENING),
        ("fences", "5,000 fences", "```\n" * 5001 + OPENING),
        ("html-blocks", "5,000 HTML blocks", "<div>\n" * 5000 + OPENING),
        ("setext", "5,000 headings", "a\n-\n" * 5000),
        ("tabs", "200,000 tabs", "a" + "\t" * 200_000 + "b"),
    ):  # fmt: skip
        yield Case(f"markdown/{name}.md", what, "either", made.encode)


def _lines() -> Iterator[Case]:
    sentence, question, answer = told(5)
    good = json.dumps({"text": sentence})
    for name, what, outcome, lines in (
        ("good", "one good line", "indexed", [good]),
        ("neighbors", "a good line among bad ones", "indexed", ["{", '{"text": 1}', "null", json.dumps({"text": OPENING})]),
        ("huge", "a line of 700 KB", "either", [json.dumps({"text": "It rained. " * 60_000})]),
        ("deep", "100,000 brackets", "refused", ['{"text": ' + "[" * 100_000]),
        ("deep-array", "100,000 brackets", "refused", ["[" * 100_000]),
        ("deep-objects", "100,000 objects", "refused", ['{"a":' * 100_000]),
        ("twice", "a key given twice", "indexed", ['{"text": "No.", "text": "It rained in May."}']),
        ("types", "values of other types", "refused", [json.dumps({"text": each}) for each in (1, None, [], {}, True, "", " ")]),
        ("nan", "NaN and infinity", "indexed", ['{"text": "It rained in May.", "published": NaN, "id": Infinity}']),
        ("long-number", "a number of 10,000 digits", "either", ['{"text": "It rained.", "id": ' + "9" * 10_000 + "}"]),
        ("surrogate", "half a surrogate pair", "refused", ['{"text": "\\ud800 rained"}']),
        ("nul", "a NUL as an escape", "refused", ['{"text": "It \\u0000 rained"}']),
        ("array", "an array of objects", "indexed", ['[{"text": "It rained."}]']),
        ("bad-lines", "50,000 bad lines", "refused", ["x"] * 50_000),
        ("keys", "100,000 keys", "indexed", ['{"text": "It rained.", ' + ", ".join(f'"k{n}": 1' for n in range(100_000)) + "}"]),
        ("same-ids", "one id for all lines", "indexed", [json.dumps({"text": f"It rained {n} times.", "id": 7}) for n in range(300)]),
        ("script", "markup in every field", "indexed", [json.dumps({"text": "It <script>alert(1)</script> rained.", "title": "<img src=x onerror=alert(1)>", "url": "javascript:alert(1)"})]),
    ):  # fmt: skip
        asked = (question, answer) if name == "good" else ("", "")
        yield Case(f"lines/{name}.jsonl", what, outcome, "\n".join(lines).encode, *asked)
