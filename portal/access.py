"""Quyền: who may call a view. Whose records it shows is the queryset's matter (`visible_to`)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from portal.models import Role, User

P = ParamSpec("P")


class OfficerRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


View = Callable[Concatenate[OfficerRequest, P], HttpResponseBase]


def role_required(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let only holders of one of these roles in; others get the 403 page. Sign-in is the middleware's."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: OfficerRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.roles = roles  # type: ignore[attr-defined]
        return guarded

    return decorate
