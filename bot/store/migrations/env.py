"""Alembic's door: run the migrations on the engine that `bot.store.database.migrate` hands over."""

from alembic import context

from bot.store.tables import metadata

engine = context.config.attributes["engine"]
with engine.begin() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
