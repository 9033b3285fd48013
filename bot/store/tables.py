"""Our tables. Rasa's `events` stands in the same database and is Rasa's to create.

`person` is the hashed openid everywhere. Every table that has such a column is emptied of a
person who asks for it; those in `ANONYMISED` lose the hash and keep the row; the others (`visits`, `mailings`, the
console's) know nobody whom we serve. A test goes over the schema. It is longer than our files are because it is read
as one: what is kept of a person must be found in a single place.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()


def _person(*, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column("person", sa.String(64), primary_key=primary_key, nullable=False, index=not primary_key)


people = sa.Table(
    "people",
    metadata,
    _person(primary_key=True),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("created", sa.Float, nullable=False),
)
"""Who may be written to: the openid, encrypted with a key that is not in the database."""

profiles = sa.Table(
    "profiles",
    metadata,
    _person(primary_key=True),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("updated", sa.Float, nullable=False),
)
"""What a person has told: role, the child's age, carer, place (`bot.people.profile`)."""

talks = sa.Table(
    "talks",
    metadata,
    _person(primary_key=True),
    sa.Column("state", sa.JSON, nullable=False),
    sa.Column("updated", sa.Float, nullable=False),
)
"""One row a person: the list on screen, the page shown, the flow under way (`bot.dialogue.talk`)."""

progress = sa.Table(
    "progress",
    metadata,
    _person(primary_key=True),
    sa.Column("lesson", sa.String(64), primary_key=True),
    sa.Column("opened", sa.Float, nullable=False),
)
"""Which lessons were opened, and when first."""

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    _person(),
    sa.Column("quiz", sa.String(64), nullable=False),
    sa.Column("answers", sa.JSON, nullable=False),
    sa.Column("right", sa.Integer, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("ended", sa.Float, nullable=False),
)
"""Quizzes that were ended, with the choices and the score."""

missed = sa.Table(
    "missed",
    metadata,
    _person(primary_key=True),
    sa.Column("quiz", sa.String(64), primary_key=True),
    sa.Column("question", sa.String(32), primary_key=True),
    sa.Column("step", sa.Integer, nullable=False),
    sa.Column("day", sa.Integer, nullable=False),
)
"""Questions answered wrongly, until they are learnt (`bot.people.spacing`)."""

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    _person(),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("intent", sa.String(64), nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("ranking", sa.JSON, nullable=False),
    sa.Column("picked", sa.String(64), nullable=True),
    sa.Column("created", sa.Float, nullable=False, index=True),
    sa.Column("state", sa.String(16), nullable=False, server_default="open", index=True),
    sa.Column("label", sa.String(64), nullable=True),
    sa.Column("note", sa.String(200), nullable=True),
    sa.Column("handled_by", sa.String(32), nullable=True),
    sa.Column("handled", sa.Float, nullable=True),
)
"""Unsure messages for review, personal data masked; `picked` is what the person chose from our suggestions, the
last five columns what became of it in the console (`bot.store.reviews`)."""

