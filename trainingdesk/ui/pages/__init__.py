"""One package or module a tab."""
