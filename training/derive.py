"""Files of training that are a part of what their source publishes."""

import json
import re
from collections.abc import Callable

_CHAPTER = re.compile(r"^# sent_id = (\d+)_", re.MULTILINE)
_BOOK = re.compile(
    r"\*\*\* ?START OF TH\w+ PROJECT GUTENBERG[^*]*\*\*\*(.*?)\*\*\* ?END OF TH", re.DOTALL
)


def _chapters(first: int, last: int) -> Callable[[bytes], bytes]:
    def keep(upstream: bytes) -> bytes:
        """Return the sentences of some chapters of killkan."""
        text = upstream.decode("utf-8").replace("\r\n", "\n")
        kept = []
        for sentence in text.split("\n\n"):
            chapter = _CHAPTER.search(sentence)
            if chapter and first <= int(chapter[1]) <= last:
                kept.append(sentence.strip("\n") + "\n\n")
        return "".join(kept).encode()

    return keep


def _without_test(upstream: bytes) -> bytes:
    """Return CLINC150 without its test parts."""
    parts = json.loads(upstream)
    kept = {name: rows for name, rows in parts.items() if "test" not in name}
    return json.dumps(kept, ensure_ascii=False).encode()


def _book(upstream: bytes) -> bytes:
    """Return a book of Project Gutenberg without the licence around it."""
    text = upstream.decode("utf-8-sig").replace("\r\n", "\n")
    found = _BOOK.search(text)
    return ((found[1] if found else text).strip() + "\n").encode()


DERIVE: dict[str, Callable[[bytes], bytes]] = {
    "": lambda upstream: upstream,
    "killkan-train": _chapters(1, 15),
    "killkan-dev": _chapters(16, 16),
    "without-test": _without_test,
    "book": _book,
}
