"""Speech by espeak-ng (or espeak) where it is installed; it has no Kichwa voice of Ecuador.

Its voice for Southern Quechua reads the letters nearest; without that, the Spanish one does.
"""

import shutil
import subprocess
from functools import cache

from core.errors import UserError

LONGEST = 500
"""Characters that are spoken at once."""
_TIMEOUT_S = 20
_PROGRAMS = ("espeak-ng", "espeak")
_VOICES = ("qu", "es-419", "es")
_WAV = b"RIFF"


def program() -> str | None:
    """Return the path of the speech program, None where there is none."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def available() -> bool:
    """Return whether this machine can speak."""
    return program() is not None


def _run(arguments: list[str], text: str = "") -> bytes:
    """Return what the program wrote; the text goes in by the standard input, never by a shell.

    Raises UserError when the program fails or takes too long.
    """
    try:
        done = subprocess.run(
            arguments,
            input=text.encode("utf-8", errors="replace"),
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as problem:
        raise UserError("error.speech_failed") from problem
    return done.stdout


@cache
def voice(path: str) -> str:
    """Return the best voice that the program at `path` has."""
    listed = _run([path, "--voices"]).decode("utf-8", errors="replace")
    spoken = {row.split()[1] for row in listed.splitlines() if len(row.split()) > 1}
    return next((name for name in _VOICES if name in spoken), _VOICES[-1])


def speak(text: str) -> bytes:
    """Return `text` spoken, as a WAV file.

    Raises UserError where no speech program is installed, it fails, or the text is too long.
    """
    path = program()
    if path is None:
        raise UserError("error.speech_missing")
    if len(text) > LONGEST:
        raise UserError("error.speech_long", limit=LONGEST)
    sound = _run([path, "-v", voice(path), "-b", "1", "--stdin", "--stdout"], text)
    if not sound.startswith(_WAV):
        raise UserError("error.speech_failed")
    return sound
