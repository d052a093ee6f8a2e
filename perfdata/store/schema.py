"""The schema: numbered migrations, run under a lock so that two processes may start at once."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from perfdata.errors import BadConfiguration
from perfdata.store.database import Database

# Any number will do, as long as every process uses the same one.
MIGRATION_LOCK = 7_306_410


def migrate(database: Database) -> str:
    """Bring the schema up to the newest migration; returns its number. Safe to run at any time and twice at once."""
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
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The number of the newest migration."""
    head = ScriptDirectory(str(_folder())).get_current_head()
    assert head is not None
    return head


def require_newest(database: Database) -> None:
    """Raise BadConfiguration, saying what to do, when the schema is not the one this program needs."""
    if (found := current(database)) != newest():
        raise BadConfiguration(
            f"The database is at version {found or 'none'} and this program needs {newest()}. "
            "Run `python bot.py migrate`."
        )


def configuration(connection: Connection) -> Config:
    """Alembic's configuration, working on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(_folder()))
    config.attributes["connection"] = connection
    return config


def _folder() -> Path:
    return Path(__file__).parent / "migrations"
