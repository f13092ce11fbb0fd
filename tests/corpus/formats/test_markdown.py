"""The reader of Markdown: plain text, its title, its body and its spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pincite.corpus.errors import ReadError
from pincite.corpus.formats.documents import markdown
from tests.support.drafts import body, only

OPENING = "The harbor bridge will reopen to cars in May, four months late, the city engineer said."


MARKDOWN = """---
title: "Bridge: \\"late\\", not sorry"
date: 2026-02-03 21:37
url: 'https://quay.example/bridge'
tags:
  - harbor
---

# Another title

The **harbor** [bridge](https://a.example/?x=1) ![photo](b.png) *will* `reopen` <b>in</b> May &amp;
stay ~~shut~~ open.<br>Really.

## Causes

- Rust
- Cracks in *two* bearings
  1. in the east
  2. in the west

> Better late
> than sorry.

| Year | Cost |
|------|-----:|
| 2025 | 4.2 |

```python
print("code")
```

<div class="x">raw</div>

港口大橋
重新開放。

***

The end.
"""


def test_markdown_becomes_plain_text_with_its_body() -> None:
    draft = only(markdown.read(MARKDOWN.encode(), "a.md"))
    assert draft.title == 'Bridge: "late", not sorry'
    assert draft.published == "2026-02-03T21:37:00"
    assert draft.url == "https://quay.example/bridge"
    assert body(draft) == [
        "The harbor bridge will reopen in May & stay open.\nReally.",
        "Rust\nCracks in two bearings\nin the east\nin the west\n\nBetter late than sorry.",
        '2025 | 4.2\n\nprint("code")\nraw\n\n港口大橋重新開放。\n\nThe end.',
    ]
    for outside in ("Another title", "Causes"):
        assert outside in draft.text
    for gone in ("example", "photo", "**", "---", "tags", "~~", "***", "<div"):
        assert gone not in draft.text


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("# The *Title* `x`\n\nBody.", "The Title x"),
        ("Before.\n\nThe Title\n=========\n\nBody.", "The Title"),
        ("## The Title\n\nBody.", "The Title"),
        ("Before.\n\n## A section\n\nBody.", "my file"),
        ("Body only.", "my file"),
        ("---\ntitle:\n---\nBody.", "my file"),
        ("---\ntitle: It''s 'here'\n---\nBody.", "It''s 'here'"),
        ("---\ntitle: 'It''s here'\n---\nBody.", "It's here"),
        ("---\nTitle: Upper\n...\nBody.", "Upper"),
    ],
)
def test_the_title_of_markdown(source: str, title: str) -> None:
    draft = only(markdown.read(source.encode(), "my-file.md"))
    assert draft.title == title
    assert body(draft)[-1] == "Body." or body(draft) == ["Body only."]


@pytest.mark.parametrize(
    "source", ["---\n\nNo matter.\n\n---\n", "---\nBody.\n", "----\ntitle: x\n----\nBody."]
)
def test_a_rule_is_not_front_matter(source: str) -> None:
    assert markdown.front_matter(source) == ({}, 0)


def test_a_file_of_only_headings_is_all_body() -> None:
    assert body(only(markdown.read(b"# One\n\n## Two", "a.md"))) == ["One\n\nTwo"]


def test_related_headlines_are_outside_the_body() -> None:
    source = f"# Bridge\n\n{OPENING}\n\n## Related news\n\n- Parrot returns\n- Ferry stops\n"
    assert body(only(markdown.read(source.encode(), "a.md"))) == [OPENING]


@pytest.mark.parametrize("source", ["![only](a.png)", "[a]: https://x.example/", "***"])
def test_markdown_without_words_is_refused(source: str) -> None:
    with pytest.raises(ReadError, match="no text"):
        markdown.read(source.encode(), "a.md")


def test_markdown_nested_too_deep_is_refused() -> None:
    assert "deep" in only(markdown.read(b"> " * 90 + b"deep", "a.md")).text
    with pytest.raises(ReadError, match="nested more than 100 deep"):
        markdown.read(b"> " * 300 + b"deep", "a.md")


# Repeated blocks must keep their own offsets: offsets are counted, never searched for.
blocks = st.lists(
    st.sampled_from(
        ["# Heading\n\n", "Same words.\n\n", "- Same words.\n", "> Same words.\n\n", "    code\n\n"]
    ),
    min_size=1,
    max_size=12,
)


@given(blocks)
def test_repeated_blocks_get_separate_spans(parts: list[str]) -> None:
    draft = only(markdown.read("".join(parts).encode(), "a.md"))
    inside = "".join(body(draft)).count("Same words.")
    assert inside == sum("Same words" in part for part in parts)


def test_html_within_markdown_is_read() -> None:
    table = "<table><tr><th>Year<th>Cost<tr><td>2025<td>4.2</table>"
    hidden = "<!-- not shown -->\n\n<script>let x = 1</script>"
    folded = "<details>\n<summary>Who paid?</summary>\n\nThe *county* paid.\n\n</details>"
    source = f"# Bridge\n\nIt is open.\n\n{table}\n\n{hidden}\n\n{folded}\n"
    draft = only(markdown.read(source.encode(), "a.md"))
    assert "\n".join(body(draft)).replace("\n\n", "\n").split("\n") == [
        "It is open.",
        "2025 | 4.2",
        "Who paid?",
        "The county paid.",
    ]
    [part] = [each for each in draft.sections if each.kind == "table"]
    assert [cell.of(draft.text) for cell in part.header] == ["Year", "Cost"]
    assert "shown" not in draft.text
    assert "let" not in draft.text


def test_front_matter_in_toml() -> None:
    matter = "title = 'Bridge'\ndate = 2026-02-03\nauthors = ['Jane Roe', 'Max Poe']\n[x]\ny = 1"
    draft = only(markdown.read(f"+++\n{matter}\n+++\nIt is open.\n".encode(), "a.md"))
    facts = (draft.title, draft.published, draft.author, draft.text)
    assert facts == ("Bridge", "2026-02-03", "Jane Roe, Max Poe", "It is open.")


@pytest.mark.parametrize("source", ["+++\nno = toml = here\n+++\nOpen.", "+++\nIt is open."])
def test_what_is_no_toml_is_text(source: str) -> None:
    assert "+++" in only(markdown.read(source.encode(), "a.md")).text


def test_a_paragraph_that_is_struck_as_a_whole_is_read() -> None:
    draft = only(markdown.read(b"- ~~Paint the pier~~\n- Sell ~~two~~ three boats\n", "a.md"))
    assert "\n".join(body(draft)) == "Paint the pier\nSell three boats"
