"""How the tests of FAQ files read them, on a fixed day."""

from datetime import date

import pytest

from core.errors import UserError
from core.i18n.catalogue import LANGUAGES, say
from core.retrieval.faq_file import read_faq

TODAY = date(2026, 6, 1)
HEADER = "pregunta;respuesta;variantes;categoria;fuente;vigencia\n"


def read(text: str | bytes, name: str = "faq.csv"):
    data = text.encode("utf-8") if isinstance(text, str) else text
    return read_faq(data, name, TODAY)


def pairs(text: str | bytes) -> list[tuple[str, str]]:
    return [(row.question, row.answer) for row in read(text)[0].rows]


def found(report) -> list[tuple[int, str, str]]:
    return [(issue.line, issue.severity, issue.key.split(".")[1]) for issue in report.issues]


def refusal(data: str | bytes, name: str = "faq.csv") -> UserError:
    with pytest.raises(UserError) as caught:
        read(data, name)
    for language in LANGUAGES:
        assert say(caught.value.key, language, **caught.value.values)
    return caught.value
