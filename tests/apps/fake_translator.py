"""An engine that knows a handful of sentences; everything around it is real."""

from collections.abc import Sequence

from core.translation.choose import Chosen
from core.translation.result import Candidate, Direction, Source

KNOWN = {
    "Mi casa es grande.": "Ñukapa wasika hatunmi.",
    "Ñukapa wasika hatunmi.": "Mi casa es grande.",
    "Ñukaka wasiman rinimi.": "Yo voy a la casa.",
    "Ñukaka wasipi kawsani.": "Yo vivo en la casa.",
    "¿Dónde está tu casa?": "¿Kampa wasika maypitak kan?",
}
NEAR = Source("Mi casa es nueva.", "Ñukapa wasika mushukmi.", 0.8, "phrasebook")


def choose(
    text: str, direction: Direction, engine: str = "best", signed: Sequence[tuple[str, str]] = ()
) -> Chosen:
    """Return the known translation, or the text itself with every word unknown."""
    if "bug" in text:
        raise RuntimeError("secret")
    if engine == "model":
        return Chosen(Candidate("Antanikikpa kutichi", "model", 0.2), (), ())
    told = dict(signed).get(text) or KNOWN.get(text)
    if told:
        other = Candidate(told.replace("hatun", "hatun hatun"), "rules", 0.4)
        return Chosen(Candidate(told, "memory", 0.9), (other,), (NEAR,))
    unknown = tuple(word for word in text.split() if word.isalpha())
    return Chosen(Candidate(text, "rules", 0.1, unknown), (), ())
