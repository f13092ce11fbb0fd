"""How often a text in an old encoding is read right, refused, or taken for another one.

    python -m tests.bench.encodings             the table: our reader, charset-normalizer, chardet
    python -m tests.bench.encodings --misses    what our reader gets wrong or refuses of one half

Every sentence of ``tests/data/encodings.txt`` is written in each encoding that its language had,
less those that lack one of its letters, and is read back with no word on its encoding. The samples
are split by a hash into a half that was looked at while the rules were made and one that was only
measured. The other two libraries are asked for their best guess; where they make none they refuse.
"""

from __future__ import annotations

import argparse
import hashlib
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pincite.corpus.errors import ReadError
from pincite.corpus.formats.encoding.decode import decode

SAMPLES: Final = Path(__file__).parents[1] / "data" / "encodings.txt"

_WESTERN: Final = "cp1252 iso8859-1 iso8859-15 mac_roman cp850 cp437"
_CENTRAL: Final = "cp1250 iso8859-2 cp852 mac_latin2"
_BALTIC: Final = "cp1257 iso8859-13 iso8859-4 cp775"
_CYRILLIC: Final = "cp1251 iso8859-5 mac_cyrillic"
ENCODINGS: Final = {
    **dict.fromkeys(("en", "de", "fr", "es", "pt", "it", "nl"), _WESTERN),
    **dict.fromkeys(("sv", "da", "fi"), f"{_WESTERN} cp865"),
    "is": f"{_WESTERN} iso8859-10 cp861 mac_iceland",
    **dict.fromkeys(("pl", "cs", "hu", "hr"), _CENTRAL),
    "ro": f"{_CENTRAL} iso8859-16",
    "tr": "cp1254 iso8859-9 cp857 mac_turkish",
    **dict.fromkeys(("lt", "lv"), _BALTIC),
    "et": f"{_BALTIC} cp1252 iso8859-15",
    "ru": f"{_CYRILLIC} koi8_r cp866",
    "bg": f"{_CYRILLIC} koi8_r cp866",
    "uk": f"{_CYRILLIC} koi8_u cp1125",
    "el": "cp1253 iso8859-7 mac_greek cp737",
    "he": "cp1255 iso8859-8 cp862",
    "ar": "cp1256 iso8859-6",
    "th": "cp874 tis_620",
    "vi": "cp1258",
    "ja": "cp932 euc_jp iso2022_jp",
    "zh-hans": "gb18030 gb2312 hz",
    "zh-hant": "big5 big5hkscs gb18030",
    "ko": "cp949 euc_kr iso2022_kr johab",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence as bytes of one encoding. ``seen`` says that it is of the half looked at."""

    language: str
    encoding: str
    text: str
    data: bytes
    seen: bool


Read = Callable[[bytes], str | None]


def samples() -> Iterator[Sample]:
    """Every sentence in every encoding that can write it; what comes out as ASCII is left out."""
    language = ""
    for line in SAMPLES.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            language = line[3:]
        elif language and line:
            seen = hashlib.sha256(line.encode()).digest()[0] % 2 == 0
            for encoding in ENCODINGS[language].split():
                text = _written(line, language, encoding)
                data = _encoded(text, encoding)
                if data and not (data.isascii() and data.decode("ascii") == text):
                    yield Sample(language, encoding, text, data, seen)


def _written(line: str, language: str, encoding: str) -> str:
    """The sentence with what its writers took for signs that their encoding lacks."""
    plain = "".join(_PLAIN.get(c, c) for c in line)
    if language == "vi":
        return _vietnamese(line)
    return line if _encoded(line, encoding) else plain


_PLAIN: Final = dict(zip("“”„‘’«»—–…€‚", '"""\'\'""--.E,', strict=True))


def _vietnamese(line: str) -> str:
    """As cp1258 has it: a vowel with its hat, the tone behind it."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for char in unicodedata.normalize("NFC", line):
        parts = unicodedata.normalize("NFD", char)
        tone = [c for c in parts if c in tones]
        rest = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        whole = _encoded(char, "cp1258")
        out.append(char if whole else rest + "".join(tone))
    return "".join(out)


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return b""


def ours(data: bytes) -> str | None:
    """What our reader makes of it."""
    try:
        return decode(data).text
    except ReadError:
        return None


def normalizer() -> Read:
    """charset-normalizer's best match."""
    from charset_normalizer import from_bytes

    def read(data: bytes) -> str | None:
        best = from_bytes(data).best()
        return None if best is None else str(best)

    return read


def chardet() -> Read:
    """chardet's best match."""
    from chardet import detect

    def read(data: bytes) -> str | None:
        found: Any = detect(data)
        try:
            return data.decode(found["encoding"]) if found["encoding"] else None
        except (LookupError, UnicodeDecodeError):
            return None

    return read


def verdict(sample: Sample, read: Read) -> str:
    """right, refused or wrong."""
    text = read(sample.data)
    same = text is not None and _same(text, sample.text)
    return "refused" if text is None else "right" if same else "wrong"


def _same(text: str, expected: str) -> bool:
    return unicodedata.normalize("NFC", text) == unicodedata.normalize("NFC", expected)


def readers() -> dict[str, Read]:
    """Our reader and the libraries that are installed."""
    found: dict[str, Read] = {"ours": ours}
    for name, made in (("charset-normalizer", normalizer), ("chardet", chardet)):
        try:
            found[name] = made()
        except ImportError:
            print(f"{name} is not installed: pip install {name}")
    return found


def main() -> None:
    """Prints Markdown tables, a reader a row, and by language for our own."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--misses", action="store_true")
    given = list(samples())
    if parser.parse_args().misses:
        _print_misses([sample for sample in given if sample.seen])
        return
    print("| reader | samples | right | refused | wrong | ms a sample |\n|---|---|---|---|---|---|")
    for seen, half in ((True, "looked at"), (False, "only measured")):
        part = [sample for sample in given if sample.seen == seen]
        for name, read in readers().items():
            begun = time.perf_counter()
            count = Counter(verdict(sample, read) for sample in part)
            spent = (time.perf_counter() - begun) / len(part) * 1e3
            print(
                f"| {name}, half {half} | {len(part)} | {_cells(count)} | {spent:.1f} |", flush=True
            )
    print("\n| language | samples | right | refused | wrong |\n|---|---|---|---|---|")
    for language in ENCODINGS:
        part = [sample for sample in given if sample.language == language]
        count = Counter(verdict(sample, ours) for sample in part)
        print(f"| {language} | {len(part)} | {_cells(count)} |")


def _cells(count: Counter[str]) -> str:
    total = count.total()
    return " | ".join(f"{count[k]} ({count[k] / total:.1%})" for k in ("right", "refused", "wrong"))


def _print_misses(given: list[Sample]) -> None:
    for sample in given:
        found = verdict(sample, ours)
        if found != "right":
            print(f"{sample.language} {sample.encoding} {found}: {sample.text[:60]!r}", end="")
            print(f" -> {(ours(sample.data) or '')[:60]!r}")


if __name__ == "__main__":
    main()
