"""Our tables. Rasa's `events` stands in the same database and is Rasa's to create."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

screens = sa.Table(
    "screens",
    metadata,
    sa.Column("person", sa.String(64), primary_key=True),
    sa.Column("state", sa.JSON, nullable=False),
    sa.Column("updated", sa.Float, nullable=False),
)
"""One row a person: the list on screen, the page shown, the role. `person` is the hashed openid."""

kept = sa.Table(
    "kept",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("person", sa.String(64), nullable=False, index=True),
    sa.Column("question", sa.Text, nullable=True),
    sa.Column("reply", sa.JSON, nullable=True),
    sa.Column("created", sa.Float, nullable=False),
)
"""Questions the engine still owes an answer (`reply` empty), and answers not yet fetched. A question
is emptied as soon as it is answered, the row goes when the answer is delivered."""

rasa_events = sa.Table("events", sa.MetaData(), sa.Column("sender_id", sa.String(255)))
"""Rasa's tracker store, which Rasa makes itself; its `sender_id` holds our hashed person."""
