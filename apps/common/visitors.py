"""What pages with uploads share: who may upload, the file itself, what browsers remember."""

import asyncio
import hmac
import logging
import secrets
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from threading import Timer

from core.config import Settings
from core.errors import UserError

log = logging.getLogger(__name__)

GUESS_PAUSE_S = 1.0
KEY_FILE = "browser.key"
_REMOVE_AFTER_S = 60


def uploads_open(settings: Settings) -> bool:
    """Return whether visitors may upload files here at all."""
    return not settings.public or settings.admin_password is not None


async def check_password(settings: Settings, password: str | None) -> None:
    """Let pass who may upload files here.

    Raises UserError for everyone else, slowly.
    """
    if not settings.public:
        return
    secret = settings.admin_password
    if secret is None:
        raise UserError("error.uploads_closed")
    known = secret.get_secret_value().encode()
    if not hmac.compare_digest((password or "").encode(), known):
        await asyncio.sleep(GUESS_PAUSE_S)
        raise UserError("error.password_wrong")


def take_file(path: str | Path) -> tuple[bytes, str]:
    """Return the bytes and the name of an uploaded file, and remove it from this machine."""
    file = Path(path)
    try:
        return file.read_bytes(), file.name
    finally:
        file.unlink(missing_ok=True)


def lend_file(name: str, data: bytes) -> str:
    """Return the path of a file with `data`; it goes once Gradio has taken its copy."""
    folder = Path(mkdtemp(prefix="rimana-"))
    path = folder / Path(name).name
    path.write_bytes(data)
    remover = Timer(_REMOVE_AFTER_S, rmtree, (folder,), {"ignore_errors": True})
    remover.daemon = True
    remover.start()
    return str(path)


def browser_secret(settings: Settings) -> str:
    """Return the key of what browsers remember; kept, so that it survives a restart."""
    try:
        path = settings.home / KEY_FILE
        if not path.exists():
            path.write_text(secrets.token_hex(16), encoding="ascii")
            path.chmod(0o600)
        return path.read_text(encoding="ascii").strip() or secrets.token_hex(16)
    except OSError:
        log.exception("data folder cannot be used; browsers forget at the next start")
        return secrets.token_hex(16)
