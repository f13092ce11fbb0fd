"""Messages, mailboxes and saved pages: body, quoted text, and what is reported missing."""

from __future__ import annotations

import pytest

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.errors import ReadError
from pincite.corpus.formats.html import reader as html
from pincite.corpus.formats.mail import mhtml
from pincite.corpus.formats.mail import reader as mail
from tests.support.documents import message, saved_page
from tests.support.drafts import body, only

FULL = "The ferry at Orlund crossed the sound four times on Monday, the harbour master said."
QUEUE = "Nobody in Vessby had expected so many cars, and the queue reached the old mill by noon."
PAGE = f"<html><head><title>Ferry full</title></head><body><article><h1>Ferry full</h1><p>{FULL}</p><p>{QUEUE}</p></article></body></html>"
PLAIN, RICH = "text/plain; charset=utf-8", "text/html; charset=utf-8"


def test_a_newsletter_is_read_from_its_html_part() -> None:
    draft = only(mail.read(message((PLAIN, "View it in a browser."), (RICH, PAGE)), "a.eml"))
    assert (draft.title, draft.author) == ("Ferry full", "Mei Lin")
    assert (draft.published, draft.key, draft.line) == ("2026-02-03T21:37:00+01:00", None, None)
    assert FULL in "\n".join(body(draft))
    assert "browser" not in draft.text


def test_encoded_headers_and_parts_are_decoded() -> None:
    data = message(
        ("text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64", "8NLP1MnXzw=="),
        subject="=?utf-8?q?F=C3=A4hre?=\n =?utf-8?b?IHZvbGw=?=",
        sender="=?iso-8859-1?q?S=F8ren_Dahl?= <s@orlund.example>",
    )
    draft = only(mail.read(data, "a.eml"))
    assert (draft.title, draft.author) == ("Fähre voll", "Søren Dahl")


def test_an_html_part_without_an_article_is_read_as_plain_text() -> None:
    draft = only(mail.read(message((RICH, "<b>Gone</b> at noon.")), "a.eml"))
    assert draft.text == "Gone at noon."


def test_quoted_replies_and_signatures_are_outside_the_body() -> None:
    text = f"I agree with you.\n\nOn Mon, 2 Feb 2026, Mei Lin wrote:\n> {FULL}\n> Yours\n\n-- \nBo Dahl"
    draft = only(mail.read(message((PLAIN, text), (RICH, PAGE)), "a.eml"))
    assert body(draft) == ["I agree with you."]
    assert f"> {FULL}" in draft.text
    assert draft.text.endswith("-- \nBo Dahl")


def test_quotes_in_an_html_message_follow_its_body() -> None:
    page = (
        f'<div>{QUEUE}</div><div class="gmail_quote"><blockquote><p>{FULL}</p></blockquote></div>'
    )
    draft = only(mail.read(message((RICH, page)), "a.eml"))
    assert body(draft) == [QUEUE]
    assert draft.text == f"{QUEUE}\n\n{FULL}"


@pytest.mark.parametrize("kind", [PLAIN, RICH])
def test_forwarded_text_is_body_but_its_headers_are_not(kind: str) -> None:
    lines = [
        "---------- Forwarded message ---------",
        "From: Ann",
        "Subject: Ferry",
        "",
        FULL,
        QUEUE,
    ]
    text = "\n".join(lines)
    if kind == RICH:
        text = '<div class="gmail_quote">' + "".join(f"<div>{line}</div>" for line in lines if line)
    draft = only(mail.read(message((kind, text)), "a.eml"))
    assert "\n".join(body(draft)) == f"{FULL}\n{QUEUE}"
    assert "From: Ann" in draft.text


def test_attachments_are_reported_but_inline_pictures_are_not() -> None:
    data = message(
        (PLAIN, FULL),
        (
            'application/pdf; name="a.pdf"\nContent-Disposition: attachment; filename="toll\n 1.pdf"',
            "x",
        ),
        ("image/png\nContent-Disposition: inline\nContent-ID: <a>", "x"),
        ("text/csv\nContent-Disposition: attachment", "x"),
        kind="multipart/mixed",
    )
    draft = only(mail.read(data, "a.eml"))
    assert draft.missing == "attachments not read: toll 1.pdf, one without a name"
    assert draft.text.strip() == FULL


