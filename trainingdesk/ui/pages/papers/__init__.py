"""证书与报表: every paper by occasion, certificates and their register."""
