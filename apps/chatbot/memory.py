"""What outlives a visit: conversations and feedback, in the data folder."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import Any

from apps.chatbot.turns import Turn, as_record, from_record
from core.config import Settings
from core.errors import UserError
from core.i18n.catalogue import Language
from core.safety.privacy import mask
from core.storage.conversations import Conversations
from core.storage.conversations import Turn as StoredTurn
from core.storage.database import DATABASE, Database
from core.storage.feedback import Feedback

log = logging.getLogger(__name__)

PAST = 50
"""How many past conversations a browser remembers."""


@dataclass(frozen=True)
class Visitor:
    """What a browser remembers: ids that nobody can guess.

    past: latest first, with the current one.
    """

    current: str = ""
    past: tuple[str, ...] = ()

    @classmethod
    def read(cls, value: object) -> "Visitor":
        """Return what a browser sent, without anything that is no id."""
        kept = value if isinstance(value, dict) else {}
        past = kept.get("past") if isinstance(kept.get("past"), list) else []
        ids = [one for one in past if _is_id(one)]
        current = kept.get("current", "")
        return cls(current if _is_id(current) else "", tuple(dict.fromkeys(ids))[:PAST])

    def at(self, conversation_id: str) -> "Visitor":
        """Return this visitor in that conversation; "" for none."""
        past = dict.fromkeys((conversation_id, *self.past) if conversation_id else self.past)
        return Visitor(conversation_id, tuple(past)[:PAST])

    def without(self, conversation_id: str) -> "Visitor":
        """Return this visitor without one conversation."""
        past = tuple(one for one in self.past if one != conversation_id)
        return Visitor("" if self.current == conversation_id else self.current, past)

    def as_json(self) -> dict[str, Any]:
        """Return what the browser is to remember."""
        return {"current": self.current, "past": list(self.past)}


class Memory:
    """The database of this server, opened on first use. Its methods wait for the disk."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opening = Lock()

    def restore(self, conversation_id: str) -> tuple[Turn, ...]:
        """Return the turns of a conversation; none when it is gone."""
        turns: list[Turn] = []
        for stored in self._opened.turns(conversation_id) if conversation_id else ():
            if stored.role == "user":
                turns.append(Turn(stored.text, stored=stored.id, stopped=True))
            elif turns:
                turns[-1] = _answered(turns[-1], stored)
        return tuple(turns)

    def save(
        self, conversation_id: str, turns: Sequence[Turn], language: Language
    ) -> tuple[str, tuple[Turn, ...]]:
        """Write the last turn, in place of what stood there; return the id and the turns on disk.

        Raises UserError when the disk refuses.
        """
        known = [turn for turn in turns[:-1] if turn.stored]
        try:
            if not conversation_id or len(known) < len(turns) - 1:
                raise UserError("error.conversation_gone")
            last = self._write(conversation_id, turns[-1], language)
            return conversation_id, (*turns[:-1], last)
        except UserError as problem:
            if problem.key != "error.conversation_gone":
                raise
        fresh = self._opened.start()  # it was deleted elsewhere, or never began
        return fresh, tuple(self._write(fresh, replace(t, stored=0), language) for t in turns)

    def forget(self, conversation_id: str) -> None:
        """Delete a conversation for good."""
        self._opened.delete(conversation_id)

    def titles(self, ids: Sequence[str]) -> list[tuple[str, str, str]]:
        """Return (id, first question, day) of the conversations that still exist."""
        found = []
        for one in ids:
            stored = self._opened.turns(one)
            if stored:
                found.append((one, stored[0].text, stored[-1].created))
        return found

    def judge(self, conversation_id: str, question: str, answer: str, **values: str) -> None:
        """Keep what a visitor thinks of an answer; `values` as in `Feedback.add`."""
        feedback = Feedback(self._database, mask)
        feedback.add(conversation_id, question, answer, **values)  # type: ignore[arg-type]

    @property
    def _opened(self) -> Conversations:
        return Conversations(self._database, mask)

    @property
    def _database(self) -> Database:
        with self._opening:
            return self._opened_once

    @cached_property
    def _opened_once(self) -> Database:
        database = Database(self._settings.home / DATABASE)
        Conversations(database, mask).purge(self._settings.retention_days)
        return database

    def _write(self, conversation_id: str, turn: Turn, language: Language) -> Turn:
        if turn.stored:
            self._opened.replace_from(conversation_id, turn.stored)
        asked = self._opened.append(conversation_id, "user", turn.question)
        if turn.answer:
            details = as_record(turn.answer, language)
            details |= {"reason_key": turn.answer.reason, "stopped": turn.stopped}
            # Approved answers hold the centre's own numbers; what the visitor typed is masked.
            said = Conversations(self._database, str)
            said.append(conversation_id, "assistant", turn.text, details)
        return replace(turn, stored=asked)


def _answered(turn: Turn, stored: StoredTurn) -> Turn:
    try:
        answer = from_record(stored.details, str(stored.details["reason_key"]))
    except (KeyError, TypeError, ValueError):
        log.warning("stored turn %s is of another make", stored.id)
        return turn
    stopped = bool(stored.details.get("stopped"))
    return replace(turn, answer=replace(answer, text=stored.text), stopped=stopped)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{32}", value) is not None
