"""TrainingDesk (训务台): a district's five-year cadre training on one offline desk."""

__version__ = "0.1.0"
