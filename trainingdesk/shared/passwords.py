"""Passwords: kept as scrypt hashes (RFC 7914), memory-hard, each with its own salt and cost."""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode

#: cost, block size and lanes of new hashes: 32 MiB a try (OWASP's figures for scrypt)
COST = (2**15, 8, 3)
#: characters a new password needs at least
MIN_PASSWORD = 8


def _derive(password: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    n, r, p = cost
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=256 * n * r, dklen=32)


def hash_password(password: str) -> str:
    """Return ``scrypt$n$r$p$salt$key`` for a new password."""
    salt = secrets.token_bytes(16)
    key = _derive(password, salt, COST)
    numbers = "$".join(map(str, COST))
    return f"scrypt${numbers}${b64encode(salt).decode()}${b64encode(key).decode()}"


def password_matches(password: str, stored: str) -> bool:
    """Return whether a password is the one that was hashed."""
    _name, n, r, p, salt, key = stored.split("$")
    derived = _derive(password, b64decode(salt), (int(n), int(r), int(p)))
    return hmac.compare_digest(derived, b64decode(key))
