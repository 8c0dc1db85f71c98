"""Greetings and thanks: no question at all, so neither an answer nor a refusal fits."""

from core.text import words

_GREETING = frozenset(
    words(
        """
        hola holi holaa buenas buenos buen dia dias tardes noches alo saludos que tal como
        estas esta gracias muchas mil vale listo adios chao chau hasta luego pronto ok okey
        hey hi hello thanks thank you bye
        imanalla napaykullayki yupaychani kayakaman
        """
    )
)


def is_greeting(text: str) -> bool:
    """Return whether `text` is nothing but a greeting, thanks or goodbye.

    >>> is_greeting("¡Hola, buenos días!"), is_greeting("Hola, ¿qué días abren?")
    (True, False)
    """
    tokens = words(text)
    return 0 < len(tokens) <= 6 and all(token in _GREETING for token in tokens)
