"""Decoding bytes: sentences in every encoding, and refusals with a reason."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pincite.corpus.errors import ReadError
from pincite.corpus.formats.encoding.damage import GAP, Decoded
from pincite.corpus.formats.encoding.decode import decode
from pincite.corpus.formats.encoding.legacy import LEGACY, guess

FRENCH = "Où êtes-vous allé cet été ? Le café est fermé à Noël, a dit le maire."
TRADITIONAL = "港口大橋將於五月重新開放，比原計畫晚了四個月。"
SIMPLIFIED = "港口大桥将于五月重新开放，比原计划晚了四个月。"
JAPANESE = "港の橋は五月に再開される予定で、計画より四か月遅れた。"
KOREAN = "항구 다리는 계획보다 네 달 늦은 오월에 다시 열릴 예정이다."
RUSSIAN = "Мост через гавань откроется в мае, на четыре месяца позже."
GREEK = "Η γέφυρα του λιμανιού θα ανοίξει ξανά τον Μάιο, είπε ο μηχανικός."
CAFE = "Le café est fermé à Noël."
ENGLISH = "The harbor bridge will reopen in May.\n\nIt cost 4.2 million crowns."

WRITTEN = [
    ("utf-8", ENGLISH),
    ("utf-8", FRENCH),
    ("utf-8", TRADITIONAL + " 😀 e\u0301 \u2028 \ufb01"),
    ("utf-8-sig", FRENCH),
    ("utf-16", FRENCH),
    ("utf-32", FRENCH),
    ("utf-16-le", ENGLISH),
    ("utf-16-be", ENGLISH),
    ("utf-16-le", RUSSIAN),
    ("utf-16-be", GREEK),
    ("utf-16-le", TRADITIONAL + "\n" + SIMPLIFIED),
    ("utf-16-be", JAPANESE + "\n" + JAPANESE),
    ("utf-16-le", KOREAN),
    ("iso2022_jp", JAPANESE),
    ("big5", TRADITIONAL),
    ("big5", "圖書館週日開放"),
    ("gb18030", SIMPLIFIED),
    ("gb2312", "图书馆周日开放"),
    ("gbk", SIMPLIFIED),
    ("shift_jis", JAPANESE),
    ("cp932", "ﾃｽﾄは終わった、と市は発表した。①番の橋。"),
    ("euc_jp", JAPANESE),
    ("euc_kr", KOREAN),
    ("koi8_r", RUSSIAN),
    ("koi8_r", "Мост откроется в мае"),
    ("cp1251", RUSSIAN),
    ("cp1253", GREEK),
    ("cp1250", "Powiedział, że most zostanie otwarty w maju. Żółta łódź."),
    ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy."),
    ("cp1254", "Köprü mayısta yeniden açılacak, dedi şehir mühendisi. Çok iyi, ağır."),
    ("cp1252", FRENCH),
    ("latin-1", FRENCH),
    ("cp1252", "Le café est fermé."),
    ("cp1252", "Die Straße über die Brücke ist gesperrt."),
    ("cp1252", "El señor Muñoz comió piña. ¿Dónde está?"),
    ("cp1252", "São Paulo: ação, coração, pão"),
    ("cp1252", "La città è più bella, perché no?"),
    ("cp1252", "Så är det på ön, sade Åsa."),
    ("cp1252", "Rødgrød med fløde på Ærø"),
    ("cp1252", "Það er gott í dag, sagði Þór."),
    ("cp1252", "“It won’t close,” he said — for €5."),
    ("cp1252", ENGLISH + " " + "Señor Muñoz agreed."),
]


@pytest.mark.parametrize(("encoding", "text"), WRITTEN)
def test_text_in_every_encoding_is_decoded(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == Decoded(text)


@pytest.mark.parametrize(("encoding", "text"), [w for w in WRITTEN if "utf" not in w[0]])
def test_long_texts_are_decoded_like_short_ones(encoding: str, text: str) -> None:
    long = "\n".join([text] * (60_000 // len(text)))
    assert decode(long.encode(encoding)).text == long


def test_only_line_ends_are_normalised() -> None:
    assert decode(b"a\r\nb\rc\n\r\nd\t \n\n").text == "a\nb\nc\n\nd\t \n\n"
    assert decode("a\u2028b\x0bc\x85d\u00a0".encode()).text == "a\u2028b\x0bc\x85d\u00a0"


def test_only_the_first_byte_order_mark_is_removed() -> None:
    assert decode("\ufeff\ufeffa".encode()) == Decoded("\ufeffa")
    assert decode(b"") == decode(codecs.BOM_UTF8) == decode(codecs.BOM_UTF16_BE) == Decoded("")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF; this version reads text, Markdown, HTML"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\x00", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"GIF89a\x01\x00", "a GIF image"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Office file"),
        (b"{\\rtf1\\ansi", "a rich text"),
        (b"SQLite format 3\x00", "an SQLite database"),
        (b"plain\x00te\x00xt", "a NUL at byte 5"),
        ("plain\0text".encode("utf-16"), "a NUL at character 5"),
        (bytes(range(256)) * 4, "binary data"),
        (b"\x01\x02\x03 some words", "3 control bytes"),
        (codecs.BOM_UTF16_LE + b"a\x00\x00\xd8b\x00", "damaged UTF-16-LE text at byte 4"),
        (
            codecs.BOM_UTF8 + b"caf\xe9 f\xe9",
            "damaged UTF-8 text: byte 6 does not .*, nor do 1 more",
        ),
        (FRENCH.encode() + b" \xe9\xe9 " + FRENCH.encode(), "damaged UTF-8 text"),
        (b"\x81\x8d\x8f\x90\x9d \x81\x8d\x8f\x90\x9d", "an encoding that cannot be told"),
    ],
)
def test_bytes_that_are_not_text_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason.replace("(", r"\(")) as caught:
        decode(data)
    assert str(caught.value).isprintable()


def test_stray_control_characters_are_accepted() -> None:
    text = ENGLISH * 10 + "\x08\x1b[1m\x0c"
    assert decode(text.encode()) == Decoded(text)


@pytest.mark.parametrize(
    ("declared", "data", "text"),
    [
        ("iso-8859-2", b"\xb9\xe6\xf1", "šćń"),
        ("Big5", TRADITIONAL.encode("big5"), TRADITIONAL),
        ("GB2312", "镕".encode("gbk"), "镕"),
        ("windows-1251", "Мост".encode("cp1251"), "Мост"),
        ("koi8-u", "Київ".encode("koi8-u"), "Київ"),
        ("big5", "café".encode(), "café"),
        ("big5", CAFE.encode("cp1252"), CAFE),
        ("no-such-thing", CAFE.encode("cp1252"), CAFE),
        ("utf-8", CAFE.encode("cp1252"), CAFE),
        ("utf-7", f"{CAFE} +AGE-".encode("cp1252"), f"{CAFE} +AGE-"),
        ("rot13", CAFE.encode("cp1252"), CAFE),
        ("a\0b", CAFE.encode("cp1252"), CAFE),
        ("latin-1", "café".encode("cp1252"), "café"),
        ("latin-1", RUSSIAN.encode("cp1251"), RUSSIAN),
    ],
)
def test_a_declared_encoding_is_used_if_the_bytes_fit(
    declared: str, data: bytes, text: str
) -> None:
    assert decode(data, declared) == Decoded(text)


@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"\x00\xd8")
@example(b"\x1b$B")
def test_any_bytes_give_text_or_a_read_error(data: bytes) -> None:
    try:
        text = decode(data).text
    except ReadError as error:
        assert str(error).isprintable()
    else:
        assert "\r" not in text
        assert "\0" not in text
        text.encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(lambda t: t.lstrip("\ufeff")))
def test_any_utf8_text_is_decoded_unchanged(text: str) -> None:
    assert decode(text.encode()) == Decoded(text)


@given(st.binary(max_size=200))
def test_a_guessed_encoding_is_known_and_fits(data: bytes) -> None:
    likely = guess(data)
    assert set(likely) <= set(LEGACY)
    assert len({data.decode(encoding) for encoding in likely}) == len(likely)


PAGE = f"{FRENCH} {TRADITIONAL}\n" * 40


@pytest.mark.parametrize(
    ("data", "text", "missing"),
    [
        (
            PAGE.encode() + b"Today\x92s tide",
            f"{PAGE}Today’s tide",
            "1 byte that is no text, at byte 5,965, shown as ’",
        ),
        (
            b"The \xffquay\r\n" + PAGE.encode(),
            f"The {GAP}quay\n{PAGE}",
            f"1 byte that is no text, at byte 4, shown as {GAP}",
        ),
        (
            PAGE.encode() + "é".encode()[:1],
            PAGE + GAP,
            f"1 byte that is no text, at byte 5,960, shown as {GAP}",
        ),
        (
            PAGE.encode() + "橋".encode()[:2],
            PAGE + GAP,
            f"2 bytes that are no text, from byte 5,960 on, shown as {GAP}",
        ),
        (
            "港口大橋".encode()[:-1],
            f"港口大{GAP}",
            f"2 bytes that are no text, from byte 9 on, shown as {GAP}",
        ),
        (
            b"The bridge\x00 will reopen in May.",
            f"The bridge{GAP} will reopen in May.",
            f"1 NUL byte, at byte 10, shown as {GAP}",
        ),
        (
            codecs.BOM_UTF8 + b"\x93caf\xc3\xa9",
            "“café",
            "1 byte that is no text, at byte 3, shown as “",
        ),
        (
            codecs.BOM_UTF16_LE + b"a\x00b",
            f"a{GAP}",
            f"1 byte that is no text, at byte 4, shown as {GAP}",
        ),
    ],
)
def test_a_few_broken_bytes_are_replaced_and_reported(data: bytes, text: str, missing: str) -> None:
    found = decode(data)
    assert (found.text, found.missing) == (text, missing)
    assert all(found.text[each.at :].startswith(each.shown) for each in found.damage)


def test_many_broken_bytes_are_refused() -> None:
    clean = PAGE.encode() * 10
    few, many = (clean.replace(b"\n", b"\xff\n", n) for n in (29, 30))
    assert decode(few).missing.startswith("29 bytes that are no text, from byte ")
    with pytest.raises(ReadError, match="nor do 29 more"):
        decode(many)


@pytest.mark.parametrize(
    "text", ["הגשר בנמל ייפתח שוב בחודש מאי", "Міст через гавань відкриють у травні"]
)
@pytest.mark.parametrize("encoding", ["cp1255", "iso8859-8", "koi8-u", "cp1251", "mac-cyrillic"])
def test_scripts_are_not_confused(encoding: str, text: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return
    assert decode(data) == Decoded(text)


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("cp1251", RUSSIAN), ("cp1253", GREEK), ("cp1252", FRENCH), ("cp932", JAPANESE)],
)
def test_html_tags_and_scripts_do_not_affect_the_guess(encoding: str, words: str) -> None:
    script = "<script>if (a.length < 3) { window.scroll(b, c); }</script>\n" * 2000
    page = f"<html>{script}<div class='menu'><a href='/'>Home</a></div><p>{words}</p>"
    assert decode(page.encode(encoding), "latin-1") == Decoded(page)


def test_ambiguous_encodings_are_refused_naming_both() -> None:
    with pytest.raises(ReadError, match=r"cannot be told \(\S+ or \S+\?\)"):
        decode("Šiandien lyja".encode("cp1257"))


def test_a_replacement_character_in_the_text_is_not_damage() -> None:
    assert decode(f"The {GAP} was there.".encode()) == Decoded(f"The {GAP} was there.")
