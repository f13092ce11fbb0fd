"""The reader of JSON lines: each line is an article, and bad lines are refused."""

import json

import pytest

from pincite.corpus.draft import Draft, Fault
from pincite.corpus.formats.records import jsonl
from pincite.corpus.formats.shared.several import MAX_FAULTS
from tests.support.drafts import body, only

OPENING = "The harbor bridge will reopen to cars in May, four months late, the city engineer said."


SECOND = "The second of two cracked bearings was replaced over the weekend."


def lines(*objects: object) -> bytes:
    return "\n".join(x if isinstance(x, str) else json.dumps(x) for x in objects).encode()


def test_each_json_line_is_an_article() -> None:
    data = lines(
        {
            "id": 7,
            "title": "Bridge to reopen",
            "text": f"Bridge to reopen\r\n\r\n{OPENING}\nEnditem/AW",
            "published": "2026-02-03",
            "url": "https://quay.example/bridge",
        }
    )
    draft = only(jsonl.read(data, "export.jsonl"))
    assert draft.text == f"Bridge to reopen\n\n{OPENING}\nEnditem/AW"
    assert (draft.title, draft.published) == ("Bridge to reopen", "2026-02-03")
    assert (draft.url, draft.key, draft.line) == ("https://quay.example/bridge", "7", 1)
    assert body(draft) == [OPENING]


def test_bad_lines_do_not_affect_good_ones() -> None:
    data = lines(
        {"text": OPENING},
        "",
        "{not json",
        [1, 2],
        {"title": "no text"},
        {"text": "  "},
        {"text": 5},
        '{"text": "\\ud800 alone"}',
        '{"text": "a\\u0000b"}',
        '{"text": ' + "[" * 100_000 + "}",
        '{"text": ' + "1" * 5000 + "}",
        {"text": SECOND},
    )
    found = jsonl.read(data, "export.jsonl")
    assert [d.text for d in found if isinstance(d, Draft)] == [OPENING, SECOND]
    faults = {f.line: f.reason for f in found if isinstance(f, Fault)}
    assert list(faults) == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert "not JSON" in faults[3]
    assert "object" in faults[4]
    assert all('no "text"' in faults[line] for line in (5, 6, 7))
    assert "surrogate" in faults[8]
    assert "NUL" in faults[9]
    assert "too deeply" in faults[10]
    assert "not JSON" in faults[11]
    assert all(reason.isprintable() for reason in faults.values())


def test_a_surrogate_pair_is_read_as_one_character() -> None:
    assert only(jsonl.read(b'{"text": "\\ud83d\\ude00 smiles."}', "a.jsonl")).text == "😀 smiles."


def test_a_duplicate_id_or_address_is_refused_naming_the_first_line() -> None:
    url = "https://quay.example/1"
    found = jsonl.read(
        lines(
            {"text": "One.", "id": "a"},
            {"text": "Two.", "id": "a"},
            {"text": "Three.", "url": url, "id": "a"},
            {"text": "Four.", "url": url},
        ),
        "a.jsonl",
    )
    assert [d.text for d in found if isinstance(d, Draft)] == ["One.", "Three."]
    assert [(f.line, f.reason) for f in found if isinstance(f, Fault)] == [
        (2, "the same id a as line 1"),
        (4, f"the same url {url} as line 3"),
    ]


def test_generated_line_ids_never_collide_with_given_ids() -> None:
    found = jsonl.read(lines({"text": "One."}, {"text": "Two.", "id": "1"}), "a.jsonl")
    assert [d.key for d in found if isinstance(d, Draft)] == ["bb62bd5c3b25", "1"]


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ({"text": OPENING, "title": "  A \n title "}, "A title"),
        ({"text": OPENING, "title": 5}, "my file, line 1"),
        ({"text": OPENING}, "my file, line 1"),
        ({"text": f"Bridge to reopen\n\n{OPENING}"}, "Bridge to reopen"),
        ({"text": f"A kicker\n\n{OPENING}", "title": "Bridge"}, "Bridge"),
    ],
)
def test_the_title_of_a_line(value: dict[str, object], title: str) -> None:
    assert only(jsonl.read(lines(value), "my_file.jsonl")).title == title


def test_an_indented_json_object_is_one_article() -> None:
    data = json.dumps({"title": "Bridge", "text": OPENING}, indent=2).encode()
    assert only(jsonl.read(b"\n" + data, "a.json")).text == OPENING


@pytest.mark.parametrize("data", [b'[{"text": "A."}]', b'[\n{"text": "A."},\n{"text": "B."}\n]'])
def test_each_object_of_an_array_is_an_article(data: bytes) -> None:
    found = jsonl.read(data, "a.json")
    assert [d.text for d in found if isinstance(d, Draft)] == ["A.", "B."][: len(found)]
    assert [d.line for d in found] == [1, 2][: len(found)]


def test_a_long_list_of_faults_is_cut_short() -> None:
    found = jsonl.read(lines(*["bad"] * 5000, {"text": OPENING}), "a.jsonl")
    assert len(found) == MAX_FAULTS + 2
    assert only([d for d in found if isinstance(d, Draft)]).text == OPENING
    assert found[-1] == Fault(101, "and 4900 faulty lines from here on")
