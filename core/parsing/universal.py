"""The word classes and relations of Universal Dependencies, version 2.

Source: https://universaldependencies.org/u/pos/ and /u/dep/
"""

CLASSES = frozenset(
    """ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X""".split()  # noqa: SIM905
)
RELATIONS = frozenset(
    """acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse
    dislocated expl fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis
    punct reparandum root vocative xcomp""".split()  # noqa: SIM905
)
# With a language's own addition, as our treebanks have them.
SUBTYPES = frozenset(
    """acl:relcl advcl:relcl advmod:neg aux:pass cc:preconj compound:prt compound:redup csubj:pass
    det:predet expl:pass expl:pv flat:foreign flat:name nmod:desc nmod:npmod nmod:poss nmod:tmod
    nmod:unmarked nsubj:outer nsubj:pass obl:agent obl:arg obl:npmod obl:tmod
    obl:unmarked""".split()  # noqa: SIM905
)


def is_relation(label: str) -> bool:
    """Return whether `label`, with or without a subtype, is a relation of Universal Dependencies.

    >>> is_relation("nsubj:pass"), is_relation("pobj")
    (True, False)
    """
    return label.partition(":")[0] in RELATIONS
