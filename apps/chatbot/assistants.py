"""Who answers: the shipped FAQ for everyone, and the files that visitors brought for a while."""

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

from core.errors import UserError
from core.retrieval.faq import Faq

if TYPE_CHECKING:
    from core.tasks.answer import Assistant

OWN_FILES = 8
"""How many visitors' files stay in memory; the one unused for longest goes first."""


class Assistants:
    """The assistants of this server, made on first use and shared by all visitors."""

    def __init__(self) -> None:
        self._shipped: asyncio.Task[Assistant] | None = None
        self._own: OrderedDict[str, Faq | Assistant] = OrderedDict()

    async def get(self, own_file: str = "") -> "Assistant":
        """Return the assistant of a visitor's file, or the shipped one.

        Raises UserError when that file has left the memory or the shipped one cannot be read.
        """
        return await (self._get_own(own_file) if own_file else self._get_shipped())

    def ready(self, own_file: str = "") -> "Assistant | None":
        """Return what `get` would, when it needs no waiting."""
        if own_file:
            kept = self._own.get(own_file)
            return None if isinstance(kept, Faq) else kept
        done = self._shipped
        return done.result() if done and done.done() and not done.exception() else None

    def offer(self, faq: Faq) -> str:
        """Keep a visitor's FAQ in memory; return the version it is known by."""
        if faq.version not in self._own:
            self._own[faq.version] = faq
        self._own.move_to_end(faq.version)
        while len(self._own) > OWN_FILES:
            self._own.popitem(last=False)
        return faq.version

    async def _get_shipped(self) -> "Assistant":
        if self._shipped is None or (self._shipped.done() and self._shipped.exception()):
            self._shipped = asyncio.create_task(asyncio.to_thread(_load_shipped))
        return await asyncio.shield(self._shipped)  # one visitor's stop is not everyone's

    async def _get_own(self, own_file: str) -> "Assistant":
        kept = self._own.get(own_file)
        if kept is None:
            raise UserError("error.own_file_gone")
        if isinstance(kept, Faq):
            kept = await asyncio.to_thread(_build, kept)
            self._own[own_file] = kept
        self._own.move_to_end(own_file)
        return kept


def _load_shipped() -> "Assistant":
    from core.tasks.answer import shipped_assistant  # loads model libraries

    return shipped_assistant()


def _build(faq: Faq) -> "Assistant":
    from core.tasks.answer import Assistant

    return Assistant(faq)
