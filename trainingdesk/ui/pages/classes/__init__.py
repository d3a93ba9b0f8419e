"""The tab 班次: classes from plan to close."""
