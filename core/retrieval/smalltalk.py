"""Greetings, thanks and "who are you": no question to a FAQ, so nothing to cite or refuse."""

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


_ABOUT_THE_ASSISTANT = frozenset(
    {
        "quien eres", "que eres", "eres un robot", "eres un bot", "eres humano", "eres una persona",
        "como te llamas", "que puedes hacer", "que haces", "para que sirves", "con quien hablo",
        "who are you", "are you a robot", "are you a bot", "are you human", "what can you do",
        "pitak kanki", "imatak kanki",
    }
)  # fmt: skip


def is_greeting(text: str) -> bool:
    """Return whether `text` only greets, thanks, says goodbye or asks who is answering.

    >>> is_greeting("¡Hola, buenos días!"), is_greeting("Hola, ¿qué días abren?")
    (True, False)
    """
    tokens = words(text)
    if " ".join(tokens) in _ABOUT_THE_ASSISTANT:
        return True
    return 0 < len(tokens) <= 6 and all(token in _GREETING for token in tokens)
