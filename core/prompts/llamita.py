"""The wordings that Llamita was trained with; other models get them with examples in front."""

from typing import Literal

Lang = Literal["es", "en", "de", "qu"]

WORD_TO_KICHWA = "Palabra en kichwa:"
WORD_TO_SPANISH = "Palabra en español:"
TEXT_TO_KICHWA = "Traduce al kichwa:"
TEXT_TO_SPANISH = "Traduce al español:"
FAQ = "Pregunta:"
WORD_TREE: dict[Lang, str] = {
    "es": "Árbol de la palabra:",
    "en": "Word tree:",
    "de": "Wortbaum:",
    "qu": "Shimi yura:",
}
PARSE: dict[Lang, str] = {
    "es": "Análisis sintáctico:",
    "en": "Parse:",
    "de": "Satzanalyse:",
    "qu": "Rimay yura:",
}
KEYWORDS: dict[Lang, str] = {
    "es": "Frase con:",
    "en": "Sentence with:",
    "de": "Satz mit:",
    "qu": "Kaykunawan rimay:",
}
CONTEXT = "Responde con este texto:"
