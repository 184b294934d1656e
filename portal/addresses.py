"""Địa chỉ máy khách: whose attempts to sign in are counted together."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The machine that asks; behind the office's proxy, which speaks https, the one that the proxy names.

    The proxy writes the last entry of `X-Forwarded-For`; what stands before it is the client's own word.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    if not settings.HTTPS:
        return direct
    try:
        return str(ip_address(request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()))
    except ValueError:
        return direct


def client_network(request: HttpRequest) -> str:
    """The machine, as far as it can be told from others: of IPv6 the network of 64 bits.

    Whoever has one such network, as every household has, may change the rest of the address at will.
    """
    address = client_address(request)
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 4 or known.ipv4_mapped is not None:
        return address
    return str(ip_network((int(known) >> 64 << 64, 64)))
