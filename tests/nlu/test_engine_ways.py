"""What we put in place of Rasa's own ways: a store that keeps nothing, a schema that is compiled once, rules by intent,
components in a row, kept connections. Each answers what Rasa's own answers."""

from __future__ import annotations

import itertools
import json
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.nlu import action_calls, graph, rules, unread
from bot.nlu.action_results import check
from bot.nlu.trackers import NoMemory


async def test_every_message_is_a_session_of_its_own() -> None:
    store = NoMemory(Domain.empty(), host=None)
    tracker = await store.get_or_create_tracker("p", append_action_listen=False)
    assert tracker.latest_action_name == "action_listen"
    assert tracker.applied_events(), "Rasa would otherwise run the action that begins a session"
    tracker.update(UserUttered("我的秘密"))
    await store.save(tracker)
    again = await store.retrieve("p")
    assert again.latest_message is None or again.latest_message.text is None
    assert list(await store.keys()) == []


@pytest.mark.parametrize(
    ("result", "good"),
    [
        ({"events": [], "responses": [{"text": "好"}]}, True),
        ({"events": [{"event": "slot", "name": "a", "value": 1}], "responses": []}, True),
        ({}, True),
        ({"events": [], "responses": ["好"]}, False),
        ({"events": "none"}, False),
        ({"events": [{"name": "a"}]}, False),
    ],
)
def test_the_compiled_schema_says_what_rasas_says(result: dict[str, object], good: bool) -> None:
    action = RemoteAction("action_topic", None)
    ways = (
        lambda: check(action, result),
        lambda: jsonschema.validate(result, RemoteAction.action_response_format_spec()),
    )
    for way in ways:
        if good:
            way()
        else:
            with pytest.raises(jsonschema.ValidationError):
                way()


RASAS_RULES, RASAS_RUN = rules._every_rule, DaskGraphRunner.run
LISTENS, ACTS = {"action_name": "action_listen"}, {"action_name": "action_topic"}


def states_of(intent: str | None, *more: dict[str, Any]) -> list[dict[str, Any]]:
    """A rule's, or a talk's: something was said and perhaps done."""
    user = {"user": {"intent": intent}} if intent is not None else {}
    return [{}, {"prev_action": LISTENS, **user}, *more]


def test_rules_by_intent_are_the_rules_that_rasa_finds() -> None:
    done = [{"prev_action": ACTS, "user": {"intent": name}} for name in ("phone", "sleep")]
    kept = [*(states_of(name) for name in ("phone", "sleep", "", "should_not_be_set", None)),
            states_of("phone", done[0]), states_of("sleep", done[1]), states_of(None, {"prev_action": ACTS}),
            [{"prev_action": LISTENS, "user": {"intent": "phone"}, "slots": {"role": [1.0]}}], [{}], [],
            [{"user": {"intent": "phone"}}]]  # fmt: skip
    table = {json.dumps(rule): f"action_{i}" for i, rule in enumerate(kept)}
    policy = RulePolicy.__new__(RulePolicy)
    said = {"prev_action": LISTENS, "user": {"text": "孩子总玩手机"}}
    talks = [*kept, *(states_of(name, d) for name, d in itertools.product(("phone", "sleep", "other", None), done)),
             [{}, said], [said], states_of("other"),
             [{"prev_action": LISTENS, "user": {"intent": "phone"}, "slots": {"role": (1.0,)}}]]  # fmt: skip
    for talk in talks:
        assert rules.possible(policy, table, talk) == RASAS_RULES(policy, table, talk), talk
    other = {json.dumps(states_of("phone")): "action_listen"}
    assert rules.possible(policy, other, states_of("phone")) == set(other), "each set of rules has its own index"


class Adds(GraphComponent):
    """Adds a word to what it is given."""

    def __init__(self, word: str) -> None:
        self._word = word

    @classmethod
    def create(cls, config: dict[str, Any], *_: object, **__: object) -> Adds:
        return cls(config["word"])

    def add(self, words: list[str]) -> list[str]:
        """All the words."""
        if "bad" in words:
            raise RuntimeError
        return [*words, self._word]


def node(needs: str, word: str) -> SchemaNode:
    return SchemaNode({"words": needs}, Adds, "create", "add", {"word": word}, eager=True)


def test_components_in_a_row_give_what_dask_gives() -> None:
    schema = GraphSchema({"c": node("b", "three"), "b": node("a", "two"), "a": node("in", "one"), "d": node("a", "no")})
    schema.nodes["c"].is_target = True
    runner = DaskGraphRunner(schema, SimpleNamespace(), ExecutionContext(schema))  # type: ignore[arg-type]
    for targets in (["c"], ["b"], ["d", "c"], None, ["c"]):
        for words in ([], ["zero"]):
            assert graph.run(runner, {"in": words}, targets) == RASAS_RUN(runner, {"in": words}, targets)
    with pytest.raises(Exception, match="Error running graph component") as ours:
        graph.run(runner, {"in": ["bad"]}, ["c"])
    with pytest.raises(type(ours.value), match="Error running graph component"):
        RASAS_RUN(runner, {"in": ["bad"]}, ["c"])
    assert not isinstance(ours.value, GraphRunError)


async def test_a_session_is_kept_for_the_next_action_until_the_end() -> None:
    address, other = EndpointConfig("http://127.0.0.1:1"), EndpointConfig("http://127.0.0.1:1")
    async with action_calls.kept_session(address) as first:
        pass
    async with action_calls.kept_session(address) as second, action_calls.kept_session(other) as third:
        assert first is second
        assert third is not first
    assert not first.closed
    await action_calls.close()
    assert first.closed
    async with action_calls.kept_session(address) as fourth:
        assert not fourth.closed
    await action_calls.close()


def test_an_action_is_told_the_message_and_no_events() -> None:
    tracker = DialogueStateTracker.from_events("p", [UserUttered("孩子总玩手机", {"name": "phone", "confidence": 1.0})])
    action = RemoteAction("action_topic", EndpointConfig("http://x", enable_selective_domain=True))
    told = action_calls.without_events(action, tracker, Domain.empty())
    whole = action_calls._whole(action, tracker, Domain.empty())
    assert whole["tracker"]["events"]
    assert told == {**whole, "tracker": {**whole["tracker"], "events": []}}


def test_a_domain_is_asked_once_whether_it_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Domain] = []
    look = unread._look
    monkeypatch.setattr(unread, "_look", lambda domain: asked.append(domain) or look(domain))
    empty, other = Domain.empty(), Domain.from_dict({"intents": ["phone"]})
    assert [unread.is_empty(domain) for domain in (empty, other, empty, other)] == [True, False, True, False]
    assert asked == [empty, other]
