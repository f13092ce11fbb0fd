"""Figures repeated on several pages agree with each other and with the shipped files."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CARD = (ROOT / "qa" / "weights" / "CARD.md").read_text(encoding="utf-8")
CONFIDENCE = json.loads((ROOT / "qa" / "weights" / "confidence.json").read_text(encoding="utf-8"))


def page(name: str) -> str:
    """A page of the decisions, each run of white space as one blank."""
    text = (ROOT / "docs" / "decisions" / f"{name}.md").read_text(encoding="utf-8")
    return " ".join(text.split())


def table(text: str, heading: str) -> dict[str, list[str]]:
    """The first table after a text: the first cell of each row, with the others."""
    rows: dict[str, list[str]] = {}
    for line in text[text.index(heading) + len(heading) :].splitlines():
        if line.startswith("|"):
            first, *others = (cell.strip() for cell in line.strip("|").split("|"))
            rows[first] = others
        elif rows:
            break
    return rows


def one(pattern: str, text: str) -> tuple[str, ...]:
    """The groups of a pattern that must match exactly once."""
    found = re.findall(pattern, text)
    assert len(found) == 1, f"{pattern}: found {len(found)} times, expected once"
    return found[0] if isinstance(found[0], tuple) else (found[0],)


def test_the_model_card_repeats_the_readme_s_figures_on_our_questions() -> None:
    readme = table(README, "wanted answer")
    card = table(CARD, "Our own questions over the sample articles")
    shown = [name for name in readme if name and not name.startswith("-")]
    assert len(shown) >= 9
    for name in shown:
        _, development, _, held_out = card[name]
        assert readme[name] == [development, held_out], name


def test_the_model_card_repeats_the_readme_s_figures_on_public_data() -> None:
    card = table(CARD, "## Figures")
    exact, f1, cited = one(
        r"EM ([\d.]+), F1 ([\d.]+); the cited sentence is right ([\d.]+) %", README
    )
    assert card["SQuADShifts new Wikipedia, closed: EM, F1"][1] == f"{exact}, {f1}"
    assert card["the cited sentence is right there"][1] == f"{cited} %"
    (selqa,) = one(r"selqa` \| the cited sentence is right ([\d.]+) %", README)
    assert card["SelQA, 785 questions: the cited sentence is right"][1] == f"{selqa} %"


def test_the_readme_summary_agrees_with_its_tables() -> None:
    speeds = [
        int(cells[0].split()[0])
        for name, cells in table(README, "## How fast is it").items()
        if re.match(r"samples|generated", name)
    ]
    low, high = one(r"(\d+) to (\d+) passages a second", README)
    assert (int(low), int(high)) == (min(speeds), max(speeds))
    (words,) = one(r"a passage is about (\d+) words", README)
    assert f"about {words} words" in page("passages")


@pytest.mark.parametrize(
    ("name", "told", "in_readme"),
    [
        ("reading-web-pages", r"([\d.]+) of the marked segments", r"in the text \| ([\d.]+) \|"),
        ("reading-web-pages", r"plain trafilatura ([\d.]+) ", r"in the text \| [\d.]+ \| ([\d.]+)"),
        ("reading-web-pages", r"([\d.]+) of the titles", r"titles right \| ([\d.]+) \|"),
        ("dates", r"evaluation (\d+) dates are wrong", r"dates wrong \| (\d+) \|"),
        ("dates", r"states ([\d.]+) are right", r"states, right \| ([\d.]+) \|"),
        ("encodings", r"Of ([\d,]+) samples", r"reads ([\d,]+) samples"),
        ("reader", r"(\d+) ms for ten passages", r"same run: (\d+) ms at p50"),
        ("reader", r"takes (\d+) in single precision", r"at p50 against (\d+)"),
        ("parsing-processes", r"(426 of 426)", r"> (426 of 426) inputs"),
        (
            "reading-files",
            r"([\d.]+) of the boilerplate",
            r"boilerplate, set aside \|.* ([\d.]+) \|",
        ),
    ],
)
def test_decision_pages_repeat_the_readme_s_figures(name: str, told: str, in_readme: str) -> None:
    assert one(told, page(name)) == one(in_readme, README)


def test_encoding_percentages_match_the_counts() -> None:
    total, right, _, wrong = (
        int(figure.replace(",", ""))
        for figure in one(
            r"reads ([\d,]+) samples of 31 languages in their old encodings: "
            r"([\d,]+) right, (\d+)\s+refused, (\d+) wrong",
            README,
        )
    )
    shares = one(r"([\d.]+) in a hundred are read right and ([\d.]+) wrong", page("encodings"))
    assert shares == (f"{100 * right / total:.1f}", f"{100 * wrong / total:.1f}")


def test_the_confidence_model_matches_its_description() -> None:
    assert len(CONFIDENCE["signals"]) == len(CONFIDENCE["weights"]) == 12
    assert "over twelve signals" in page("confidence")
    shown = [float(figure) for figure in re.findall(r"^    confidence ([\d.]+)$", README, re.M)]
    assert len(shown) >= 4
    assert min(shown) >= CONFIDENCE["threshold"], "what is below the threshold is no answer"
