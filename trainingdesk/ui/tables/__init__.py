"""Table models and views over ordered ids and lazily fetched rows."""
