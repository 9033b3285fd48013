"""Call the action server over kept connections, and with the message alone.

Rasa opens a connection for each action and sends the message twice, as the latest one and among the events of the talk.
No action of ours looks at events: each message is read by itself (`bot.nlu.trackers`).
"""

from __future__ import annotations

from typing import Any

import aiohttp
from rasa.core.actions.action import RemoteAction
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

IDLE = 3.0
"""Seconds a connection is kept unused: the action server closes its end after five, and no request may meet that."""
_whole = RemoteAction._action_call_format
_new_session = EndpointConfig.session
_kept: dict[int, tuple[EndpointConfig, aiohttp.ClientSession]] = {}
"""By identity of the address: an address itself, so that it stays alive, and its session."""


def without_events(action: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """What an action is told."""
    told: dict[str, Any] = _whole(action, tracker, domain)
    told["tracker"]["events"] = []
    return told


class Lent:
    """A session that stays open for the next."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *_: object) -> None:
        """Nothing to close."""


def kept_session(address: EndpointConfig) -> Any:
    """The session of an address, lent; for one with a login, which has none here, a new one as Rasa makes it."""
    if address.basic_auth:
        return _new_session(address)
    if id(address) not in _kept or _kept[id(address)][1].closed:
        session = aiohttp.ClientSession(
            headers=address.headers,
            connector=aiohttp.TCPConnector(keepalive_timeout=IDLE),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
        )
        _kept[id(address)] = address, session
    return Lent(_kept[id(address)][1])


async def close() -> None:
    """Close what is kept, at the end of the process."""
    for _, session in _kept.values():
        await session.close()
    _kept.clear()


def call_briefly() -> None:
    """From now on the actions of this process are called so."""
    RemoteAction._action_call_format = without_events
    EndpointConfig.session = kept_session
