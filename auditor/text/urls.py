"""Parts of addresses of the web; nothing is looked up."""

from urllib.parse import urlsplit


def host_in(address: str) -> str:
    """The host of an address in lower case, without port, name and password; empty where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def scheme_of(address: str) -> str:
    """The way of an address, as `http` or `file`; empty where it has none or is no address."""
    try:
        return urlsplit(address).scheme
    except ValueError:
        return ""
