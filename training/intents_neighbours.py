"""A vote of the nearest training texts, by the vectors that trained networks give them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

DIMENSIONS = 256
NEAREST = 5
_ROWS = 64


@dataclass(frozen=True)
class Neighbours:
    """Training texts as short vectors whose products are about the mean of the networks' cosines.

    known: [text, direction]; directions: [feature, direction].
    places: [label, place], the number of each text of a label, and one past the last for none.
    """

    known: Floats
    directions: Floats
    places: Ids

    @classmethod
    def of(cls, parts: Sequence[Floats], targets: Ids, labels: int) -> Self:
        """Return the texts with unit vectors `parts`, one array per network, and label numbers."""
        joined = np.concatenate(parts, axis=1)
        strongest = np.linalg.eigh(joined.T @ joined)[1][:, : -DIMENSIONS - 1 : -1]
        directions = np.asarray(strongest / np.sqrt(len(parts)), dtype=np.float32)
        longest = int(np.bincount(targets, minlength=labels).max())
        places = np.full((labels, longest), len(targets))
        for label in range(labels):
            own = np.flatnonzero(targets == label)
            places[label, : len(own)] = own
        return cls(joined @ directions, directions, places)

    def vote(self, parts: Sequence[Floats]) -> Floats:
        """Return how near each label is, [text, label].

        It is the mean of two numbers: the cosine to the label's nearest text, and the mean cosine
        to its five nearest.
        """
        asked = np.concatenate(parts, axis=1) @ self.directions
        count = min(NEAREST, self.places.shape[1])
        found = []
        for at in range(0, len(asked), _ROWS):
            near = asked[at : at + _ROWS] @ self.known.T
            near = np.pad(near, ((0, 0), (0, 1)), constant_values=-np.inf)[:, self.places]
            best = np.partition(near, -count, axis=2)[..., -count:]
            real = np.isfinite(best)
            mean = np.where(real, best, 0).sum(axis=2) / real.sum(axis=2)
            found.append((best.max(axis=2) + mean) / 2)
        return np.concatenate(found).astype(np.float32)
