"""Coverage and the numbers of the overview (P1.2, P1.4)."""
