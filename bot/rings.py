"""How often Python looks for rings of dead objects: after 700 new ones by itself, which is several times a message.

Hardly any of ours are in rings, so nearly all is gone before it looks. In the bot it took half a millisecond of a
message, and a tenth of a second now and then, in which nobody was answered.
"""

from __future__ import annotations

import gc

YOUNG = 10_000
"""New objects after which it looks."""


def look_seldom() -> None:
    """Look among the young after YOUNG new objects; among the older ones as before."""
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])


def leave_still() -> None:
    """Never look again among what is there now: for a process that keeps until its end what it has loaded."""
    gc.collect()
    gc.freeze()
