"""An intent classifier trained from nothing on labelled texts, with an out-of-scope score.

Small networks judge a text, and the training texts that lie nearest by their vectors vote. Nothing
is fetched: no weights and no word vectors from elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from training.intents_bag import BagNetwork, Terms, train_bag
from training.intents_neighbours import Neighbours
from training.intents_network import (
    Batch,
    IntentNetwork,
    NetworkSettings,
    WordPieces,
    train_network,
)
from training.intents_scope import Centres, NearestText, fit_scope_head, scope_evidence

NETWORKS = 3  # a third added 0.2 points on the fold it was tried on; a fourth was not tried
BAGS = 1
# Chosen on three folds of Banking77's training part.
VOTE_SHARE = 0.7
SHARPNESS = 25.0
HELD_OUT = 0.1

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Member:
    """One network, and where it puts the texts of each label."""

    network: IntentNetwork
    centres: Centres

    def evidence(self, batches: Sequence[Batch], nearest: Floats) -> Floats:
        """Return this network's evidence for being in scope, [text, evidence]."""
        return scope_evidence(*self.network.judge(batches), self.centres, nearest)


@dataclass(frozen=True)
class IntentModel:
    """A trained classifier of texts by intent."""

    labels: tuple[str, ...]
    members: tuple[Member, ...]
    pieces: WordPieces
    bags: tuple[BagNetwork, ...]
    neighbours: Neighbours
    nearest: NearestText
    scope_head: Pipeline | None = None

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        out_of_scope: Sequence[str] = (),
        seed: int = 0,
        settings: NetworkSettings | None = None,
    ) -> Self:
        """Return a model of `texts` with their `labels`; the same seed gives the same model.

        out_of_scope: texts of none of the labels. With them, each network leaves out a tenth of the
        texts, and both teach the scope score what unseen texts look like.
        """
        settings = settings or NetworkSettings()
        names = tuple(sorted(set(labels)))
        number = {name: at for at, name in enumerate(names)}
        targets = np.array([number[label] for label in labels])
        nearest = NearestText(texts)
        pieces = WordPieces(texts)
        generator = np.random.default_rng(seed)
        members, inside, outside = [], [], []
        threads = torch.get_num_threads()
        torch.set_num_threads(1)  # small matrices: more threads only wait for each other
        for turn in range(NETWORKS):
            left_out = generator.random(len(texts)) < (HELD_OUT if out_of_scope else 0)
            used = np.flatnonzero(~left_out).tolist()
            chosen = [texts[i] for i in used]
            network = train_network(
                chosen, targets[used], len(names), pieces, settings, seed * NETWORKS + turn
            )
            centres = Centres.of(
                network.judge(pieces.batches(chosen))[1], targets[used], len(names)
            )
            member = Member(network, centres)
            members.append(member)
            if out_of_scope:
                held = [texts[i] for i in np.flatnonzero(left_out).tolist()]
                inside.append(
                    member.evidence(pieces.batches(held), nearest.cosine(held, among=used))
                )
                outside.append(
                    member.evidence(pieces.batches(out_of_scope), nearest.cosine(out_of_scope))
                )
        terms = Terms(texts)
        bags = [
            train_bag(texts, targets, len(names), terms, settings, seed * BAGS + turn)
            for turn in range(BAGS)
        ]
        neighbours = Neighbours.of(judge(members, bags, pieces, texts)[1], targets, len(names))
        torch.set_num_threads(threads)
        head = (
            fit_scope_head(np.concatenate(inside), np.concatenate(outside), seed)
            if out_of_scope
            else None
        )
        return cls(names, tuple(members), pieces, tuple(bags), neighbours, nearest, head)

    def predict_proba(self, texts: Sequence[str]) -> Floats:
        """Return the probability of each label, [text, label]."""
        scores, vectors = judge(self.members, self.bags, self.pieces, texts)
        mean = np.mean([np.log(softmax(found) + 1e-9) for found in scores], axis=0)
        vote = SHARPNESS * self.neighbours.vote(vectors)
        return softmax((1 - VOTE_SHARE) * mean + VOTE_SHARE * vote)

    def predict(self, texts: Sequence[str]) -> list[str]:
        """Return the most probable label of each text."""
        return [self.labels[at] for at in self.predict_proba(texts).argmax(axis=1)]

    def inside(self, texts: Sequence[str]) -> Floats:
        """Return how much speaks for each text having one of the labels; higher is surer."""
        nearest, read = self.nearest.cosine(texts), self.pieces.batches(texts)
        found = np.mean([member.evidence(read, nearest) for member in self.members], axis=0)
        if self.scope_head is None:
            return np.asarray(found[:, 0], dtype=np.float32)  # the odds of the best label
        return np.asarray(self.scope_head.decision_function(found), dtype=np.float32)


def judge(
    members: Sequence[Member], bags: Sequence[BagNetwork], pieces: WordPieces, texts: Sequence[str]
) -> tuple[list[Floats], list[Floats]]:
    """Return scores, [text, label], and unit vectors, [text, feature], by each network and bag."""
    read = pieces.batches(texts)
    found = [member.network.judge(read) for member in members] + [bag.judge(texts) for bag in bags]
    return [scores for scores, _ in found], [vectors for _, vectors in found]


def softmax(scores: NDArray[np.floating]) -> Floats:
    """Return the softmax of each row."""
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)
