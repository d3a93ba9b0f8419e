"""Roll calls by half-day: marks that are only ever appended, leave against one seventh (P5.3)."""
