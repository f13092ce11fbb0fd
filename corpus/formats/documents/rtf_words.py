"""The control words of rich text (RTF 1.9.1) that decide what is text and how it is encoded."""

from __future__ import annotations

from typing import Final

# by the character set number of a font
CHARSETS: Final = {
    77: "mac_roman", 78: "shift_jis", 79: "euc_kr", 80: "gb2312", 81: "big5",
    85: "mac_greek", 86: "mac_turkish", 88: "mac_latin2", 89: "mac_cyrillic", 128: "cp932",
    129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
# symbol fonts: their codes do not mean the usual characters
PICTURES: Final = ("symbol", "wingdings", "webdings", "zapfdingbats", "zapf dingbats")
CODE_PAGES: Final = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}

PAGE_NUMBERS: Final = {
    10000: "mac_roman", 10001: "shift_jis", 10002: "big5", 10003: "euc_kr", 10006: "mac_greek",
    10007: "mac_cyrillic", 10008: "gb2312", 10029: "mac_latin2", 10081: "mac_turkish",
    936: "gb18030",
}  # fmt: skip

SIGNS: Final = {
    "tab": " ", "cell": "", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ",
    "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "line": "\n", "softline": "\n", "nestcell": " ", "nestrow": " ",
    "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "", "rtlmark": "",
}  # fmt: skip
ESCAPED: Final = {"~": "\xa0", "_": "\u2011", "\\": "\\", "{": "{", "}": "}", "\t": " "}

PARAGRAPH_ENDS: Final = frozenset(("par", "page", "sect", "column"))

# groups whose text belongs to a place of its own, by their first control word
PLACES: Final = {
    "title": "title", "author": "author", "creatim": "made", "fonttbl": "fonts",
    "stylesheet": "styles", "footnote": "notes", "shptxt": "boxes", "dptxbxtext": "boxes",
    **dict.fromkeys(
        ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"),
        "edges",
    ),
}  # fmt: skip
# groups without text of the article that are not marked as optional
SKIPPED: Final = frozenset(
    """colortbl info pict object listtext pntext pntxta pntxtb xe tc txe rxe ftnsep ftnsepc ftncn
    aftnsep aftnsepc aftncn filetbl template nonesttables private listtable listoverridetable
    subject keywords doccomm operator manager company category hlinkbase comment revtim printim
    buptim upr objdata objclass objname shprslt bkmkstart bkmkend fldinst datafield generator
    revtbl rsidtbl themedata""".split()
)
# groups inside these that are text again
SHOWN_AGAIN: Final = frozenset(("result", "ud"))
UNREAD: Final = {"annotation": "comments", "moMath": "equations", "objdata": "embedded files"}
