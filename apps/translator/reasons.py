"""Which rules made a translation, in words."""

from html import escape
from itertools import groupby

from core.i18n.catalogue import Language, say
from core.tasks.translate import reasons
from core.translation.result import Translation

MOST = 40
"""Words that are explained; a longer text has said it all before."""
_PLAIN = {"word", "word_learned"}  # that a word stands in the dictionary explains nothing


def render_reasons(given: Translation, language: Language) -> tuple[str, int]:
    """Return a list of words with their rules, and how many words it has; "" and 0 for none."""
    steps = [step for step in reasons(given) if step.rule not in _PLAIN]
    words = [(word, tuple(group)) for word, group in groupby(steps, lambda step: step.word)][:MOST]
    rows = "".join(
        f"<dt>{escape(word)}</dt>"
        + "".join(f"<dd>{escape(say(step.text_key, language))}</dd>" for step in group)
        for word, group in words
    )
    return (f'<dl class="t-reasons">{rows}</dl>' if rows else ""), len(words)
