"""Spanish words with the rule that gave them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """Spanish words, and the rule that gave them; `source`: the Kichwa word carried over."""

    text: str
    rule: str
    source: str = ""


Text = tuple[Said, ...]
