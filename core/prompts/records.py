"""What a model is asked and what it should answer: the record format of URKU.

{"Instrucción": what to do, "Entrada": with what, "Salida": the answer}
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """One example of a task."""

    instruction: str
    entry: str
    output: str

    @property
    def question(self) -> str:
        """Return what the user says."""
        return question(self.instruction, self.entry)


def question(instruction: str, entry: str) -> str:
    """Return an instruction and its input as one user message.

    >>> question("Palabra en kichwa:", "perro")
    'Palabra en kichwa:\\nperro'
    """
    return f"{instruction}\n{entry}" if instruction and entry else instruction or entry
