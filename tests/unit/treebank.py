"""A treebank of our own for tests: small, valid, with ranges, an empty node and two documents."""

TREEBANK = """\
# newdoc id = one
# sent_id = one-1
# text = The dog doesn't bark.
1\tThe\tthe\tDET\tDT\tDefinite=Def|PronType=Art\t2\tdet\t_\t_
2\tdog\tdog\tNOUN\tNN\tNumber=Sing\t5\tnsubj\t_\t_
3-4\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdoes\tdo\tAUX\tVBZ\tMood=Ind\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\tPolarity=Neg\t5\tadvmod\t_\t_
5\tbark\tbark\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# sent_id = one-2
# text = El gato del rey.
1\tEl\tel\tDET\tDT\tPronType=Art\t2\tdet\t_\t_
2\tgato\tgato\tNOUN\tNN\tNumber=Sing\t0\troot\t_\t_
3-4\tdel\t_\t_\t_\t_\t_\t_\t_\t_
3\tde\tde\tADP\tIN\t_\t5\tcase\t_\t_
4\tel\tel\tDET\tDT\tPronType=Art\t5\tdet\t_\t_
5\trey\trey\tNOUN\tNN\tNumber=Sing\t2\tnmod\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newdoc id = two
# sent_id = two-1
# text = Ann sings and Bob, dances.
1\tAnn\tAnn\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\t_
2\tsings\tsing\tVERB\tVBZ\tMood=Ind\t0\troot\t_\t_
3\tand\tand\tCCONJ\tCC\t_\t6\tcc\t_\t_
4\tBob\tBob\tPROPN\tNNP\tNumber=Sing\t6\tnsubj\t_\tSpaceAfter=No
5\t,\t,\tPUNCT\t,\t_\t6\tpunct\t_\t_
5.1\tsurely\tsurely\tADV\tRB\t_\t_\t_\t6:advmod\t_
6\tdances\tdance\tVERB\tVBZ\tMood=Ind\t2\tconj\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""

TINY_RECIPE = """
name = "Tiny"
language = "en"
spacy_language = "en"
tag = "xpos"
width = 16
depth = 1
rows = [64, 32, 32, 16]
hidden = 16
min_action_freq = 1
min_tree_freq = 1
sentences_per_doc = 2
batch_words = [20, 40]
steps = 20
learning_rate = 0.01
warmup = 2
dropout = 0.1
seed = 0

[[train]]
file = "tiny.conllu"
name = "Tiny treebank"
licence = "CC0"

[[dev]]
file = "tiny.conllu"
name = "Tiny treebank"
licence = "CC0"
"""
