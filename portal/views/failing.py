"""Lỗi của hệ thống: what a page says when it could not be made."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error

_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")


@requires_csrf_token
def failed(request: HttpRequest) -> HttpResponse:
    """500; while the database restarts or is overrun 503: what was asked is right, only too early."""
    if not _is_away(sys.exc_info()[1]):
        return server_error(request)
    page = loader.get_template("503.html").render()
    return HttpResponse(page, status=503, headers={"Retry-After": "10"})


def _is_away(error: BaseException | None) -> bool:
    if isinstance(error, InterfaceError):
        return True
    # SQLite calls a missing table an operational error too; its code tells them apart.
    code = getattr(error.__cause__, "sqlite_errorname", _BUSY[0]) if error else ""
    return isinstance(error, OperationalError) and code.startswith(_BUSY)
