"""Địa chỉ máy khách: whose attempts to sign in are counted together."""

from ipaddress import ip_address

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