kept = sa.Table(
    "kept",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    _person(),
    sa.Column("question", sa.Text, nullable=True),
    sa.Column("reply", sa.JSON, nullable=True),
    sa.Column("created", sa.Float, nullable=False),
    sa.Column("unheard", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("push", sa.String(32), nullable=True),
    sa.Index("ux_kept_push", "push", unique=True),
)
"""Questions the engine still owes an answer (`reply` empty), and answers not yet fetched. A question
is emptied as soon as it is answered, the row goes when the answer is delivered. `unheard`: it was kept in a crowd,
before the detector had read it and before it was written into the conversation. `push` names what it came by: WeChat
sends again what a bot that was killed had kept but not answered."""

due = sa.Table(
    "due",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    _person(),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("done", sa.Float, nullable=True),
)
"""What is to be brought up from a moment on (`bot.dialogue.due`); `done` is when it was asked or came to nothing."""

duties = sa.Table(
    "duties",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("person", sa.String(64), nullable=True, index=True),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("origin", sa.String(16), nullable=False),
    sa.Column("role", sa.String(32), nullable=True),
    sa.Column("place", sa.String(64), nullable=True),
    sa.Column("first", sa.Float, nullable=False),
    sa.Column("last", sa.Float, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("note", sa.Text, nullable=True),
    sa.Column("owner", sa.String(64), nullable=True),
    sa.Column("passed_to", sa.String(100), nullable=True),
    sa.Column("changed", sa.Float, nullable=False),
)
"""Disclosures that need somebody now, for the administrator: no words, a city at the closest."""

phones = sa.Table(
    "phones",
    metadata,
    _person(primary_key=True),
    sa.Column("since", sa.Float, nullable=False),
)
"""Who has opened a page of ours with their own link: from then on another phone is asked first."""

visits = sa.Table(
    "visits",
    metadata,
    sa.Column("day", sa.String(10), primary_key=True, nullable=False),
    sa.Column("page", sa.String(64), primary_key=True, nullable=False),
    sa.Column("source", sa.String(24), primary_key=True, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
)
"""How often a link with a source was followed, by day and page; of nobody."""

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    _person(),
    sa.Column("key", sa.String(64), nullable=False, unique=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("until", sa.Float, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("claim", sa.String(32), nullable=True, index=True),
    sa.Column("lease", sa.Float, nullable=True),
    sa.Column("reason", sa.String(64), nullable=True),
    sa.Column("changed", sa.Float, nullable=False),
    sa.Index("ix_outbox_next", "state", "at", "id"),
)
"""What leaves outside the passive reply: our words to one person, emptied once they have arrived."""

windows = sa.Table(
    "windows",
    metadata,
    _person(primary_key=True),
    sa.Column("trigger", sa.String(16), primary_key=True),
    sa.Column("opened", sa.Float, nullable=False),
    sa.Column("left", sa.Integer, nullable=False),
)
"""What a person did that lets us write first, when, and how many messages it still allows."""

grants = sa.Table(
    "grants",
    metadata,
    _person(primary_key=True),
    sa.Column("template", sa.String(64), primary_key=True),
    sa.Column("left", sa.Integer, nullable=False),
)
"""Subscription notifications a person has agreed to and not yet had."""

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("person", sa.String(64), nullable=True, index=True),
    sa.Column("scene", sa.String(64), nullable=False),
    sa.Column("how", sa.String(16), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)
"""By which QR code somebody came (`follow`) or came back (`scan`)."""

mailings = sa.Table(
    "mailings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("lesson", sa.String(64), nullable=False),
    sa.Column("audience", sa.String(32), nullable=False),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("draft", sa.String(128), nullable=True),
    sa.Column("msg_id", sa.String(64), nullable=True),
    sa.Column("reached", sa.Integer, nullable=True),
    sa.Column("claim", sa.String(32), nullable=True),
    sa.Column("lease", sa.Float, nullable=True),
    sa.Column("reason", sa.String(64), nullable=True),
    sa.Column("changed", sa.Float, nullable=False),
)
"""The weekly lesson: which, to whom, when, and what became of it. Of no person."""

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    _person(),
    sa.Column("began", sa.Float, nullable=False),
    sa.Column("last", sa.Float, nullable=False, index=True),
    sa.Column("role", sa.String(32), nullable=True),
    sa.Column("kinds", sa.Text, nullable=False),
    sa.Column("topics", sa.Text, nullable=False),
    sa.Column("tags", sa.Text, nullable=False),
    sa.Column("reviewed", sa.Float, nullable=True),
    sa.Column("reviewed_by", sa.String(32), nullable=True),
    sa.Column("note", sa.Text, nullable=True),
)
"""What one person and the bot said without a long pause; `kinds`, `topics` and `tags` stand as |one|two|."""

lines = sa.Table(
    "lines",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    _person(),
    sa.Column("conversation", sa.Integer, nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("day", sa.Integer, nullable=False, index=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("said", sa.Text, nullable=True),
    sa.Column("shown", sa.Text, nullable=True),
    sa.Column("how", sa.String(16), nullable=False),
    sa.Column("intent", sa.String(64), nullable=True),
    sa.Column("page", sa.String(64), nullable=True),
    sa.Column("section", sa.String(64), nullable=True),
    sa.Column("disclosure", sa.String(64), nullable=True),
    sa.Column("ms", sa.Integer, nullable=True),
    sa.Column("by", sa.String(32), nullable=True),
)
"""One message and its answer, both masked (`bot.store.conversations`). The words go before the row does: what is left
is counted. `day` is the day in China since 1970, `by` the officer who wrote or who had taken over."""

handovers = sa.Table(
    "handovers",
    metadata,
    _person(primary_key=True),
    sa.Column("officer", sa.String(32), nullable=False),
    sa.Column("began", sa.Float, nullable=False),
    sa.Column("last", sa.Float, nullable=False),
)
"""With whom a human speaks now; `last` is the officer's last word."""

desk = sa.Table(
    "desk",
    metadata,
    sa.Column("key", sa.String(32), primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
)
"""How the officers work: staffed hours, canned answers, hours until a reminder. Of nobody."""

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(32), nullable=False, unique=True, index=True),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("source", sa.String(64), nullable=True),
    sa.Column("created", sa.Float, nullable=False),
    sa.Column("disabled", sa.Float, nullable=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("locked_until", sa.Float, nullable=False),
)
"""Who may use the console; `password` is an Argon2 hash, `source` the QR code whose figures a manager may see."""

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("account", sa.Integer, nullable=False, index=True),
    sa.Column("csrf", sa.String(64), nullable=False),
    sa.Column("created", sa.Float, nullable=False),
    sa.Column("seen", sa.Float, nullable=False),
)
"""Who is signed in; `key` is the SHA-256 of the cookie, so that the table alone opens no session."""

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("who", sa.String(32), nullable=False),
    sa.Column("action", sa.String(32), nullable=False, index=True),
    sa.Column("object", sa.String(128), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)
"""Every change in the console, and every look at what is delicate. Only ever added to; no person's words."""

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("author", sa.String(32), nullable=False),
    sa.Column("old_intent", sa.String(64), nullable=True),
    sa.Column("old_text", sa.Text, nullable=True),
    sa.Column("new_intent", sa.String(64), nullable=True),
    sa.Column("new_text", sa.Text, nullable=True),
    sa.Column("source", sa.String(16), nullable=False),
    sa.Column("exported", sa.Float, nullable=True, index=True),
)
"""Changes of the training sentences: from nothing or a sentence to a sentence or nothing. Those not yet
`exported` count on top of data/nlu; the rest stand in the files already."""

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("file", sa.String(96), nullable=False, index=True),
    sa.Column("base", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("edits", sa.Integer, nullable=False),
    sa.Column("changed", sa.Float, nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("note", sa.String(300), nullable=False),
    sa.Column("reviewer", sa.String(32), nullable=True),
    sa.Column("due", sa.Float, nullable=True),
    sa.Column("published", sa.Float, nullable=True),
    sa.Column("exported", sa.Float, nullable=True),
    sa.Index(
        "ux_drafts_under_way",
        "file",
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'review', 'waiting')"),
        postgresql_where=sa.text("state IN ('draft', 'review', 'waiting')"),
    ),
)
"""Texts of files of data/ written in the console, from draft to publication (`bot.store.drafts`). What is published and
not yet `exported` counts instead of the file; of no person."""


ANONYMISED = frozenset({duties, sources})
"""What an organisation has to do about a child in danger does not end when the person deletes their data; and how
many came by a poster is counted without them."""
rasa_events = sa.Table(
    "events", sa.MetaData(), sa.Column("sender_id", sa.String(255)), sa.Column("timestamp", sa.Float)
)
"""Rasa's tracker store, which Rasa makes itself; its `sender_id` holds our hashed person."""
