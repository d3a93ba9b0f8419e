"""经费: requests with their trail, and the ledger of the dedicated account."""
