"""Converted models in memory and what CTranslate2 computes with them.

CTranslate2 draws tokens by the textbook: divided by the temperature, then top-k, then nucleus.
"""

import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2

from core.errors import UserError
from core.models.batching import Take
from core.models.conversion import converted, discard
from core.models.request import Request

_LOG = logging.getLogger(__name__)
_UNSEEDED = 2**32 - 1  # CTranslate2 then draws a new seed for every thread
_seeding = threading.Lock()


@dataclass(frozen=True)
class Kind:
    """What the requests of one batch have in common."""

    adapter: str | None
    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    seed: int | None = None
    beams: int = 1
    most: int | None = None
    """Tokens of the answer, only where it changes what is computed: with beams."""


@dataclass(frozen=True)
class Loaded:
    """A converted model in memory, with its tokens by number."""

    folder: Path
    generator: Any
    tokens: list[str]

    def words(self, ids: Sequence[int]) -> list[str]:
        """Return tokens as CTranslate2 wants them."""
        return [self.tokens[token] for token in ids]


class Ct2Decoder:
    """The converted forms of one base: itself and with each adapter merged in.

    most_loaded: how many stay in memory, the last used ones; the others stay on disk.
    threads: how many batches are computed at the same time, each in one thread.
    """

    def __init__(
        self,
        name: str,
        base: Path,
        adapters: Mapping[str, Path],
        ends: frozenset[int],
        *,
        most_loaded: int,
        threads: int,
    ) -> None:
        self._name = name
        self._base = base
        self._adapters = dict(adapters)
        self._ends = sorted(ends)
        self._most_loaded = most_loaded
        self._threads = threads
        self._loaded: OrderedDict[str | None, Loaded] = OrderedDict()
        self._lock = threading.Lock()
        self._loading = {adapter: threading.Lock() for adapter in (None, *adapters)}

    def model(self, adapter: str | None) -> Loaded:
        """Return the model with `adapter`, loaded or even converted first.

        Raises UserError for an unknown adapter and for files that cannot be converted.
        """
        if adapter not in self._loading:
            known = ", ".join(self._adapters) or "–"
            raise UserError("error.unknown_adapter", name=adapter, known=known)
        with self._loading[adapter]:
            with self._lock:
                found = self._loaded.get(adapter)
            if found is None:
                found = self._load(adapter)
            with self._lock:
                self._loaded[adapter] = found
                self._loaded.move_to_end(adapter)
                while len(self._loaded) > self._most_loaded:
                    self._loaded.popitem(last=False)
        return found

    def decode(self, requests: Sequence[Request], most: int, take: Take) -> None:
        """Compute a batch for the engine (`core.models.batching.Decoder`)."""
        kind = requests[0].kind
        assert isinstance(kind, Kind)
        model = self.model(kind.adapter)
        prompts = [model.words(request.tokens) for request in requests]
        shared = {
            "max_length": most,
            "include_prompt_in_result": False,
            "end_token": self._ends or None,
        }
        if kind.beams > 1:
            found = model.generator.generate_batch(
                prompts, beam_size=kind.beams, return_end_token=True, **shared
            )
            for row, result in enumerate(found):
                any(take(row, token) for token in result.sequences_ids[0])
            return
        drawn = {
            "sampling_temperature": kind.temperature,
            "sampling_topk": kind.top_k,
            "sampling_topp": kind.top_p,
        }
        generator = model.generator if kind.seed is None else _seeded(model, kind.seed)
        generator.generate_batch(
            prompts,
            callback=lambda step: take(step.batch_id, step.token_id),
            **(drawn if kind.temperature else {}),
            **shared,
        )

    def clear(self) -> None:
        """Free the memory."""
        with self._lock:
            self._loaded.clear()

    def _load(self, adapter: str | None) -> Loaded:
        name = self._name if adapter is None else f"{self._name}+{adapter}"
        where = None if adapter is None else self._adapters[adapter]
        try:
            return _open(converted(name, self._base, where), self._threads)
        except (RuntimeError, ValueError, OSError):
            _LOG.warning("the converted %s is damaged and is made again", name, exc_info=True)
        discard(converted(name, self._base, where))
        try:
            return _open(converted(name, self._base, where), self._threads)
        except (RuntimeError, ValueError, OSError) as fault:
            raise UserError("error.conversion_failed", name=name) from fault


def _open(folder: Path, threads: int) -> Loaded:
    # One thread per batch, several batches: a small model gains nothing from threads within.
    generator = ctranslate2.Generator(
        str(folder), compute_type="int8", intra_threads=1, inter_threads=threads
    )
    tokens = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
    return Loaded(folder, generator, tokens)


def _seeded(model: Loaded, seed: int) -> Any:
    """Return a generator whose random choices start from `seed`.

    CTranslate2 has one seed for the process, which a thread reads when it first draws. So a
    seeded request gets a generator of its own, and with it a thread, which draws once right here.
    """
    with _seeding:
        ctranslate2.set_random_seed(seed % _UNSEEDED)
        try:
            generator = _open(model.folder, threads=1).generator
            generator.generate_batch([[model.tokens[0]]], max_length=1, sampling_topk=0)
        finally:
            ctranslate2.set_random_seed(_UNSEEDED)
    return generator
