"""Leave out what Rasa does for each message and nobody reads.

It copies events, state and entities for lines of a log that is off (`bot.engine.supervisor` lets errors through alone),
and asks of the loaded domain each time whether it is empty by building an empty one beside it.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from rasa.core import processor
from rasa.core.policies import rule_policy
from rasa.shared.core.domain import Domain

_look = Domain.is_empty


def as_it_is(value: Any) -> Any:
    """Instead of a copy for the log: both modules copy for nothing else."""
    return value


def is_empty(domain: Domain) -> bool:
    """Whether a domain is empty; looked up once, a loaded domain does not change."""
    known = domain.__dict__
    if "_empty" not in known:
        known["_empty"] = _look(domain)
    return bool(known["_empty"])


def leave_out() -> None:
    """From now on this process does neither."""
    processor.copy = rule_policy.copy = SimpleNamespace(deepcopy=as_it_is)
    Domain.is_empty = is_empty
