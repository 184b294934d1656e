"""Khóa sửa: who fills in a form about this dossier, seen again each minute, and the way to break in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from dossiers.models import Dossier, EditLock
from dossiers.process import edit_locks
from dossiers.views.handing import reached
from portal.access import OfficerRequest, role_required
from portal.models.user import WORKING_ROLES


def lock_of(request: OfficerRequest, dossier: Dossier) -> EditLock | None:
    """The form is open: held for who opened it, or somebody else's lock that they are told of."""
    if request.method == "POST":
        return edit_locks.other(dossier, by=request.user)
    return edit_locks.hold(dossier, by=request.user)


@role_required(*WORKING_ROLES)
@require_GET
def edit_lock(request: OfficerRequest, code: str) -> HttpResponse:
    """The part of an open form that says who edits; asking for it keeps the lock."""
    dossier = reached(request, code)
    context = {"dossier": dossier, "lock": edit_locks.hold(dossier, by=request.user)}
    return render(request, "dossiers/_edit_lock.html", context)


@role_required(*WORKING_ROLES)
@require_POST
def break_lock(request: OfficerRequest, code: str) -> HttpResponse:
    """Mở khóa của người khác."""
    dossier = reached(request, code)
    edit_locks.break_in(dossier, by=request.user)
    messages.success(request, f"Hồ sơ {dossier.code} giờ do bạn sửa; việc mở khóa đã ghi vào diễn biến.")
    return redirect(dossier)
