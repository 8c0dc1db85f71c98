"""Head words kept from training, so that a test asks what no model has read."""

import zlib

from core.text import fold

_HELD_OUT_OF_1000 = 40


def heldout_head(head: str) -> bool:
    """Return whether a head word is kept from training: about 4 % are, always the same ones."""
    return zlib.crc32(f"head:{fold(head)}".encode()) % 1000 < _HELD_OUT_OF_1000
