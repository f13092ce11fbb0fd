"""The reader's model: batches do not change scores, and unusable models give clear errors."""

import json
import os
import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import (
    AutoModelForQuestionAnswering,
    AutoTokenizer,
    RobertaConfig,
    RobertaForQuestionAnswering,
)

from pincite.corpus.errors import ModelError
from pincite.index.engines.models import converted
from pincite.qa.reading.model import SpanModel
from pincite.qa.reading.reader import load_reader
from pincite.qa.reading.torch_model import multiplies_bfloat16
from tests.support.candidates import hit
from tests.support.tiny_reader import tiny

SHIPPED = Path(str(files("pincite.qa.weights")))
TEXTS = ["It opened in 1932.", "Ships wait for days outside the harbour. " * 9, "No.", "A. B. C."]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model with random weights."""
    return tiny(tmp_path_factory.mktemp("tiny") / "model")


def test_batched_scores_match_plain_transformers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # whatever processor this is, and however busy: no 8-bit integers, which are less exact
    monkeypatch.setenv("PINCITE_CACHE", str(tmp_path))
    monkeypatch.setattr(converted, "_much_faster", lambda *_: False)
    ours = SpanModel.load()
    theirs = AutoModelForQuestionAnswering.from_pretrained(SHIPPED, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(SHIPPED)
    question = "When did it open?"
    windows = ours.windows([question] * len(TEXTS), TEXTS)
    apart = 0.3 if multiplies_bfloat16() else 2e-4
    for text, (starts, ends) in zip(TEXTS, ours.scores(windows), strict=True):
        with torch.inference_mode():
            out = theirs(**tokenizer(question, text, return_tensors="pt"))
        np.testing.assert_allclose(starts, out.start_logits[0].numpy(), atol=apart)
        np.testing.assert_allclose(ends, out.end_logits[0].numpy(), atol=apart)


def test_the_shipped_weights_are_small_half_precision_and_carry_no_path() -> None:
    assert (SHIPPED / "model.safetensors").stat().st_size <= 50_000_000
    assert {t.dtype for t in load_file(SHIPPED / "model.safetensors").values()} == {torch.float16}
    config = json.loads((SHIPPED / "config.json").read_text(encoding="utf-8"))
    assert "_name_or_path" not in config


def ask(folder: Path) -> None:
    load_reader(str(folder)).read(["When did it open?"], [[hit("It opened in 1932.")]])


def copied(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to)
    return to


def test_a_missing_weights_file_is_a_model_error(folder: Path, tmp_path: Path) -> None:
    broken = copied(folder, tmp_path / "broken")
    (broken / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"broken.*model\.safetensors.*--reader"):
        ask(broken)


@pytest.mark.parametrize("size", [0, 7, 200, 100_000])
def test_a_truncated_weights_file_is_a_model_error(folder: Path, tmp_path: Path, size: int) -> None:
    broken = copied(folder, tmp_path / "broken")
    os.truncate(broken / "model.safetensors", size)
    with pytest.raises(ModelError, match=r"broken.*cannot be loaded.*--reader"):
        ask(broken)


def test_weights_not_in_safetensors_format_are_refused(folder: Path, tmp_path: Path) -> None:
    broken = copied(folder, tmp_path / "broken")
    (broken / "model.safetensors").rename(broken / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"broken.*safetensors"):
        ask(broken)


def test_a_model_without_a_question_answering_head_is_refused(folder: Path, tmp_path: Path) -> None:
    broken = copied(folder, tmp_path / "broken")
    weights = load_file(broken / "model.safetensors")
    kept = {name: tensor for name, tensor in weights.items() if "qa_outputs" not in name}
    save_file(kept, broken / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match=r"weights are missing.*qa_outputs.*question answering"):
        ask(broken)


def test_non_finite_scores_are_a_model_error(folder: Path, tmp_path: Path) -> None:
    broken = copied(folder, tmp_path / "broken")
    weights = load_file(broken / "model.safetensors")
    weights["qa_outputs.bias"][:] = float("nan")
    save_file(weights, broken / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match=r"not finite.*broken.*--reader"):
        ask(broken)


def test_a_missing_reader_is_a_model_error() -> None:
    with pytest.raises(ModelError, match=r"reader 'no/such-reader' cannot be loaded"):
        load_reader("no/such-reader")


def test_any_question_answering_model_can_be_used(tmp_path: Path) -> None:
    """The model has another tokenizer, other position numbers and no token types."""
    from tokenizers import ByteLevelBPETokenizer
    from transformers import RobertaTokenizerFast

    trainer = ByteLevelBPETokenizer()
    trainer.train_from_iterator(TEXTS * 9, vocab_size=300, special_tokens=[
        "<s>", "<pad>", "</s>", "<unk>", "<mask>",
    ])  # fmt: skip
    trainer.save_model(str(tmp_path))
    tokenizer = RobertaTokenizerFast.from_pretrained(tmp_path, model_max_length=62)
    tokenizer.save_pretrained(tmp_path / "model")
    config = RobertaConfig(
        vocab_size=400, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=64, type_vocab_size=1,
    )  # fmt: skip
    RobertaForQuestionAnswering(config).save_pretrained(tmp_path / "model")
    text = TEXTS[1]
    (found,) = load_reader(str(tmp_path / "model")).read(["When?"], [[hit(text)]])
    assert found
    for candidate in found:
        assert candidate.sentence.contains(candidate.answer)
        assert text[candidate.answer.start : candidate.answer.end].strip()
