"""Thông báo: what the portal has told this officer, and whether it also writes letters."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from portal import audit
from portal import notices as told
from portal.access import OfficerRequest
from portal.models import Notice
from portal.paging import CappedPaginator

PAGE = 50


@require_GET
def notices(request: OfficerRequest) -> HttpResponse:
    """Thông báo của tôi, newest first."""
    mine = Notice.objects.filter(user=request.user)
    page = CappedPaginator(mine, PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/notices.html", {"page_obj": page})


@require_POST
def open_notice(request: OfficerRequest) -> HttpResponse:
    """Mở một thông báo: it is read, and leads where it says."""
    pk = request.POST.get("thong-bao", "")
    notice = told.read(request.user, int(pk)) if pk.isdecimal() else None
    return redirect(notice.url if notice is not None and notice.url else "portal:notices")


@require_POST
def read_all(request: OfficerRequest) -> HttpResponse:
    """Đánh dấu đã đọc hết."""
    if told.read_all(request.user):
        messages.success(request, "Đã đánh dấu đã đọc mọi thông báo.")
    return redirect("portal:notices")


@require_POST
def mail_wish(request: OfficerRequest) -> HttpResponse:
    """Nhận hoặc thôi nhận thư nhắc việc."""
    user = request.user
    user.wants_mail = request.POST.get("nhan-thu") == "co"
    user.save(update_fields=["wants_mail"])
    audit.record("user.mail_wish_set", by=user, target=user, unit=user.unit, wants_mail=user.wants_mail)
    said = "Sẽ gửi thư nhắc việc mỗi sáng có hồ sơ đến hạn." if user.wants_mail else "Thôi gửi thư nhắc việc."
    messages.success(request, said)
    return redirect("portal:notices")
