"""The certificate register: who gets one, numbers without gaps, void and reissue."""
