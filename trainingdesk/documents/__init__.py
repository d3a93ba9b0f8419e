"""Papers drawn from data: PDF, workbook and screen rows."""
