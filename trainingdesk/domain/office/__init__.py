"""The office: users, rules, the log."""
