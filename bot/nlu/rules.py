"""Look for the rule of a message among those of its intent.

Rasa compares every rule with the talk, state by state, three times a message: with 270 of them that was a third of the
engine's processor time. A rule whose last state names an intent fits no message of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import State
from rasa.shared.nlu.constants import INTENT

Rules = dict[str, str]
_every_rule: Callable[[RulePolicy, Rules, list[State]], set[str]] = RulePolicy._get_possible_keys


def possible(policy: RulePolicy, rules: Rules, states: list[State]) -> set[str]:
    """The rules that fit the states, as Rasa finds them, looked for among those that can."""
    now = states[-1] if states else {}
    if not now.get(PREVIOUS_ACTION):  # a talk's beginning, of which Rasa compares less
        return _every_rule(policy, rules, states)
    known: dict[int, tuple[Rules, dict[Any, Rules]]] = policy.__dict__.setdefault("_by_intent", {})
    if id(rules) not in known:
        known[id(rules)] = rules, _by_intent(rules)  # the rules too: while they are kept no others have their id
    by_intent = known[id(rules)][1]
    said = (now.get(USER) or {}).get(INTENT)
    return _every_rule(policy, {**by_intent.get(None, {}), **by_intent.get(said, {})}, states)


def _by_intent(rules: Rules) -> dict[Any, Rules]:
    """The rules by the intent of their last state; under None those that name none."""
    found: dict[Any, Rules] = defaultdict(dict)
    for rule, action in rules.items():
        states = RulePolicy._rule_key_to_state(rule)
        intent = (states[-1].get(USER) or {}).get(INTENT) if states else None
        named = isinstance(intent, str) and intent not in ("", SHOULD_NOT_BE_SET)
        found[intent if named else None][rule] = action
    return dict(found)


def look_up_by_intent() -> None:
    """From now on the rules of this process are looked for so."""
    RulePolicy._get_possible_keys = possible
