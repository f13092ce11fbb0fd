"""The training loop, which trains a reading model on groups of rows.

It uses CUDA if there is one, else all cores of the processor, and bfloat16 if the hardware
multiplies it. It is seeded. A checkpoint is one safetensors file, replaced as a whole. A killed run
continues from the last checkpoint and ends with the same weights as an uninterrupted run.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer, BertForQuestionAnswering

from pincite.corpus.errors import InputError
from pincite.qa.reading.features import Features
from pincite.qa.reading.torch_model import multiplies_bfloat16
from pincite.qa.training.batches import Group, alike, batches, size, tensors

WINDOW = 384


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """The settings of a run.

    ``rate`` is the peak of the learning rate. It is reached after the share ``warmup`` of the
    tokens before the stage ``falls`` (-1 is the last stage), kept until that stage begins, and then
    falls linearly to 0 at the end (Hägele et al. 2024; the stages from there on can be exchanged
    without training the earlier ones again). If ``falls`` is the first stage, the rate falls after
    the share ``warmup`` of all tokens. ``batch`` is in tokens. Every ``every`` steps, the mean of
    the weights is updated and keeps the share ``average`` of its old value. ``most`` ends the run
    after so many steps, at the current rate, so that another run can continue; -1 sets no limit.
    """

    rate: float = 1.2e-4
    falls: int = -1
    warmup: float = 0.04
    batch: int = 3_000
    decay: float = 0.01
    dropout: float = 0.0
    average: float = 0.99
    every: int = 5
    clip: float = 1.0
    seed: int = 0
    checkpoint: int = 200
    most: int = -1


def new_model(base: str | Path, settings: TrainingSettings) -> BertForQuestionAnswering:
    """The model in a folder, in single precision: a reader's with its own span head, or the
    embedder's transformer with a new one."""
    torch.manual_seed(settings.seed)
    return BertForQuestionAnswering.from_pretrained(
        base,
        dtype=torch.float32,
        # with such small heads, eager is faster on a processor than the fused kernel
        attn_implementation="sdpa" if torch.cuda.is_available() else "eager",
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=settings.dropout,
        local_files_only=True,
    )


class Run:
    """One training run in a folder of its own."""

    def __init__(
        self, folder: Path, model: BertForQuestionAnswering, settings: TrainingSettings
    ) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._settings = settings
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        module: torch.nn.Module = model
        module.to(self._device).train()
        self._model = model
        # the word vectors are not trained: there are fewer examples than words
        self._model.bert.embeddings.word_embeddings.requires_grad_(False)
        self._named = [(n, p) for n, p in self._model.named_parameters() if p.requires_grad]
        bare = [p for n, p in self._named if p.ndim < 2]
        matrices = [p for n, p in self._named if p.ndim >= 2]
        self._optimizer = torch.optim.AdamW(
            [
                {"params": matrices, "weight_decay": settings.decay},
                {"params": bare, "weight_decay": 0.0},
            ],
            lr=settings.rate,
            fused=True,
        )
        self._mean = [p.detach().clone() for _, p in self._named]
        self._step = 0

    def train(self, stages: Sequence[Sequence[Group]]) -> None:
        """Trains the model on the stages, from the last checkpoint if there is one. Afterwards the
        model has the averaged weights and is in evaluation mode."""
        plan = [
            (stage, batch)
            for stage, groups in enumerate(stages)
            for batch in batches(groups, self._settings.batch, self._settings.seed + stage)
        ]
        sizes = [sum(size(stages[s][n]) for n in batch) for s, batch in plan]
        total = sum(sizes)
        falls = len(stages) - 1 if self._settings.falls < 0 else self._settings.falls
        early = sum(size for size, (stage, _) in zip(sizes, plan, strict=True) if stage < falls)
        torch.manual_seed(self._settings.seed)
        self._resume()
        seen = sum(sizes[: self._step])
        most = len(plan) if self._settings.most < 0 else self._settings.most
        columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        with Progress(*columns) as bar, (self._folder / "log.jsonl").open("a") as log:
            task = bar.add_task("training", total=total, completed=seen)
            clock, since, losses = time.perf_counter(), seen, []
            for stage, batch in plan[self._step : most]:
                rate = self._rate(seen, early, total)
                losses.append(self._learn([stages[stage][n] for n in batch], rate))
                seen += sizes[self._step]
                self._step += 1
                bar.update(task, completed=seen, description=f"loss {losses[-1]:.2f}")
                if self._step % self._settings.every == 0:
                    self._average()
                if self._step % 50 == 0:
                    now = time.perf_counter()
                    values = {
                        "step": self._step,
                        "of": len(plan),
                        "stage": stage,
                        "tokens": seen,
                        "share": round(seen / total, 4),
                        "loss": round(sum(losses) / len(losses), 4),
                        "rate": rate,
                        "tokens_per_s": round((seen - since) / (now - clock)),
                    }
                    print(json.dumps(values), file=log, flush=True)
                    clock, since, losses = now, seen, []
                if self._step % self._settings.checkpoint == 0:
                    self.save()
        self.save()
        with torch.no_grad():
            for (_, parameter), mean in zip(self._named, self._mean, strict=True):
                parameter.copy_(mean)
        torch.nn.Module.eval(self._model)

    def _rate(self, seen: int, early: int, total: int) -> float:
        """The learning rate after ``seen`` tokens; it falls after ``early`` tokens."""
        warmup = self._settings.warmup * (early or total)
        falls = max(early, warmup)
        share = seen / warmup if seen < falls else (total - seen) / (total - falls)
        return self._settings.rate * min(max(share, 0.01), 1.0)

    def _learn(self, groups: Sequence[Group], rate: float) -> float:
        rows = [row for group in groups for row in group]
        place = torch.tensor([n for n, group in enumerate(groups) for _ in group])
        parts, found = alike(rows), []
        for part in parts:
            ids, types, mask, starts, ends = tensors([rows[n] for n in part], self._device)
            with autocast(self._device):
                out = self._model(input_ids=ids, token_type_ids=types, attention_mask=mask)
            scores = torch.stack([out.start_logits, out.end_logits], dim=1).float()
            found.append((scores, torch.stack([starts, ends], dim=1), mask))
        place = place[[n for part in parts for n in part]].to(self._device)
        logits, target, mask = padded(found)
        loss = shared_cross_entropy(logits, target, mask, place)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([p for _, p in self._named], self._settings.clip)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        self._optimizer.step()
        self._optimizer.zero_grad()
        return float(loss.detach())

    def _average(self) -> None:
        # early weights are worth little, so the mean first covers few steps and later more
        keep = min(self._settings.average, self._step / (self._step + 10 * self._settings.every))
        with torch.no_grad():
            torch._foreach_lerp_(self._mean, [p for _, p in self._named], 1 - keep)

    def save(self) -> None:
        """Writes a new checkpoint, and then replaces the old one with it."""
        tensors_: dict[str, torch.Tensor] = {}
        for (name, parameter), mean in zip(self._named, self._mean, strict=True):
            tensors_[f"now.{name}"] = parameter.detach()
            tensors_[f"mean.{name}"] = mean
            for key, value in self._optimizer.state[parameter].items():
                tensors_[f"{key}.{name}"] = value
        tensors_["generator"] = torch.get_rng_state()
        draft = self._folder / "checkpoint.tmp"
        save_file(
            {k: v.contiguous().cpu() for k, v in tensors_.items()},
            draft,
            metadata={"settings": json.dumps(asdict(self._settings))},
        )
        draft.replace(self._folder / "checkpoint.safetensors")

    def _resume(self) -> None:
        path = self._folder / "checkpoint.safetensors"
        if not path.exists():
            return
        with safe_open(path, framework="pt") as file:
            written = json.loads(file.metadata()["settings"])
        if written != asdict(self._settings):
            raise InputError(
                f"{path}: written by a run with other settings ({written}); name another folder "
                f"with --work, or delete it"
            )
        kept = load_file(path)
        with torch.no_grad():
            for (name, parameter), mean in zip(self._named, self._mean, strict=True):
                parameter.copy_(kept[f"now.{name}"])
                mean.copy_(kept[f"mean.{name}"])
                self._optimizer.state[parameter] = {
                    key: kept[f"{key}.{name}"].to(parameter.device if key != "step" else "cpu")
                    for key in ("step", "exp_avg", "exp_avg_sq")
                }
        torch.set_rng_state(kept["generator"])
        self._step = int(kept[f"step.{self._named[0][0]}"])


