"""Storage: tables, migrations, the inbox, the outbox and the engine, on SQLite or PostgreSQL."""
