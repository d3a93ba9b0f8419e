"""Files in and out: workbooks and packages."""
