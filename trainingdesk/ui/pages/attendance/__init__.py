"""The tab 考勤: the roll call at the door."""
