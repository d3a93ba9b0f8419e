"""Five-year plans: how the base is split over units and years (P1.1-P1.4)."""
