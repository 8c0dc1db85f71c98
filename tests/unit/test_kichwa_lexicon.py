import csv
import json

import pytest

from core.config import settings
from core.errors import UserError
from core.kichwa.lexicon import CLASSES, COLUMNS, PATH, Lexicon, is_unified, lexicon, read_lexicon
from core.kichwa.lexicon_sources import with_sources
from core.kichwa.suggest import suggest

# Words that every first textbook of Kichwa has, checked by hand.
TEXTBOOK = """
yaku agua / wasi casa / inti sol / killa luna / allpa tierra / nina fuego / wayra viento
tamya lluvia / urku cerro / mayu río / rumi piedra / sacha bosque / yura árbol / sisa flor
sara maíz / papa papa / allku perro / misi gato / wakra vaca / kuchi chancho / atallpa gallina
pishku pájaro / challwa pez / runa persona / warmi mujer / kari hombre / wawa niño / churi hijo
ushi hija / mama madre / tayta padre / mashi amigo / ayllu familia / yachachik maestro
yachakuk estudiante / kamu libro / panka papel / shuti nombre / shimi palabra / llakta pueblo
ñan camino / punku puerta / kullki dinero / tanta pan / uma cabeza / ñawi ojo / maki mano
chaki pie / shunku corazón / yawar sangre / puncha día / tuta noche / wata año / hatun grande
uchilla pequeño / mushuk nuevo / ruku viejo / sumak hermoso / alli bueno / puka rojo
yana negro / yurak blanco / killu amarillo / waylla verde / ankas azul / miku comer / upya beber
puri caminar / kallpa correr / puñu dormir / rima hablar / uya oír / riku ver / killka escribir
killkakati leer / yachachi enseñar / ranti comprar / katu vender / tarpu sembrar
llamka trabajar / yanapa ayudar / shuya esperar / maska buscar / tari encontrar / waka llorar
shamu venir / ri ir / tiya haber / chari tener / muna querer / usha poder / yacha saber / ku dar
ñuka yo / kan tú / pay él / ñukanchik nosotros / kay este / chay ese / ima qué / pi quién
mana no / shuk uno / ishkay dos / kimsa tres / chusku cuatro / pichka cinco / chunka diez
kunan ahora / kaya mañana
"""
PAIRS = [
    tuple(pair.split(" ", 1)) for pair in TEXTBOOK.replace("\n", " / ").split(" / ") if pair.strip()
]


@pytest.mark.parametrize(("kichwa", "spanish"), PAIRS)
def test_textbook_words_both_ways(kichwa: str, spanish: str) -> None:
    assert spanish in [sense for entry in lexicon().of(kichwa) for sense in entry.senses[:2]]
    assert kichwa in [entry.lemma for entry in lexicon().from_spanish(spanish)[:2]]


@pytest.mark.parametrize(
    ("spanish", "pos", "kichwa"),
    [
        ("perro", None, "allku"),
        ("no", "PART", "mana"),
        ("decir", "VERB", "ni"),
        ("preocupar", "VERB", "llakiya"),  # the entry says "preocuparse"
        ("caminarse", "VERB", "puri"),
        ("embarazado", "ADJ", "chichu"),  # the entry says "embarazada"
        ("río", "NOUN", "mayu"),
        ("señor", "NOUN", "tayta"),
        ("gracias", "INTJ", "yupaychani"),
        ("después", "ADV", "kipa"),
        ("banco", "NOUN", "kullki wasi"),
        ("lunes", "NOUN", "awaki"),
        ("domingo", "NOUN", "inti"),
        ("diciembre", "NOUN", "kapak"),
    ],
)
def test_the_best_translation_comes_first(spanish: str, pos: str | None, kichwa: str) -> None:
    assert lexicon().from_spanish(spanish, pos)[0].lemma == kichwa


def test_it_is_large_enough_and_small_enough() -> None:
    words = lexicon()
    assert len({entry.lemma for entry in words.entries}) >= 2500
    assert PATH.stat().st_size <= 350_000
    assert {entry.pos for entry in words.entries} <= CLASSES
    assert all(is_unified(entry.lemma) for entry in words.entries)
    assert {entry.review for entry in words.entries} == {"borrador"}


def test_senses_are_clean() -> None:
    senses = {sense for entry in lexicon().entries for sense in entry.senses}
    assert not [sense for sense in senses if set(sense) & set("()[]{}<>*¿?¡!.:0123456789")]
    verbs = [entry for entry in lexicon().entries if entry.pos == "VERB"]
    first = {sense.split()[0] for entry in verbs for sense in entry.senses[:1]}
    assert not [word for word in first - {"no"} if not word.removesuffix("se").endswith("r")]


