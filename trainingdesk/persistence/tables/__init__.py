"""Mapped classes, one module an area; plain records without rules."""
