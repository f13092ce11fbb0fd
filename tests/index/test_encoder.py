"""The real embedder: vectors against plain sentence-transformers, counts, identity, bad models."""

import gc
import json
import shutil
import weakref
from pathlib import Path

import huggingface_hub
import numpy as np
import pytest
from huggingface_hub.errors import LocalEntryNotFoundError

from pincite.corpus.errors import ModelError
from pincite.index.engines.encoder import SentenceEncoder, _bundled

TEXTS = ["A pilot line within three years.", "稀土 and rare earths", "", "x" * 3000]


def test_vectors_match_sentence_transformers(encoder: SentenceEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(_bundled()), device="cpu").encode(
        TEXTS, normalize_embeddings=True
    )
    # bfloat16, where the processor multiplies it; a product of the wrong texts is far below
    assert (np.einsum("nd,nd->n", encoder.passages(TEXTS), plain) > 0.9995).all()
    assert (np.einsum("nd,nd->n", encoder.questions(TEXTS), plain) > 0.9995).all()


def test_vectors_have_the_model_s_dimension_and_unit_length(encoder: SentenceEncoder) -> None:
    vectors = encoder.passages(TEXTS)
    assert vectors.shape == (4, encoder.dimension) == (4, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert encoder.passages([]).shape == (0, 384)


def test_counts_agree_with_the_models_own_tokenizer(encoder: SentenceEncoder) -> None:
    assert [encoder.counter(text) for text in TEXTS] == encoder.count(TEXTS)
    assert encoder.max_tokens == 254
    assert encoder.count(["word " * 1000]) == [1000], "nothing is cut when counting"


def test_a_folder_with_the_same_files_is_the_same_model(
    encoder: SentenceEncoder, tmp_path: Path
) -> None:
    shutil.copytree(_bundled(), tmp_path / "model")
    copy = SentenceEncoder.load(str(tmp_path / "model"))
    assert copy.fingerprint == encoder.fingerprint
    config = tmp_path / "model" / "sentence_bert_config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "max_seq_length": 128}))
    other = SentenceEncoder.load(str(tmp_path / "model"))
    assert other.fingerprint != encoder.fingerprint
    assert other.max_tokens == 126


def test_a_truncated_weights_file_is_a_model_error(tmp_path: Path) -> None:
    shutil.copytree(_bundled(), tmp_path / "model")
    weights = tmp_path / "model" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:5000])
    with pytest.raises(ModelError, match="cannot be loaded") as error:
        SentenceEncoder.load(str(tmp_path / "model")).passages(["text"])
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["no/such-model", "./nothing/here", "", "a/b/c"])
def test_a_missing_model_is_a_model_error(name: str) -> None:
    with pytest.raises(ModelError, match="expected a folder or hub name") as error:
        SentenceEncoder.load(name)
    assert "\n" not in str(error.value)


def test_a_model_without_safetensors_is_refused(tmp_path: Path) -> None:
    shutil.copytree(_bundled(), tmp_path / "model")
    (tmp_path / "model" / "model.safetensors").rename(tmp_path / "model" / "pytorch_model.bin")
    with pytest.raises(ModelError):
        SentenceEncoder.load(str(tmp_path / "model")).passages(["text"])


def test_without_network_a_hub_name_is_not_downloaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def download(name: str, *, local_files_only: bool = False, **_: object) -> str:
        if local_files_only:
            raise LocalEntryNotFoundError("not here")
        asked.append(name)
        raise OSError("no network")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", download)
    with pytest.raises(ModelError, match="pincite rebuild --model somebody/model"):
        SentenceEncoder.load("somebody/model", network=False)
    assert asked == []
    with pytest.raises(ModelError, match="no network"):
        SentenceEncoder.load("somebody/model")
    assert asked == ["somebody/model"]


def test_encoders_of_the_bundled_model_share_its_weights(encoder: SentenceEncoder) -> None:
    encoder.questions(["ready"])
    another = SentenceEncoder.load()
    assert another is not encoder
    assert another._conversion.opened is encoder._conversion.opened


def test_an_encoder_is_freed_without_the_garbage_collector(encoder: SentenceEncoder) -> None:
    """A server makes one for each build, and its counter of tokens takes 80 MB."""
    one = SentenceEncoder(encoder.name, encoder.folder)
    assert one.counter("two words") == 2
    one.questions(["ready"])
    left = [weakref.ref(one), weakref.ref(one._conversion)]
    gc.disable()
    try:
        del one
        assert [each() for each in left] == [None, None]
    finally:
        gc.enable()