def test_verbs_are_stems_and_cited_as_infinitives() -> None:
    (walk,) = lexicon().of("puri", "VERB")
    assert walk.citation == "purina"
    assert lexicon().of("wasi")[0].citation == "wasi"


def test_stems_are_single_words() -> None:
    words = lexicon()
    assert "puri" in words.stems("VERB")
    assert "puri" not in words.stems("PRON")
    assert not [stem for stem in words.stems() if " " in stem]
    assert "yachana wasi" in words


@pytest.mark.parametrize(
    ("typed", "head", "language"),
    [
        ("arbol", "árbol", "es"),
        ("nan", "ñan", "qu"),
        ("wassi", "wasi", "qu"),
        ("puri", "purina", "qu"),
        ("purrina", "purina", "qu"),
        ("comprr", "comprar", "es"),
        ("YAKU", "yaku", "qu"),
    ],
)
def test_suggestions_forgive_accents_and_slips(typed: str, head: str, language: str) -> None:
    found = suggest(typed)
    assert (head, language) in [(near.head, near.language) for near in found[:4]]
    assert [near.likeness for near in found] == sorted(
        (near.likeness for near in found), reverse=True
    )


def test_suggestions_begin_as_typed() -> None:
    heads = [near.head for near in suggest("yachan", limit=5)]
    assert len(heads) == 5
    assert all(head.startswith("yacha") for head in heads)


@pytest.mark.parametrize("typed", ["", "   ", "\0", "x" * 100_000])
def test_nothing_is_near_to_nonsense(typed: str) -> None:
    assert suggest(typed) == ()


ROW = ["yaku", "NOUN", "agua; líquido", "90; 20", "", "own", "borrador"]


def table(folder, *rows, columns=COLUMNS):
    path = folder / "lexicon.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return path


def read_fault(path) -> UserError:
    with pytest.raises(UserError) as fault:
        read_lexicon(path)
    return fault.value


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("lemma", "huasi"),
        ("lemma", "Casa"),
        ("pos", "SUBST"),
        ("es", ""),
        ("es", "agua;líquido; "),
        ("es", "agua; agua"),
        ("weights", "90"),
        ("weights", "90; 0"),
        ("weights", "90; mucho"),
        ("source", ""),
        ("review", ""),
    ],
)
def test_a_broken_row_is_named_by_line_and_column(tmp_path, column: str, value: str) -> None:
    other = ["wasi", *ROW[1:]]
    other[COLUMNS.index(column)] = value
    fault = read_fault(table(tmp_path, ROW, other))
    assert (fault.key, fault.values["line"]) == ("error.lexicon_row", 3)
    assert fault.values["column"] in (column, "weights" if column == "es" else column)


def test_a_repeated_row_short_row_and_foreign_table(tmp_path) -> None:
    assert read_fault(table(tmp_path, ROW, ROW)).values["line"] == 3
    assert read_fault(table(tmp_path, ROW[:2])).key == "error.lexicon_row"
    assert read_fault(table(tmp_path, [*ROW, "more"])).key == "error.lexicon_row"
    assert read_fault(table(tmp_path, columns=("a", "b"))).key == "error.lexicon_columns"
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00\xd8")
    assert read_fault(tmp_path / "bytes.csv").key == "error.lexicon_unreadable"
    assert read_fault(tmp_path / "missing.csv").key == "error.lexicon_unreadable"


def test_a_spreadsheet_may_save_it_with_a_byte_order_mark(tmp_path) -> None:
    path = table(tmp_path, ROW)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    words = read_lexicon(path)
    assert isinstance(words, Lexicon)
    assert words.entries[0].senses == ("agua", "líquido")


def test_dictionaries_of_the_user_add_marked_senses(tmp_path) -> None:
    words = {"yaku": "agua, rocío de prueba", "shampika": "palabra inventada"}
    articles = {head: f"[{head}] s. {senses}." for head, senses in words.items()}
    (tmp_path / "mine.json").write_text(json.dumps(articles), encoding="utf-8")
    (tmp_path / "other.json").write_text("[1, 2]", encoding="utf-8")
    found = with_sources(tmp_path)
    (water,) = found.of("yaku", "NOUN")
    assert water.senses[0] == "agua"
    assert water.senses[-1] == "rocío de prueba"
    assert water.source.endswith("+mine")
    (new,) = found.of("shampika")
    assert new.source == "mine"
    assert lexicon().of("shampika") == ()


def test_killkan_is_covered() -> None:
    if not settings().sources:
        pytest.skip("RIMANA_SOURCES is not set: killkan is not here")
    from training.kichwa_association import treebank_uses
    from training.parallel import TRAIN

    uses = treebank_uses(TRAIN)
    have = sum(count for (lemma, _), count in uses.items() if lemma in lexicon())
    assert have / uses.total() >= 0.97
