"""A walk through a PyTorch model: the cache of keys and values grows with every token fed."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from core.models.sampling import log_softmax
from core.models.tokens import Tokens
from core.models.torch_network import Network


class TorchWalk:
    """One answer in the making (`core.models.walk.Walk`)."""

    def __init__(
        self, network: Network, tokens: Tokens, prompt: Sequence[int], adapter: str | None
    ) -> None:
        self.ends = tokens.ends
        self._network, self._tokens, self._adapter = network, tokens, adapter
        self._cache = network.new_cache()
        self._unread = list(prompt)
        self._read = 0
        self._found: NDArray[np.float32] | None = None

    def log_probabilities(self) -> NDArray[np.float32]:
        """Return the natural-log probability of every possible next token, [vocab].

        Raises UserError when the answer has outgrown the model's context.
        """
        if self._unread:
            self._read += len(self._unread)
            self._tokens.check_length(self._read)
            logits = self._network.run(torch.tensor([self._unread]), self._cache, self._adapter)
            self._found = log_softmax(logits[0, -1].numpy()).astype(np.float32)
            self._unread = []
        assert self._found is not None  # a prompt has at least one token
        return self._found

    def feed(self, tokens: Sequence[int]) -> None:
        """Take these tokens as the answer's next ones; they are computed when next asked."""
        self._unread.extend(tokens)

    def encode(self, text: str) -> list[int]:
        """Return the tokens of `text` as it stands inside an answer."""
        return self._tokens.continuation(text)

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of tokens."""
        return self._tokens.decode(tokens)
