"""The roster's rules: names and their readings, rows of a file, who is whom."""
