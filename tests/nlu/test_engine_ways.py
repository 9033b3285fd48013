"""What we put in place of Rasa's own ways: a store that keeps nothing, a schema that is compiled once."""

from __future__ import annotations

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered

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
