"""The table of varieties: cards on a phone; differences are named, not only coloured."""

from collections.abc import Sequence
from html import escape

from core.i18n.catalogue import Language, say
from core.kichwa.dialect_difference import Difference, differences, kind_of
from core.kichwa.dialects import VARIETIES, Concept, Form, Variety
from core.kichwa.sound import REGIONS, pronounce, sound

SOURCE = "https://github.com/lexibank/crossandean"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def render_rows(concepts: Sequence[Concept], language: Language) -> str:
    """Return the table, or that nothing was found."""
    if not concepts:
        return f'<p class="t-note" role="status">{escape(say("varieties.none", language))}</p>'
    names = {name: say(f"varieties.{name}", language) for name in VARIETIES}
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names.values())
    body = "".join(_row(one, names, language) for one in concepts)
    count = escape(say("varieties.count", language, count=len(concepts)))
    return (
        f'<p class="t-hint" role="status">{count}</p><div class="v-scroll"><table class="v-table">'
        f'<caption class="v-hidden">{escape(say("varieties.title", language))}</caption><thead><tr>'
        f'<th scope="col">{escape(say("varieties.meaning", language))}</th>'
        f'<th scope="col">{escape(say("varieties.unified", language))}</th>{heads}'
        f"</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(concept: Concept, names: dict[Variety, str], language: Language) -> str:
    standing = differences(concept)
    cells = "".join(
        f'<td class="v-{standing[name]}" data-column="{escape(names[name])}">'
        f"{_cell(concept.forms[name], standing[name], language)}</td>"
        for name in VARIETIES
    )
    meaning = concept.en if language == "en" else concept.es
    code = "en" if language == "en" else "es"
    ipa = escape(sound(concept.unified.strip("-")).ipa)
    told = escape(say(f"varieties.{kind_of(concept)}_kind", language))
    return (
        f'<tr><th scope="row" lang="{code}">{escape(meaning)}<small>{told}</small></th>'
        f'<td class="v-unified"><b lang="qu">{escape(concept.unified)}</b>'
        f'<span class="t-sound">[{ipa}]</span></td>{cells}</tr>'
    )


def _cell(forms: Sequence[Form], standing: Difference, language: Language) -> str:
    said = "".join(
        f'<span class="v-form"><b>{escape(form.respelling)}</b>'
        f' <span class="t-sound">[{escape(form.ipa)}]</span></span>'
        for form in forms
    )
    if standing == "same":
        return said
    return f"{said or '—'}<em>{escape(say(f'varieties.{standing}', language))}</em>"


def render_sounds(language: Language) -> str:
    """Return what is known of the sounds of each region."""
    notes = "".join(
        f"<li>{escape(say(pronounce('', region).notes[-1], language))}</li>" for region in REGIONS
    )
    draft = escape(say("sound.draft", language))
    return f'<ul class="v-notes">{notes}</ul><p class="t-note">{draft}</p>'


def render_credit(language: Language) -> str:
    """Return whose words these are, and on what terms."""
    parts = {
        "source": f'<a href="{SOURCE}" rel="noopener">crossandean (Lexibank)</a>',
        "licence": f'<a href="{LICENCE}" rel="noopener">CC BY 4.0</a>',
    }
    return f'<p class="t-note v-credit">{say("varieties.credit", language, **parts)}</p>'
