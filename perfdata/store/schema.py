"""The schema: numbered migrations, run under a lock so that two processes may start at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from perfdata.errors import BadConfiguration
from perfdata.store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

# Any number will do, as long as every process uses the same one.
MIGRATION_LOCK = 7_306_410


def ensure(database: Database) -> None:
    """Bring the schema up to the newest migration if it is not there yet; cheap when it is."""
    if current(database) != newest():
        migrate(database)


def migrate(database: Database) -> str:
    """Bring the schema up to the newest migration; returns its number. Safe to run at any time and twice at once."""
    # Imported here since a start that has nothing to migrate should not wait for it.
    from alembic import command

    with database.engine.connect() as connection:
        if database.is_sqlite:
            # The pragma does nothing inside a transaction; a table rebuilt with keys on would delete its children.
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        command.upgrade(configuration(connection), "head")
        if database.is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise BadConfiguration(
                f"The migration would leave {len(broken)} rows without their parents; nothing changed."
            )
        connection.commit()
        if database.is_sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.exec_driver_sql("BEGIN")
    return newest()


def current(database: Database) -> str | None:
    """The number of the migration that the database stands at; None for an empty one."""
    with database.reading() as session:
        connection = session.connection()
        if not inspect(connection).has_table("alembic_version"):
            return None
        number: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return number


def newest() -> str:
    """The number of the newest migration."""
    return max(path.name[:4] for path in (_folder() / "versions").glob("[0-9]*.py"))


def configuration(connection: Connection) -> Config:
    """Alembic's configuration, working on `connection`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_folder()))
    config.attributes["connection"] = connection
    return config


def _folder() -> Path:
    return Path(__file__).parent / "migrations"
