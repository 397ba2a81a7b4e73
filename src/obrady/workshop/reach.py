"""Which hosts the internet does not reach."""

import ipaddress

AT_HOME = (".localhost", ".local", ".lan", ".internal", ".home.arpa", ".test")


def is_at_home(host: str) -> bool:
    """This computer, or a network that the internet does not reach."""
    try:
        number = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        name = host.lower().rstrip(".")
        return "." not in name or name.endswith(AT_HOME)
    if number.is_unspecified:
        return False
    return number.is_private or number.is_loopback or number.is_link_local
