"""The text of an answer as its tokens arrive: whole characters only, ended by stop texts."""

from collections.abc import Sequence

from core.models.stops import Stops
from core.models.tokens import Tokens

_SEED = 8  # tokens of the prompt that the first piece is decoded behind
_UNFINISHED = "\ufffd"


class AnswerText:
    """Turns tokens into pieces that may be shown; what might become a stop text is held back.

    before: tokens of a plain text that is continued, so that its answer keeps its first space.
    """

    def __init__(
        self, tokens: Tokens, stop: Sequence[str] = (), before: Sequence[int] = ()
    ) -> None:
        self.stopped = False
        self.text = ""
        self._tokens = tokens
        self._stops = Stops(stop)
        self._ids = list(before[-_SEED:])
        # Pieces are decoded from `_start`; the text up to `_read` has been given out.
        self._start, self._read = 0, len(self._ids)

    def push(self, token: int) -> str:
        """Return what may be shown now, "" while a character or a stop text is unfinished."""
        self._ids.append(token)
        return self._give(self._stops.push(self._decode(final=False)))

    def finish(self) -> str:
        """Return what is left when no token follows."""
        last = self._stops.push(self._decode(final=True))
        return self._give(last + self._stops.finish())

    def _decode(self, *, final: bool) -> str:
        known = self._tokens.decode(self._ids[self._start : self._read])
        text = self._tokens.decode(self._ids[self._start :])
        if text.endswith(_UNFINISHED) and not final:
            return ""
        # Decoding again from the last piece keeps the cost of a token constant.
        self._start, self._read = self._read, len(self._ids)
        return text[len(known) :]

    def _give(self, piece: str) -> str:
        self.stopped = self._stops.stopped
        self.text += piece
        return piece
