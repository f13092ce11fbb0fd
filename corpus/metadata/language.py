"""The language of a text: as its source declares it, else as py3langid detects it (Lui and Baldwin
2012; naive Bayes over byte n-grams, offline). The only file that imports py3langid."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from typing import Any, Final

from pincite.corpus.draft import wide

MAX_READ: Final = 2000
MIN_LETTERS: Final = 40
SURE: Final = 0.5

_CODES: Final = frozenset(
    """aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
    ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
    lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi
    pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
    tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu""".split()
)
_OTHER_CODES: Final = {
    "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "cmn": "zh", "eng": "en", "deu": "de",
    "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl",
    "dut": "nl", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "rus": "ru", "ara": "ar",
    "pol": "pl", "tur": "tr", "ukr": "uk", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi",
    "ces": "cs", "cze": "cs", "vie": "vi", "tha": "th", "ind": "id", "hin": "hi", "heb": "he",
    "ell": "el", "gre": "el", "hun": "hu", "ron": "ro", "rum": "ro", "fas": "fa", "per": "fa",
}  # fmt: skip


def language_code(declared: object) -> str | None:
    """The two-letter code (ISO 639-1) of a declared language such as "en-US", "zh_TW" or "eng";
    None if it is not the code of a language."""
    if not isinstance(declared, str):
        return None
    code = re.split(r"[-_.@,; ]", declared.strip().lower(), maxsplit=1)[0]
    return code if code in _CODES else _OTHER_CODES.get(code)


def detected_language(text: str) -> str | None:
    """The two-letter code of the language of a text, judged by its first MAX_READ characters; None
    if the text is too short or too mixed to tell."""
    text = " ".join(text[:MAX_READ].split())
    # one wide character holds about as much as three letters
    letters = accumulate(3 if wide(c) else 1 for c in text if c.isalpha())
    if not any(count >= MIN_LETTERS for count in letters):
        return None
    code, probability = _identifier().classify(text)
    return language_code(code) if probability >= SURE else None


def get_ready() -> None:
    """Loads the language model, which is unpacked through a temporary file."""
    _identifier()


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
