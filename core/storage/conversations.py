"""Conversations of visitors, kept masked until they are deleted or too old."""

import json
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.errors import UserError
from core.storage.database import Database
from core.storage.masking import Mask, masked, masked_json, now


@dataclass(frozen=True)
class Turn:
    """One message of a conversation.

    role: "user" or "assistant".
    created: UTC, ISO 8601.
    """

    id: int
    role: str
    text: str
    details: Mapping[str, object]
    created: str


class Conversations:
    """The stored conversations of a database; every text passes `mask` first."""

    def __init__(self, database: Database, mask: Mask) -> None:
        self._database = database
        self._mask = mask

    def start(self) -> str:
        """Return the unguessable id of a new conversation."""
        identity, moment = secrets.token_hex(16), now()
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?)", (identity, moment, moment)
            )
        return identity

    def append(
        self,
        conversation_id: str,
        role: str,
        text: str,
        details: Mapping[str, object] | None = None,
    ) -> int:
        """Return the id of the added turn, which is on disk by then.

        Raises UserError when the conversation is gone.
        """
        values = (role, masked(text, self._mask), masked_json(details, self._mask), now())
        with self._database.write() as connection:
            _touch(connection, conversation_id)
            cursor = connection.execute(
                "INSERT INTO turns (conversation_id, role, text, details, created)"
                " VALUES (?, ?, ?, ?, ?)",
                (conversation_id, *values),
            )
        return int(cursor.lastrowid or 0)

    def replace_from(self, conversation_id: str, turn_id: int) -> int:
        """Drop `turn_id` and all later turns, to write anew from there; return how many went.

        Raises UserError when the conversation is gone.
        """
        with self._database.write() as connection:
            _touch(connection, conversation_id)
            return connection.execute(
                "DELETE FROM turns WHERE conversation_id = ? AND id >= ?",
                (conversation_id, turn_id),
            ).rowcount

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """Return the turns in order; none for an unknown conversation."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT id, role, text, details, created FROM turns"
                " WHERE conversation_id = ? ORDER BY id",
                (conversation_id,),
            ).fetchall()
        return tuple(
            Turn(row["id"], row["role"], row["text"], json.loads(row["details"]), row["created"])
            for row in rows
        )

    def delete(self, conversation_id: str) -> bool:
        """Delete a conversation for good; return whether there was one.

        Feedback given in it stays, without the link.
        """
        with self._database.write() as connection:
            gone = connection.execute(
                "DELETE FROM conversations WHERE id = ?", (conversation_id,)
            ).rowcount
        self._database.forget_deleted()
        return bool(gone)

    def purge(self, older_than_days: int) -> int:
        """Delete the conversations untouched for more than so many days; return how many."""
        limit = (datetime.now(UTC) - timedelta(days=older_than_days)).isoformat(timespec="seconds")
        with self._database.write() as connection:
            gone = connection.execute(
                "DELETE FROM conversations WHERE changed < ?", (limit,)
            ).rowcount
        if gone:
            self._database.forget_deleted()
        return gone

    def export(self, conversation_id: str) -> dict[str, object]:
        """Return a conversation as plain JSON values."""
        turns = [
            {
                "id": turn.id,
                "role": turn.role,
                "text": turn.text,
                "details": dict(turn.details),
                "created": turn.created,
            }
            for turn in self.turns(conversation_id)
        ]
        return {"conversation_id": conversation_id, "turns": turns}


def _touch(connection: sqlite3.Connection, conversation_id: str) -> None:
    found = connection.execute(
        "UPDATE conversations SET changed = ? WHERE id = ?", (now(), conversation_id)
    ).rowcount
    if not found:
        raise UserError("error.conversation_gone")
