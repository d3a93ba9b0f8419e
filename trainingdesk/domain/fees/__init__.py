"""Fee requests, their approval, and the ledger of the dedicated account."""
