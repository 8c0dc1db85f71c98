"""End a text where a stop text appears, in whatever pieces it comes."""

from collections.abc import Sequence


class Stops:
    """Gives pieces on, holding back an end that may become a stop text.

    The stop text that is complete first ends the answer, so that the pieces' borders do not matter.
    """

    def __init__(self, stop: Sequence[str]) -> None:
        self.stopped = False
        self._stop = tuple(stop)
        self._held = ""

    def push(self, piece: str) -> str:
        """Return what may be shown now."""
        if self.stopped:
            return ""
        text = self._held + piece
        found = [(at + len(stop), at) for stop in self._stop if (at := text.find(stop)) >= 0]
        if found:
            self.stopped, self._held = True, ""
            return text[: min(found)[1]]
        cut = len(text) - self._suspicious(text)
        self._held = text[cut:]
        return text[:cut]

    def finish(self) -> str:
        """Return what was held back, when nothing follows."""
        held, self._held = self._held, ""
        return held

    def _suspicious(self, text: str) -> int:
        """Return the length of the longest end of `text` that begins a stop text."""
        longest = min(max(map(len, self._stop), default=1) - 1, len(text))
        for length in range(longest, 0, -1):
            if any(stop.startswith(text[-length:]) for stop in self._stop):
                return length
        return 0
