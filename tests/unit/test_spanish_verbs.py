import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UserError
from core.morphology.spanish_verb_readings import PERSONS, paradigm
from core.morphology.spanish_verbs import (
    FINITE,
    VerbReading,
    attach,
    compound,
    conjugate,
    going_to,
    ordered,
    progressive,
    verb_readings,
)
from core.morphology.spanish_words import verbs

# yo, tú, él, nosotros, vosotros, ellos, as school grammars print them.
TABLES = {
    ("cantar", "pres"): "canto cantas canta cantamos cantáis cantan",
    ("cantar", "imperfect"): "cantaba cantabas cantaba cantábamos cantabais cantaban",
    ("cantar", "subj_past"): "cantara cantaras cantara cantáramos cantarais cantaran",
    ("comer", "preterite"): "comí comiste comió comimos comisteis comieron",
    ("vivir", "conditional"): "viviría vivirías viviría viviríamos viviríais vivirían",
    ("ser", "pres"): "soy eres es somos sois son",
    ("ser", "imperfect"): "era eras era éramos erais eran",
    ("ir", "preterite"): "fui fuiste fue fuimos fuisteis fueron",
    ("ir", "subj"): "vaya vayas vaya vayamos vayáis vayan",
    ("tener", "pres"): "tengo tienes tiene tenemos tenéis tienen",
    ("tener", "future"): "tendré tendrás tendrá tendremos tendréis tendrán",
    ("hacer", "preterite"): "hice hiciste hizo hicimos hicisteis hicieron",
    ("dormir", "preterite"): "dormí dormiste durmió dormimos dormisteis durmieron",
    ("dormir", "subj"): "duerma duermas duerma durmamos durmáis duerman",
    ("pedir", "pres"): "pido pides pide pedimos pedís piden",
    ("pedir", "subj_past"): "pidiera pidieras pidiera pidiéramos pidierais pidieran",
    ("conocer", "subj"): "conozca conozcas conozca conozcamos conozcáis conozcan",
    ("llegar", "preterite"): "llegué llegaste llegó llegamos llegasteis llegaron",
    ("buscar", "subj"): "busque busques busque busquemos busquéis busquen",
    ("oír", "pres"): "oigo oyes oye oímos oís oyen",
    ("oír", "preterite"): "oí oíste oyó oímos oísteis oyeron",
    ("caer", "preterite"): "caí caíste cayó caímos caísteis cayeron",
    ("reír", "pres"): "río ríes ríe reímos reís ríen",
    ("reír", "preterite"): "reí reíste rio reímos reísteis rieron",
    ("averiguar", "subj"): "averigüe averigües averigüe averigüemos averigüéis averigüen",
    ("jugar", "pres"): "juego juegas juega jugamos jugáis juegan",
    ("empezar", "subj"): "empiece empieces empiece empecemos empecéis empiecen",
    ("seguir", "pres"): "sigo sigues sigue seguimos seguís siguen",
    ("coger", "pres"): "cojo coges coge cogemos cogéis cogen",
    ("huir", "imperfect"): "huía huías huía huíamos huíais huían",
    ("leer", "preterite"): "leí leíste leyó leímos leísteis leyeron",
    ("construir", "pres"): "construyo construyes construye construimos construís construyen",
    ("traducir", "preterite"): "traduje tradujiste tradujo tradujimos tradujisteis tradujeron",
    ("enviar", "pres"): "envío envías envía enviamos enviáis envían",
    ("reunir", "pres"): "reúno reúnes reúne reunimos reunís reúnen",
    ("adquirir", "pres"): "adquiero adquieres adquiere adquirimos adquirís adquieren",
    ("oler", "pres"): "huelo hueles huele olemos oléis huelen",
    ("prever", "pres"): "preveo prevés prevé prevemos prevéis prevén",
    ("rehacer", "preterite"): "rehíce rehiciste rehízo rehicimos rehicisteis rehicieron",
    ("dar", "subj"): "dé des dé demos deis den",
    ("caber", "pres"): "quepo cabes cabe cabemos cabéis caben",
    ("andar", "preterite"): "anduve anduviste anduvo anduvimos anduvisteis anduvieron",
    ("discernir", "subj"): "discierna disciernas discierna discernamos discernáis disciernan",
    ("colgar", "subj"): "cuelgue cuelgues cuelgue colguemos colguéis cuelguen",
    ("lavarse", "pres"): "me lavo te lavas se lava nos lavamos os laváis se lavan",
}  # fmt: skip
PARTICIPLES = {
    "abrir": "abierto",
    "inscribir": "inscrito",
    "resolver": "resuelto",
    "componer": "compuesto",
    "prever": "previsto",
    "leer": "leído",
    "construir": "construido",
    "freír": "frito",
    "morir": "muerto",
}
GERUNDS = {"ir": "yendo", "poder": "pudiendo", "pedir": "pidiendo", "leer": "leyendo"}
MORE_GERUNDS = {"reír": "riendo", "teñir": "tiñendo", "dormir": "durmiendo", "oír": "oyendo"}
COMMANDS = {
    ("tener", 2, "sing"): "ten",
    ("detener", 2, "sing"): "detén",
    ("decir", 2, "sing"): "di",
    ("predecir", 2, "sing"): "predice",
    ("venir", 3, "sing"): "venga",
    ("ir", 1, "plur"): "vamos",
    ("irse", 1, "plur"): "vámonos",
    ("sentarse", 2, "plur"): "sentaos",
    ("sentarse", 3, "plur"): "siéntense",
    ("lavarse", 2, "sing"): "lávate",
    ("lavarse", 1, "plur"): "lavémonos",
}


