"""Train the learned judge of messages: `python -m training.moderation [--out FILE]`.

Data: the project's own lists (`sheets/attacks-train.csv`), with the wordings and the background
questions as ordinary messages. `--check` says, fold by fold, what to expect.
"""

import argparse
import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sklearn.model_selection import StratifiedKFold
from torch import Tensor, nn
from torch.nn import functional

from core.config import ASSETS
from core.retrieval.background import background
from core.retrieval.faq_file import load_faq
from core.safety.classifier import KINDS, TABLE_SIZE, features
from training.config import RECIPES, ModerationRecipe
from training.encoder import int8_rows, roughen
from training.ordinary import harmless, public_sentences

SHEET = Path(__file__).parent / "sheets" / "attacks-train.csv"


@dataclass(frozen=True)
class Examples:
    """Messages; `kind` holds positions in KINDS, `listed` tells those of the attack lists."""

    texts: list[str]
    bags: list[NDArray[np.int64]]
    kind: NDArray[np.int64]
    listed: NDArray[np.bool_]


class Judge(nn.Module):
    """Sum of feature vectors / √n → tanh → linear."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(TABLE_SIZE, hidden, mode="sum", sparse=True)
        nn.init.normal_(self.table.weight, std=0.05)
        self.out = nn.Linear(hidden, len(KINDS))

    def forward(self, bags: Sequence[NDArray[np.int64]]) -> Tensor:
        """Return scores, [text, kind]."""
        lengths = torch.tensor([len(bag) for bag in bags])
        starts = torch.cat([torch.zeros(1, dtype=torch.long), lengths.cumsum(0)[:-1]])
        summed = self.table(torch.from_numpy(np.concatenate(bags)), starts)
        hidden = torch.tanh(summed / lengths.sqrt()[:, None])
        scores: Tensor = self.out(functional.dropout(hidden, 0.3, self.training))
        return scores


def read_examples() -> Examples:
    """Return the attack lists and ordinary questions."""
    with SHEET.open(encoding="utf-8", newline="") as lines:
        listed = [(row["text"], KINDS.index(row["kind"])) for row in csv.DictReader(lines)]
    listed += [(text, 0) for text in harmless()]
    faq = load_faq(ASSETS / "faq" / "faq.csv")
    known = {text for text, _ in listed}
    ordinary = [wording for row in faq.rows for wording in row.wordings]
    ordinary += background() + public_sentences()
    both = listed + [(text, 0) for text in ordinary if text not in known]
    return Examples(
        [text for text, _ in both],
        [features(text) for text, _ in both],
        np.array([kind for _, kind in both]),
        np.arange(len(both)) < len(listed),
    )


def learn(examples: Examples, chosen: NDArray[np.int64], recipe: ModerationRecipe) -> Judge:
    """Return a judge trained on the `chosen` positions; half a batch is ordinary questions."""
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)
    model = Judge(recipe.hidden)
    table = torch.optim.SparseAdam(list(model.table.parameters()), lr=recipe.learning_rate)
    rest = torch.optim.Adam(model.out.parameters(), lr=recipe.learning_rate)
    groups = [
        [int(at) for at in chosen if examples.listed[at] == listed] for listed in (True, False)
    ]
    steps = recipe.epochs * len(chosen) // recipe.batch
    for step in range(steps):
        picked = [at for group in groups for at in rng.sample(group, recipe.batch // 2)]
        bags = [
            features(roughen(examples.texts[at], rng)) if rng.random() < 0.5 else examples.bags[at]
            for at in picked
        ]
        kept = [[i for i in bag if rng.random() > recipe.dropout] or [bag[0]] for bag in bags]
        for optimiser in (table, rest):
            optimiser.param_groups[0]["lr"] = recipe.learning_rate * (1 - step / steps)
            optimiser.zero_grad()
        scores = model([np.array(bag) for bag in kept])
        target = torch.from_numpy(examples.kind[picked])
        loss = functional.cross_entropy(scores, target, label_smoothing=0.05)
        loss.backward()  # type: ignore[no-untyped-call]
        table.step()  # type: ignore[no-untyped-call]
        rest.step()
    return model.eval()


@torch.inference_mode()
def probabilities(model: Judge, bags: Sequence[NDArray[np.int64]]) -> NDArray[np.float64]:
    """Return the probability of each kind, [text, kind]."""
    parts = [
        model(bags[at : at + 512]).softmax(1).double().numpy() for at in range(0, len(bags), 512)
    ]
    return np.concatenate(parts)


def cross_check(
    examples: Examples, recipe: ModerationRecipe, report: Callable[[str], None]
) -> None:
    """Report out-of-fold shares above some thresholds, by kind."""
    odds = np.zeros((len(examples.texts), len(KINDS)))
    folds = StratifiedKFold(5, shuffle=True, random_state=recipe.seed)
    for seen, asked in folds.split(examples.texts, examples.kind):
        model = learn(examples, seen, recipe)
        odds[asked] = probabilities(model, [examples.bags[at] for at in asked])
    trouble = 1 - odds[:, 0]
    groups = {"ordinary": ~examples.listed} | {
        f"listed {name}": examples.listed & (examples.kind == at) for at, name in enumerate(KINDS)
    }
    for name, members in groups.items():
        shares = {t: round(float((trouble[members] >= t).mean()), 4) for t in (0.3, 0.55, 0.9)}
        report(f"{name}: n {members.sum()}, share at or above {shares}")


def save(model: Judge, path: Path) -> None:
    """Write the weights, the table in int8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(
        {
            **int8_rows(model.table),
            "out": np.ascontiguousarray(model.out.weight.detach().numpy().T),
            "bias": model.out.bias.detach().numpy(),
        },
        path,
    )


def main() -> None:
    """Train on everything and write the weights, or only cross-check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipe", type=Path, default=RECIPES / "moderation.toml")
    parser.add_argument(
        "--out", type=Path, default=ASSETS / "models" / "moderation" / "moderation.safetensors"
    )
    parser.add_argument("--check", action="store_true", help="only a 5-fold run, no weights")
    options = parser.parse_args()
    recipe, examples = ModerationRecipe.read(options.recipe), read_examples()
    if options.check:
        cross_check(examples, recipe, print)
        return
    save(learn(examples, np.arange(len(examples.texts)), recipe), options.out)


if __name__ == "__main__":
    main()
