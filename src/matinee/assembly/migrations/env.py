"""Alembic's entry: runs the migrations on the connection that the runner holds."""

from alembic import context

from matinee.assembly.migrations.metadata import house_metadata, is_ours

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=list(house_metadata()),
    include_schemas=True,
    include_object=is_ours,
    compare_type=True,
    compare_server_default=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
