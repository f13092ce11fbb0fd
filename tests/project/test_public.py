"""The public surface is a list, and every public name says what it is."""

import importlib
import inspect
import pkgutil

import pytest

from pincite import corpus, index, qa
from pincite.corpus import errors

PUBLIC = [
    "Answer", "Answerer", "Candidate", "Citation", "Conversation", "__version__", "add", "answer",
    "check_export", "citation_bibtex", "citation_csl", "citation_markdown", "citation_text",
    "export", "rebuild", "record_feedback", "remove", "replay",
]  # fmt: skip


def modules() -> list[str]:
    return [
        module.name
        for package in (corpus, index, qa)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]


def test_public_names_are_as_listed() -> None:
    assert sorted(qa.__all__) == sorted(PUBLIC)
    assert all(hasattr(qa, name) for name in PUBLIC)


def test_answering_takes_a_question_an_index_and_a_filter() -> None:
    parameters = inspect.signature(qa.answer).parameters
    assert list(parameters) == ["question", "index", "since", "until", "source"]
    assert all(parameters[name].kind.name == "KEYWORD_ONLY" for name in list(parameters)[2:])
    for name in ("answer", "answer_batch", "search", "open"):
        assert callable(getattr(qa.Answerer, name))


@pytest.mark.parametrize("name", modules())
def test_every_public_name_has_a_docstring(name: str) -> None:
    try:
        module = importlib.import_module(name)
    except errors.InputError as error:  # an extra that is not installed
        pytest.skip(str(error))
    assert (module.__doc__ or "").strip(), name
    for label, value in vars(module).items():
        if label.startswith("_") or getattr(value, "__module__", None) != name:
            continue
        if inspect.isfunction(value) or inspect.isclass(value):
            assert (value.__doc__ or "").strip(), f"{name}.{label}"


def test_every_error_class_is_documented() -> None:
    classes = {
        label
        for label, value in vars(errors).items()
        if inspect.isclass(value) and issubclass(value, Exception)
    }
    assert errors.__doc__
    for label in classes:
        assert label in errors.__doc__
    assert issubclass(errors.QuestionError, ValueError)
    assert all(issubclass(getattr(errors, label), errors.PinciteError) for label in classes)