def test_attached_messages_become_separate_articles() -> None:
    inner = f"From: Ann\nSubject: Inner\nMessage-ID: <in@a.example>\n\n{QUEUE}"
    data = message((PLAIN, FULL), ("message/rfc822", inner), kind="multipart/mixed")
    found = mail.read(data, "a.eml")
    assert [(d.title, d.line, d.key) for d in found if isinstance(d, Draft)] == [
        ("Ferry full", 1, "one@orlund.example"),
        ("Inner", 2, "in@a.example"),
    ]
    alone = only(mail.read(message(("message/rfc822", inner), kind="multipart/mixed"), "a.eml"))
    assert (alone.title, alone.line) == ("Inner", None)


def test_an_attached_message_is_named_only_where_it_is_not_read() -> None:
    def whole(inner: str) -> bytes:
        kind = "message/rfc822\nContent-Disposition: attachment"
        return message((PLAIN, FULL), (kind, inner), kind="multipart/mixed")

    said, mute = f"From: Ann\nSubject: Inner\n\n{QUEUE}", "Subject: x\nContent-Type: image/png\n\nx"
    named = "attachments not read: one without a name"
    read = [each for each in mail.read(whole(said), "a.eml") if isinstance(each, Draft)]
    assert [each.missing for each in read] == ["", ""]
    assert only(mail.read(whole(mute), "a.eml")).missing == named
    mailbox = b"From a@lake.example Tue Feb  3 21:37:00 2026\n" + whole(said)
    assert only(mail.read_mailbox(mailbox, "a.mbox")).missing == named


def test_a_malformed_sender_loses_only_the_author() -> None:
    draft = only(mail.read(message((PLAIN, FULL), sender="(a, <b" * 9000), "a.eml"))
    assert (draft.text.strip(), draft.author) == (FULL, None)


def test_each_message_of_a_mailbox_is_an_article() -> None:
    line = "From mei@orlund.example Tue Feb  3 21:37:00 2026\n"
    one = (
        "From: Mei\nMessage-ID: <1@a>\nSubject: One\n\n>From the quay.\n\nFrom noon on it rained.\n"
    )
    blank = "From: Bo\nMessage-ID: <2@a>\n\n \n"
    data = "\n".join(line + each for each in (one, blank, one, "Subject: Last\n\nGone.\n")).encode()
    found = mail.read_mailbox(data, "a.mbox")
    assert [(d.title, d.line, d.key) for d in found if isinstance(d, Draft)] == [
        ("One", 1, "1@a"),
        ("Last", 4, "13f0c1e2a752"),
    ]
    assert isinstance(found[0], Draft)
    assert found[0].text.startswith("From the quay.\n\nFrom noon on it rained.")
    assert [(f.line, f.reason) for f in found if isinstance(f, Fault)] == [
        (2, "no text in this message"),
        (3, "the same id 1@a as message 1"),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no text"),
        (b"Subject: x\n\n", "no text"),
        (message(*[("multipart/mixed", "x")] * 200), "parts that hold parts"),
        (message(*[(PLAIN, "x")] * 6000), "5,000 parts"),
        (b"Content-Type: text/plain" + b"; a=b" * 9000 + b"\n\nx", "never ends"),
    ],
)
def test_messages_without_text_or_with_too_many_parts_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        mail.read(data, "a.eml")


def test_a_saved_page_keeps_its_address_but_not_the_save_date() -> None:
    draft = only(mhtml.read(saved_page(PAGE), "a.mhtml"))
    assert (draft.title, draft.url) == ("Ferry full", "https://quay.example/ferry")
    assert draft.published is None
    assert f"{FULL}\n{QUEUE}" in draft.text


def test_a_saved_page_s_canonical_link_overrides_the_file_s_address() -> None:
    own = PAGE.replace("<title>", '<link rel="canonical" href="https://quay.example/own"><title>')
    assert only(mhtml.read(saved_page(own), "a.mhtml")).url == "https://quay.example/own"


def test_an_mhtml_file_without_a_page_is_refused() -> None:
    with pytest.raises(ReadError, match="no page in it"):
        mhtml.read(message((PLAIN, FULL)), "a.mhtml")


@pytest.mark.parametrize(
    "comment",
    [
        "<!--\n Page saved with SingleFile \n url: {} \n saved date: Tue Feb 03 2026 21:37:00\n-->",
        "<!-- saved from url=(0026){} -->",
        "<!-- saved from url=(0026){}-->",
    ],
)
def test_the_address_is_read_from_the_browser_s_saved_from_comment(comment: str) -> None:
    said = comment.format("https://quay.example/ferry")
    page = f"<!DOCTYPE html>{said}{PAGE}"
    draft = only(html.read(page.encode(), "a.html"))
    assert (draft.url, draft.published) == ("https://quay.example/ferry", None)
    unsafe = comment.format("javascript:alert(1)")
    assert only(html.read(f"{unsafe}{PAGE}".encode(), "a.html")).url is None
