"""Sentences and labels for every code, one module an area."""
