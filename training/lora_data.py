"""What an adapter learns from: tasks by name, or a visitor's own file."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.config import settings
from core.errors import UserError
from core.prompts.llamita import FAQ
from core.prompts.records import Record
from core.retrieval.faq_file import load_faq
from training.batches import Example, buckets, encode
from training.config import LoraRecipe
from training.tasks import TASKS

LoadTask = Callable[[str], list[Record]]
_REPLAYED = 6000  # records of a task, of which replay draws
# The fields of instruction, input and answer in the formats people keep; "" is none.
_FORMATS = (
    ("Instrucción", "Entrada", "Salida"),
    ("instruction", "input", "output"),
    ("", "question", "answer"),
    ("", "pregunta", "respuesta"),
    ("", "prompt", "completion"),
)


@dataclass(frozen=True)
class Lesson:
    """The examples of a run.

    replay: one pool per task or file; each is drawn from as often as the others.
    truncated: how many were cut; left_out: how many had no room for any of their answer.
    """

    taught: list[Example]
    held_out: list[Example]
    replay: list[list[Example]]
    truncated: int
    left_out: int

    def batches(self, recipe: LoraRecipe, epoch: int) -> list[list[list[Example]]]:
        """Return the steps of an epoch, each a list of batches whose gradients are added."""
        pool = self.taught + self._drawn(recipe, epoch)
        size, limit = recipe.batch_size, recipe.batch_tokens
        batches = list(buckets(pool, size, recipe.seed, epoch, limit))
        every = recipe.accumulate
        return [batches[at : at + every] for at in range(0, len(batches), every)]

    def _drawn(self, recipe: LoraRecipe, epoch: int) -> list[Example]:
        share = recipe.replay_share
        if not share:
            return []
        rng = random.Random(f"replay {recipe.seed} {epoch}")
        count = round(len(self.taught) * share / (1 - share))
        return [rng.choice(rng.choice(self.replay)) for _ in range(count)]


def faq_records(path: Path) -> list[Record]:
    """Return every wording of every row of a FAQ file with the row's answer.

    Raises UserError when the file holds no usable row.
    """
    rows = load_faq(path).rows
    return [Record(FAQ, wording, row.answer) for row in rows for wording in row.wordings]


def load_task(name: str) -> list[Record]:
    """Return the records of a task of the suite.

    Raises UserError when there is no such task.
    """
    if name == "faq":
        return faq_records(settings().faq)
    if name in TASKS:
        return TASKS[name]()
    raise UserError("error.task_unknown", name=name)


def load_records(name: str, task: LoadTask = load_task) -> list[Record]:
    """Return the records of a JSON, JSONL or CSV file, or those of a task.

    Raises UserError when a file is missing, malformed or empty, or the task is unknown.
    """
    path = Path(name)
    readers: dict[str, Callable[[Path], list[Record]]] = {
        ".csv": faq_records,
        ".json": _json_records,
        ".jsonl": _json_records,
    }
    if path.suffix not in readers:
        return task(name)
    if not path.is_file():
        raise UserError("error.data_missing", name=path.name)
    return readers[path.suffix](path)


def prepare(recipe: LoraRecipe, tokenizer: Any, task: LoadTask = load_task) -> Lesson:
    """Return the recipe's examples, encoded, and split by its seed.

    Raises UserError as `load_records` does, or when no example is left to learn from.
    """

    def encoded(records: Sequence[Record]) -> list[Example]:
        return [encode(tokenizer, r.question, r.output, recipe.max_length) for r in records]

    everything = encoded([r for name in recipe.data for r in load_records(name, task)])
    pools = [encoded(_some(load_records(name, task), recipe.seed)) for name in recipe.replay]
    old = [example for pool in pools for example in pool]
    useful = [example for example in everything if example.teaches]
    random.Random(recipe.seed).shuffle(useful)
    kept_back = round(len(useful) * recipe.held_out)
    replay = [[example for example in pool if example.teaches] for pool in pools]
    if len(useful) == kept_back or not all(replay):
        raise UserError("error.data_empty")
    truncated = sum(example.truncated for example in everything + old)
    left_out = len(everything) + len(old) - len(useful) - sum(map(len, replay))
    return Lesson(useful[kept_back:], useful[:kept_back], replay, truncated, left_out)


def _some(records: list[Record], seed: int) -> list[Record]:
    """Return what replay needs of a task; all of it would take minutes to encode."""
    return random.Random(seed).sample(records, min(len(records), _REPLAYED))


def _json_records(path: Path) -> list[Record]:
    records = []
    for number, item in enumerate(_items(path), 1):
        fields = item if isinstance(item, dict) else {}
        form = next((f for f in _FORMATS if f[1] in fields and f[2] in fields), None)
        if form is None:
            raise UserError("error.data_format", name=path.name, number=number)
        texts = [str(fields.get(key) or "").strip() for key in form]
        if not texts[2] or not (texts[0] or texts[1]):
            raise UserError("error.data_format", name=path.name, number=number)
        records.append(Record(*texts))
    return records


def _items(path: Path) -> Iterator[object]:
    """Yield the items of a JSON list or of JSON lines."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UserError("error.data_format", name=path.name, number=1) from fault
    lines = [text] if path.suffix == ".json" else [x for x in text.splitlines() if x.strip()]
    for number, line in enumerate(lines, 1):
        try:
            value = json.loads(line)
        except ValueError as fault:
            raise UserError("error.data_format", name=path.name, number=number) from fault
        if path.suffix == ".json" and isinstance(value, list):
            yield from value
        else:
            yield value
