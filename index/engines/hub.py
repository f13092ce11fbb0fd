"""Finds a model's folder by its name, and computes its fingerprint. The only file that imports
huggingface_hub."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Collection
from pathlib import Path

from pincite.corpus.errors import ModelError, shown

MODEL_FILES = ("*.json", "*.txt", "*.model", "*.safetensors")


def from_hub(name: str, role: str, *, network: bool = True) -> Path:
    """The folder of a model of the hub. The network is used only if the model is not in the local
    cache.

    ``role`` names the model's purpose in errors. Without ``network`` only the cache is searched: a
    name that no user typed must not cause a download. Raises ModelError.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    wanted = list(MODEL_FILES)
    try:
        try:
            return Path(snapshot_download(name, allow_patterns=wanted, local_files_only=True))
        except LocalEntryNotFoundError:
            if not network:
                raise
            return Path(snapshot_download(name, allow_patterns=wanted))
    except LocalEntryNotFoundError as error:
        if network:
            raise unloadable(name, role, error) from error
        raise ModelError(
            f"this index names the {role} {name!r}, which is not on this machine; to have it "
            f"fetched from the hub, name it: pincite rebuild --model {shlex.quote(shown(name))}"
        ) from error
    # the hub's client raises many kinds of errors
    except Exception as error:
        raise unloadable(name, role, error) from error


def fingerprint(folder: Path, without: Collection[str] = ()) -> str:
    """SHA-256 over the names and contents of MODEL_FILES in the folder, without the names in
    ``without``: 64 hexadecimal digits."""
    digest = hashlib.sha256()
    files = {path for pattern in MODEL_FILES for path in folder.rglob(pattern)}
    for path in sorted(path for path in files if path.name not in without):
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def unloadable(name: str, role: str, error: Exception) -> ModelError:
    """The error for a model that cannot be loaded, with the loader's reason on one line."""
    reason = (str(error).strip() or type(error).__name__).partition("\n")[0]
    kind = "sentence-transformers" if role == "embedder" else "question answering"
    return ModelError(
        f"{role} {name!r} cannot be loaded: {reason}; expected a folder or hub name of a {kind} "
        f"model with safetensors weights"
    )
