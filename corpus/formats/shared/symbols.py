"""The Unicode characters of Adobe's Symbol font. Documents write them by their code in the font.
Pure."""

from __future__ import annotations

from typing import Final

_CODES: Final = (
    *(*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xA3, 0xA6), *range(0xAB, 0xBD)),
    *(0x40, 0x5E, 0x7E, 0xD0, 0xD5, 0xD6, 0xE5, 0xF2),
)
_SIGNS: Final = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ≤⁄∞↔←↑→↓°±″≥×∝∂•÷≠≡≈…≅⊥∼∠∏√∑∫"
_SYMBOL: Final[dict[int, str]] = dict(zip(_CODES, _SIGNS, strict=True))


def symbol(code: int) -> str:
    """The character for a code of the font, 0 to 255; "" if it has no Unicode character here."""
    return _SYMBOL.get(code) or (chr(code) if 0x20 <= code < 0x41 else "")
