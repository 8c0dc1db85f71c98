"""Pronouns written at the end of Spanish verb forms: put there and taken off."""

from collections.abc import Iterator

from core.morphology.spanish_stress import bare, stressed, written

CLITICS = ("me", "te", "se", "nos", "os", "lo", "la", "le", "los", "las", "les")
_DIACRITIC = {"de": "dé", "se": "sé"}


def hosts(form: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what the form is without pronouns, and these; only where joining gives the form."""
    for last in CLITICS:
        stripped = form.removesuffix(last)
        if stripped == form or len(stripped) < 2:
            continue
        yield from _spelled_hosts(form, stripped, (last,))
        for first in CLITICS[:5]:
            shorter = stripped.removesuffix(first)
            if shorter != stripped and len(shorter) >= 2 and last not in CLITICS[2:3]:
                yield from _spelled_hosts(form, shorter, (first, last))


def _spelled_hosts(
    form: str, stripped: str, clitics: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    at = stressed(form)
    if not 0 <= at < len(stripped):
        return
    host = written(stripped, at)
    found = [host, stripped]
    if clitics[0] in ("nos", "se") and host.endswith("mo"):
        found.append(f"{bare(host)}s")
    elif clitics[0] == "os":
        found += [f"{bare(host)}d", f"{host}d"]
    found += [_DIACRITIC[host]] if host in _DIACRITIC else []
    yield from ((one, clitics) for one in dict.fromkeys(found) if attached(one, clitics) == form)


def attached(host: str, clitics: tuple[str, ...]) -> str:
    """Return a verb form with pronouns written at its end.

    >>> attached("vamos", ("nos",)), attached("sentad", ("os",)), attached("dé", ("me", "lo"))
    ('vámonos', 'sentaos', 'démelo')
    """
    if not clitics:
        return host
    at = stressed(host)
    loses_s = clitics[0] in ("nos", "se") and host.endswith("mos")
    loses_d = clitics[0] == "os" and host.endswith("d") and host != "id"
    return written((host[:-1] if loses_s or loses_d else host) + "".join(clitics), at)
