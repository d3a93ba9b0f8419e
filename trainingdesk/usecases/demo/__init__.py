"""The demo district: invented people, classes, fees and certificates of five years, from a fixed seed."""
