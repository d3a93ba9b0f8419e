"""SQLAlchemy on SQLite: tables, read models, the engine, audit and maintenance."""
