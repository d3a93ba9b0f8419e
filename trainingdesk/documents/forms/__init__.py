"""Papers that are drawn: the approval form and the certificate."""
