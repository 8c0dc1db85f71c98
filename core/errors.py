"""Faults that a visitor can mend. Everything else is a bug and stays in the log."""


class UserError(Exception):
    """Say what went wrong and what to do, by a key of the text catalogue.

    Raises nothing itself; pages turn it into the visitor's language (`core.i18n.catalogue.say`).
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.key}({details})"
