"""系统: the office, its users, rules, backups and log."""
