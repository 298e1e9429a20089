"""The value of Strict-Transport-Security, wherever it stands: in an answer or in a configuration."""


def max_age(value: str) -> int | None:
    """Seconds of a Strict-Transport-Security value (RFC 6797, section 6.1.1), or None when it names none."""
    for part in value.split(";"):
        key, _, number = part.strip().partition("=")
        digits = number.strip().strip('"')
        if key.strip().lower() == "max-age" and digits.isascii() and digits.isdecimal():
            return min(int(digits[:12]), 10**10)
    return None
