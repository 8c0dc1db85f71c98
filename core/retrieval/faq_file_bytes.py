"""From the bytes of a FAQ file to its text, or a sentence on what to save it as."""

from core.errors import UserError
from core.storage.file_text import Decoded, NotText, other_format
from core.storage.file_text import decode as decode_text


def decode(data: bytes, name: str) -> Decoded:
    """Return the text of a CSV file.

    Raises UserError for spreadsheets, PDF, archives and other binary files.
    """
    kind = other_format(data, name)
    if kind == "SPREADSHEET":
        raise UserError("error.faq_spreadsheet", name=name, format="CSV UTF-8")
    if kind:
        raise UserError("error.faq_not_csv", name=name, kind=kind, format="CSV")
    try:
        return decode_text(data)
    except NotText as fault:
        raise UserError("error.faq_not_csv", name=name, kind="BIN", format="CSV") from fault
