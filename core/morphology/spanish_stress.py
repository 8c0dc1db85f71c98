"""Where a Spanish word is stressed, and whether that is written.

Source: Ortografía de la lengua española (RAE and ASALE, 2010), chapter II.
"""

ACCENTED = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú"}
_BARE = str.maketrans({accented: plain for plain, accented in ACCENTED.items()})
_ACCENTS = frozenset(ACCENTED.values())
_STRONG = frozenset("aeoáéóíú")  # í and ú stand apart from a strong vowel beside them
_WEAK = frozenset("iuü")


def bare(word: str) -> str:
    """Return `word` without written accents; ü and ñ stay.

    >>> bare("averigüéis")
    'averigüeis'
    """
    return word.translate(_BARE)


def nuclei(word: str) -> list[list[int]]:
    """Return the positions of the vowels of each syllable of a word in lower case.

    >>> len(nuclei("construía")), len(nuclei("guion")), len(nuclei("quién"))
    (3, 1, 1)
    """
    groups: list[list[int]] = []
    for at in range(len(word)):
        if not _is_vowel(word, at):
            continue
        if groups and _one_syllable(word, groups[-1][-1], at):
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


def _is_vowel(word: str, at: int) -> bool:
    letter = word[at]
    if letter == "u" and at and word[at - 1] in "qg" and word[at + 1 : at + 2] in tuple("eiéí"):
        return False  # silent in que, gui
    if letter == "y":
        return at == len(word) - 1
    return letter in _STRONG or letter in _WEAK


def _one_syllable(word: str, first: int, second: int) -> bool:
    if word[first + 1 : second] not in ("", "h"):
        return False
    return not (word[first] in _STRONG and word[second] in _STRONG)


def stressed(word: str) -> int:
    """Return the position of the stressed vowel of a word in lower case; -1 without a vowel.

    >>> stressed("dámelo"), stressed("lavar"), stressed("hablan")
    (1, 3, 1)
    """
    for at, letter in enumerate(word):
        if letter in _ACCENTS:
            return at
    group = _unmarked(word)
    strong = [at for at in group if word[at] in _STRONG]
    return (strong or group or [-1])[-1]


def _unmarked(word: str) -> list[int]:
    """Return the syllable that is stressed where no accent is written."""
    groups = nuclei(word)
    last = word[-1:]
    if len(groups) > 1 and (last in _STRONG or last in _WEAK or last in ("n", "s")):
        return groups[-2]
    return groups[-1] if groups else []


def written(word: str, at: int) -> str:
    """Return `word` with the accent that stress on the vowel at `at` asks for.

    >>> written("damelo", 1), written("détenle", 3), written("reir", 2), written("vio", 2)
    ('dámelo', 'detenle', 'reír', 'vio')
    """
    plain = bare(word)
    if not 0 <= at < len(plain) or plain[at] not in ACCENTED:
        return plain
    if at in _unmarked(plain) and not _apart(plain, at):
        return plain
    if len(nuclei(plain)) == 1 and not _apart(plain, at):
        return plain
    return plain[:at] + ACCENTED[plain[at]] + plain[at + 1 :]


def _apart(plain: str, at: int) -> bool:
    """Return whether a stressed i or u stands beside a, e or o."""
    if plain[at] not in "iu":
        return False
    before = plain[:at].removesuffix("h")[-1:]
    after = plain[at + 1 :].removeprefix("h")[:1]
    return (before or "-") in "aeo" or (after or "-") in "aeo"


def accents(word: str) -> list[str]:
    """Return the spellings of a word with its accent left out or on another vowel.

    >>> accents("tenia")
    ['ténia', 'tenía', 'teniá']
    """
    plain = bare(word)
    found = [plain] if plain != word else []
    for at, letter in enumerate(plain):
        if letter in ACCENTED:
            found.append(plain[:at] + ACCENTED[letter] + plain[at + 1 :])
    return [one for one in found if one != word]


def respelled(word: str) -> str:
    """Return `word` with its accent where today's rules put it.

    >>> respelled("rió"), respelled("sonrio"), respelled("tenias")
    ('rio', 'sonrio', 'tenias')
    """
    return written(word, stressed(word))


def joined(host: str, *parts: str) -> str:
    """Return a stressed word with unstressed parts after it.

    >>> joined("da", "me", "lo"), joined("está", "te"), joined("lavar", "nos")
    ('dámelo', 'estate', 'lavarnos')
    """
    return written(host + "".join(parts), stressed(host))


def prefixed(prefix: str, form: str) -> str:
    """Return a stressed form with a prefix before it.

    >>> prefixed("de", "ten"), prefixed("re", "hice"), prefixed("pre", "vio")
    ('detén', 'rehíce', 'previó')
    """
    return written(prefix + form, len(prefix) + stressed(form))