@pytest.mark.parametrize(("verb", "tense"), TABLES)
def test_textbook_tables(verb, tense):
    made = " ".join(conjugate(verb, tense, person, number) for person, number in PERSONS)
    assert made == TABLES[verb, tense]


def test_participles_and_gerunds():
    assert {verb: conjugate(verb, "participle") for verb in PARTICIPLES} == PARTICIPLES
    gerunds = GERUNDS | MORE_GERUNDS
    assert {verb: conjugate(verb, "gerund") for verb in gerunds} == gerunds


@pytest.mark.parametrize(("verb", "person", "number"), COMMANDS)
def test_commands(verb, person, number):
    assert conjugate(verb, "imperative", person, number) == COMMANDS[verb, person, number]


def test_several_words():
    assert compound("ver", "imperfect", 1, "plur") == "habíamos visto"
    assert progressive("dormir", "pres", 3, "plur") == "están durmiendo"
    assert going_to("lavarse", "pres", 2) == "te vas a lavar"
    assert conjugate("lavarse", "infinitive", 1, "plur") == "lavarnos"


def test_pronouns_are_attached_in_order():
    assert attach("dando", "lo", "le") == "dándoselo"
    assert attach("compra", "me", "los") == "cómpramelos"
    assert attach("está", "te") == "estate"
    assert ordered("la", "nos") == ("nos", "la")


@pytest.mark.parametrize(
    ("form", "lemma", "tense", "clitics"),
    [
        ("dámelo", "dar", "imperative", ("me", "lo")),
        ("lavarnos", "lavar", "infinitive", ("nos",)),
        ("diciéndoselo", "decir", "gerund", ("se", "lo")),
        ("rendíos", "rendir", "imperative", ("os",)),
        ("deme", "dar", "imperative", ("me",)),
        ("hay", "haber", "pres", ()),
        ("tuviésemos", "tener", "subj_past", ()),
        ("vió", "ver", "preterite", ()),
        ("tenia", "tener", "imperfect", ()),
        ("abiertas", "abrir", "participle", ()),
        ("whatsapeando", "whatsapear", "gerund", ()),
    ],
)
def test_first_reading(form, lemma, tense, clitics):
    first = verb_readings(form)[0]
    assert (first.lemma, first.tense, first.clitics) == (lemma, tense, clitics)


def test_a_form_of_two_verbs_has_both():
    assert {reading.lemma for reading in verb_readings("fue")} == {"ser", "ir"}
    assert {reading.lemma for reading in verb_readings("creo")} == {"creer", "crear"}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(verbs())), st.sampled_from(FINITE), st.sampled_from(PERSONS))
def test_readings_undo_conjugation(verb, tense, slot):
    assert VerbReading(verb, tense, *slot) in verb_readings(conjugate(verb, tense, *slot))


def test_every_form_of_every_irregular_verb_is_read():
    for verb in ("ser", "haber", "detener", "reír", "argüir", "bendecir", "erguir", "asir"):
        for form, reading in paradigm(verb):
            assert reading in verb_readings(form), (verb, form)


@pytest.mark.parametrize("verb", ["", "casa", "ar", "12ar", "a" * 500, "se", "\x00ar"])
def test_what_is_no_infinitive_is_told(verb):
    with pytest.raises(UserError, match="spanish_infinitive"):
        conjugate(verb, "pres")


def test_wrong_person_and_tense_are_told():
    with pytest.raises(UserError, match="spanish_person"):
        conjugate("cantar", "pres", 4)
    with pytest.raises(UserError, match="spanish_tense"):
        conjugate("cantar", "imperative", 1, "sing")
    with pytest.raises(UserError, match="spanish_tense"):
        conjugate("cantar", "aorist", 1, "sing")


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text):
    for reading in verb_readings(text):
        assert reading.lemma.endswith(("ar", "er", "ir", "ír"))
