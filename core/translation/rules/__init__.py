"""Translation by rules: dictionary, grammar and generator, in both directions, with reasons."""

from core.translation.rules.choose import Choose, no_choice
from core.translation.rules.pieces import Step
from core.translation.rules.translate import explain, translate_rules

__all__ = ["Choose", "Step", "explain", "no_choice", "translate_rules"]
