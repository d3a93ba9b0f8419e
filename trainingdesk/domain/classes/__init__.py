"""Classes: their dates, half-days, enrolments, steps, and who has completed one (P5.3)."""
