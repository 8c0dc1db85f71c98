"""Killkan, the treebank of Ecuadorian Kichwa, cleaned for training.

Sentences whose tree or words cannot be trusted are dropped and counted; slips of the keyboard whose
meaning is plain are mended and counted. Source: github.com/ctaguchi/killkan, CC BY 4.0.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.parsing.conllu import Sentence, Token, faults
from core.parsing.universal import CLASSES, is_relation

MENDED_UPOS = {"VEBR": "VERB", "CONJ": "CCONJ", "PUNCTADJ": "PUNCT", ",": "PUNCT"}
MENDED_RELATIONS = {
    "adj": "amod",
    "appod": "appos",
    "objk": "obj",
    "punt": "punct",
    "subj": "nsubj",
    "voactive": "vocative",
    "xomp": "xcomp",
}
MENDED_FEATS = {
    "Aspect=Progr": "Aspect=Prog",
    "Evidential=Dub": "Evident=Dub",
    "Focu=Addit": "Focus=Addit",
    "Gende=Fem": "Gender=Fem",
    "Gender-Fem": "Gender=Fem",
    "Gener=Masc": "Gender=Masc",
    "Info=Topic": "Info=Top",
    "Number[obj]=1": "Number[obj]=Sing|Person[obj]=1",
    "Number[obj:=1": "Number[obj]=Sing|Person[obj]=1",
    "Polairty=Neg": "Polarity=Neg",
    "PronType=Indef": "PronType=Ind",
    "Prontype=Tot": "PronType=Tot",
    "QuestType=OpenTense=Fut": "QuestType=Open|Tense=Fut",
    "Reflex=yes": "Reflex=Yes",
    "Swirtch=Same": "Switch=Same",
    "Tense=Pers": "Tense=Pres",
    "Tense=Pre": "Tense=Pres",
    "VerbFore=Fin": "VerbForm=Fin",
    "VerbForm=FIn": "VerbForm=Fin",
    "VerbForm=VNoun": "VerbForm=Vnoun",
    "VerbForm=Voun": "VerbForm=Vnoun",
    "Case=EquVerbForm=Vnoun": "Case=Equ|VerbForm=Vnoun",
    "Gender=FeNumber=Sing": "Gender=Fem|Number=Sing",
    "ePerson=1": "Person=1",
}
VALUES = {
    "Aspect": "Iter Prog Prosp",
    "Case": "Abl Acc Assoc Cau Dat Equ Gen Ins Loc Ter",
    "Degree": "Abs Aff Aug Cmp Dim",
    "Deixis": "Ven",
    "Emph": "Yes",
    "Evident": "Dub Infer Nfh",
    "Focus": "Addit Restr RestrAddit",
    "Gender": "Fem Masc",
    "Info": "Foc Top",
    "Mood": "Des Dub Imp Int Opt Prp",
    "Number": "Plur Sing",
    "NumType": "Card Ord Sets",
    "Person": "1 2 3",
    "Polarity": "Neg Pos",
    "Polite": "Form",
    "PronType": "Dem Ind Int Neg Prs Tot",
    "QuestType": "Open Polar",
    "Reflex": "Yes",
    "State": "Cont",
    "Switch": "Diff Same",
    "Tense": "Fut Past Pres",
    "VerbForm": "Conv Fin Inf NomAg Part Vnoun",
    "Voice": "Cau CauRcp CauRfl Rcp RcpCau Rfl RflRcp",
}
_LAYER = re.compile(r"\[(?:obj|stem1|stem2)\]$")


@dataclass(frozen=True)
class Cleaned:
    """Sentences to train on, and how many others were dropped or mended, by reason."""

    sentences: tuple[Sentence, ...]
    dropped: Counter[str]
    mended: Counter[str]


def is_feature(pair: str) -> bool:
    """Return whether `pair` is a feature that the treebank defines.

    >>> is_feature("Number[obj]=Sing"), is_feature("Case=Fem")
    (True, False)
    """
    name, _, value = pair.partition("=")
    return value in VALUES.get(_LAYER.sub("", name), "").split()


def mended_feats(feats: str) -> str:
    """Return the features in alphabetical order, typos mended, impossible ones left out.

    >>> mended_feats("VerbForm=FIn|Case=Fem|Person=3")
    'Person=3|VerbForm=Fin'
    """
    pairs = "|".join(MENDED_FEATS.get(pair, pair) for pair in feats.split("|")).split("|")
    return "|".join(sorted({pair for pair in pairs if is_feature(pair)}, key=str.lower)) or "_"


def _mended_word(word: Token) -> Token:
    upos, feats = word.upos, word.feats
    if "VerbForm=" in upos:  # the features slipped into the column of the class
        upos, feats = "VERB", upos
    return replace(
        word,
        form=word.form.strip(),
        lemma=word.lemma.strip() or "_",
        upos=MENDED_UPOS.get(upos, upos),
        feats=mended_feats(feats),
        deprel="root" if word.head == 0 else MENDED_RELATIONS.get(word.deprel, word.deprel),
    )


def mended(sentence: Sentence) -> Sentence:
    """Return the sentence with the slips in its words mended."""
    tokens = tuple(_mended_word(t) if t.is_word else t for t in sentence.tokens)
    return replace(sentence, tokens=tokens)


def reason_to_drop(sentence: Sentence) -> str | None:
    """Return what is wrong beyond mending, None when nothing is."""
    for fault in faults(sentence):
        return fault
    for word in sentence.words:
        if word.upos not in CLASSES:
            return "upos"
        if not is_relation(word.deprel):
            return "relation"
        if word.head and word.deprel == "root":
            return "second root"
        if " " in word.form:
            return "space in a word"
    return None


def respaced(sentence: Sentence) -> Sentence:
    """Return the sentence with the spaces of its text (`# sent`), where text and words agree."""
    text, at = sentence.comment("sent") or "", 0
    shown, tokens = set(map(id, sentence.surface)), []
    for token in sentence.tokens:
        if id(token) in shown:
            if not text.startswith(token.form, at):
                return sentence
            at += len(token.form)
            spaced = text[at : at + 1] == " " or at == len(text)
            at += text[at : at + 1] == " "
            others = [part for part in token.misc.split("|") if part not in ("_", "SpaceAfter=No")]
            token = replace(token, misc="|".join(others + ["SpaceAfter=No"] * (not spaced)) or "_")
        tokens.append(token)
    return replace(sentence, tokens=tuple(tokens))


def clean(sentences: Iterable[Sentence]) -> Cleaned:
    """Return the sentences that can be trained on."""
    kept, dropped, mending = [], Counter[str](), Counter[str]()
    for sentence in sentences:
        better = mended(sentence)
        if reason := reason_to_drop(better):
            dropped[reason] += 1
            continue
        mending["words"] += sum(
            (old.upos, old.deprel, set(old.feats.split("|")))
            != (new.upos, new.deprel, set(new.feats.split("|")))
            for old, new in zip(sentence.tokens, better.tokens, strict=True)
        )
        spaced = respaced(better)
        mending["spaces"] += spaced != better
        kept.append(spaced)
    return Cleaned(tuple(kept), dropped, mending)