def padded(parts: Sequence[tuple[torch.Tensor, ...]]) -> tuple[torch.Tensor, ...]:
    """The tensors of several parts joined along the rows; the last dimension, the tokens, is padded
    with zeros to the longest part."""
    longest = max(part[0].shape[-1] for part in parts)
    return tuple(
        torch.cat([torch.nn.functional.pad(t, (0, longest - t.shape[-1])) for t in same])
        for same in zip(*parts, strict=True)
    )


def shared_cross_entropy(
    logits: torch.Tensor, target: torch.Tensor, mask: torch.Tensor, place: torch.Tensor
) -> torch.Tensor:
    """The mean cross entropy of groups of rows, with one softmax over all rows of a group (the
    shared normalisation of Clark and Gardner 2018, "Simple and effective multi-paragraph reading
    comprehension"; Wang et al. 2019, "Multi-passage BERT").

    ``logits`` and ``target``, (rows, 2, tokens), are those of starts and ends. ``mask``, (rows,
    tokens), is 0 for padding. ``place``, (rows,), is the number of each row's group, from 0. The
    score of a token is its logit minus that of its row's first token; "no answer" has the score 0,
    once in each group. Reading compares the same scores. The target of a group without an answer is
    "no answer". For a group of one row, this is the usual softmax over its tokens.
    """
    rows, _, tokens = logits.shape
    order = torch.argsort(place, stable=True)
    groups = int(place.max()) + 1
    counts = torch.bincount(place, minlength=groups)
    # the number of each row in its group
    rank = torch.empty_like(place)
    rank[order] = (
        torch.arange(rows, device=place.device) - (counts.cumsum(0) - counts)[place[order]]
    )
    wide = (groups, int(counts.max()), 2, tokens)
    relative = (logits - logits[:, :, :1]).masked_fill(mask[:, None] == 0, -1e4)
    relative = torch.cat([torch.full_like(relative[:, :, :1], -1e4), relative[:, :, 1:]], dim=-1)
    scores = relative.new_full(wide, -1e4).index_put((place, rank), relative)
    shares = target.new_zeros(wide).index_put((place, rank), target)
    shares[..., 0] = 0
    scores = scores.transpose(1, 2).flatten(2)
    shares = shares.transpose(1, 2).flatten(2)
    none = 1 - shares.sum(dim=-1, keepdim=True)
    logs = torch.log_softmax(torch.cat([torch.zeros_like(none), scores], dim=-1), dim=-1)
    return -(torch.cat([none, shares], dim=-1) * logs).sum(dim=-1).mean()


def autocast(device: torch.device) -> Any:
    """A context that uses bfloat16 if the hardware multiplies it."""
    fast = device.type == "cuda" or multiplies_bfloat16()
    return torch.autocast(device.type, dtype=torch.bfloat16) if fast else nullcontext()


def features_of(base: str | Path) -> Features:
    """Features with the base model's tokenizer and the window of the training."""
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    return Features(tokenizer.backend_tokenizer.to_str(), WINDOW)
