"""Whether a sentence agrees with the years and names that a question gives."""

import pytest

from pincite.qa.answering.particulars import names_missing, said_in, years_agree

SAID = "It carried 438,500 passengers in 2023."


@pytest.mark.parametrize(
    ("question", "sentence", "around", "expected"),
    [
        ("How many did it carry in 2023?", SAID, "", 1.0),
        ("How many did it carry in 2022?", SAID, "In 2022 it carried fewer.", -1.0),
        ("How many did it carry in 2022 and 2023?", SAID, "", 0.0),
        ("How many did it carry in 2023?", "It carried many.", "Report of 2023-05-02", 0.5),
        ("How many did it carry in 2019?", "It carried many.", "Report of 2023-05-02", -0.5),
        ("How many did it carry?", SAID, "", 0.0),
        ("Did it carry 2,023 or 12023 of them?", SAID, "", 0.0),
    ],
)
def test_years_of_question_and_sentence_are_compared(
    question: str, sentence: str, around: str, expected: float
) -> None:
    assert years_agree(question, sentence, around) == expected


def test_missing_names_are_counted() -> None:
    around = "Marta Vellóso will lead the Orrin authority."
    assert names_missing("When does Marta Velloso start at Orrin?", around) == 0.0
    assert names_missing("When does Marta Calder start at Orrin?", around) == pytest.approx(1 / 3)
    assert names_missing("What does Tresk say of 14 ferries?", around) == 1.0
    # the first word of a question and lower-case words do not count as names
    assert names_missing("Who leads the authority?", around) == 0.0
    assert names_missing("who leads tresk", around) == 0.0


def test_an_answer_contained_in_the_question_is_detected() -> None:
    assert said_in("Who follows Marta Velloso?", "Marta Velloso") == 1.0
    assert said_in("Who follows Marta Velloso?", "Johan Velloso") == 0.5
    assert said_in("Who follows Marta Velloso?", "Johan Brandt") == 0.0
    assert said_in("Who follows Marta Velloso?", "…") == 0.0


def test_a_country_is_named_by_its_adjective() -> None:
    assert names_missing("who leads Senegal now", "The Senegalese minister spoke.") == 0.0
    assert names_missing("who leads Senegal now", "The Swiss minister spoke.") == 1.0
