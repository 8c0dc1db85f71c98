"""What happens to every text before it reaches the disk."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from core.text import clean

Mask = Callable[[str], str]


def masked(text: str, mask: Mask) -> str:
    """Return `text` without hidden characters and without what `mask` hides."""
    return mask(clean(text))


def masked_json(details: Mapping[str, object] | None, mask: Mask) -> str:
    """Return `details` as a JSON object whose texts are masked at any depth; keys stay."""
    plain = {str(key): _masked_value(value, mask) for key, value in (details or {}).items()}
    return json.dumps(plain, ensure_ascii=True)


def _masked_value(value: object, mask: Mask) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): _masked_value(inner, mask) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked_value(inner, mask) for inner in value]
    return masked(str(value), mask)


def now() -> str:
    """Return the present moment in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
