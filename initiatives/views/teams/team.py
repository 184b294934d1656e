"""Một tổ: its page, setting it up, ending it, what follows it, its address for phones."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from initiatives.forms.teams import EndForm, FollowForm, Plain, TeamForm, initial_of
from initiatives.models import CommunityTeam
from initiatives.models.team import KEEPERS, LOGGERS
from initiatives.teams import duty, founding, links, places, succession
from portal import barcodes
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import User
from portal.models.user import FIGURE_ROLES

PAGE = 50
_NAMES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}


@role_required(*FIGURE_ROLES)
@require_GET
def team(request: OfficerRequest, pk: int) -> HttpResponse:
    """Members, trainings, duty sessions, history; the phone address for those who keep the team."""
    user, today = request.user, timezone.localdate()
    found = get_object_or_404(
        CommunityTeam.objects.visible_to(user).select_related("unit", "predecessor"), pk=pk
    )
    keeps = found.unit_id in user.unit_ids(KEEPERS)
    sessions = found.sessions.select_related("logged_by").prefetch_related("members", "dossiers")
    url = links.url_of(found) if keeps else ""
    members = sorted(
        found.members.select_related("user"), key=lambda one: (one.left_on is not None, *one.rank)
    )
    context = {
        "team": found,
        "heir": CommunityTeam.objects.filter(predecessor=found).first(),
        "commune": places.commune_of(found.unit, user.tree, on=today),
        "is_valid": found.is_valid_on(today),
        "members": members,
        "rules": duty.rules_of(found, user.tree),
        "page_obj": Paginator(sessions, PAGE).get_page(request.GET.get("page")),
        "events": found.events.order_by("-at", "-pk")[:30],
        "keeps": keeps,
        "logs": found.unit_id in user.unit_ids(LOGGERS),
        "url": url,
        "qr": barcodes.qr(url, label=f"Sổ trên điện thoại của {found.name}") if url else "",
    }
    return render(request, "initiatives/teams/team.html", context)


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: OfficerRequest) -> HttpResponse:
    """Lập tổ theo quyết định."""
    where = _free_places(request.user)
    initial = {"unit": request.GET.get("don-vi", "")}
    form = TeamForm(request.POST or None, request.FILES or None, places=where, initial=initial)
    if where and form.is_valid():
        try:
            made = founding.found(by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Đã lập {made.name}. Ghi tiếp thành viên của tổ.")
            return redirect(made)
    return render(request, "initiatives/teams/new.html", {"form": form, "has_places": bool(where)})


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: OfficerRequest, pk: int) -> HttpResponse:
    """Sửa thông tin tổ."""
    found = kept(request.user, pk)
    form = TeamForm(request.POST or None, request.FILES or None, initial=initial_of(found))
    if form.is_valid():
        founding.change(found, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã ghi.")
        return redirect(found)
    return _act(request, found, form, title="Sửa thông tin tổ", save="Ghi", has_file=True)


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """Kết thúc hoạt động."""
    found = kept(request.user, pk)
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            succession.end(found, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{found.name} kết thúc hoạt động.")
            return redirect(found)
    note = (
        f"{found.members.on(timezone.localdate()).count()} thành viên thôi tham gia sau ngày này và sổ trên "
        "điện thoại đóng lại. Có tổ khác thay thì dùng “Lập tổ kế tục”, thành viên được chuyển sang."
    )
    return _act(request, found, form, title="Kết thúc hoạt động", save="Kết thúc", note=note, danger=True)


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def follow(request: OfficerRequest, pk: int) -> HttpResponse:
    """Lập tổ kế tục: on reform, or by a new decision."""
    found = kept(request.user, pk)
    today = timezone.localdate()
    form = FollowForm(
        request.POST or None,
        places=places.places(request.user, KEEPERS, on=today),
        initial={"unit": found.unit_id},
    )
    if form.is_valid():
        try:
            heir = succession.follow(found, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Đã lập {heir.name}, thành viên của tổ trước được chuyển sang.")
            return redirect(heir)
    note = "Tổ này kết thúc ngày liền trước; ai đang ở trong tổ được ghi vào tổ mới, cùng vai trò, tập huấn."
    return _act(request, found, form, title="Lập tổ kế tục", save="Lập tổ kế tục", note=note)


@role_required(*KEEPERS)
@require_POST
def link(request: OfficerRequest, pk: int) -> HttpResponse:
    """Mở, đổi hoặc thu hồi sổ trên điện thoại."""
    found = kept(request.user, pk)
    if request.POST.get("viec") == "thu-hoi":
        links.close_link(found, by=request.user)
        messages.success(request, "Đã thu hồi: mã cũ không mở được nữa.")
        return redirect(found)
    try:
        links.open_link(found, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Đã mở sổ. In mã bên dưới hoặc gửi địa chỉ cho các thành viên.")
    return redirect(found)


@role_required(*FIGURE_ROLES)
@require_GET
def decision(request: OfficerRequest, pk: int) -> FileResponse:
    """Tệp quyết định."""
    found = get_object_or_404(CommunityTeam.objects.visible_to(request.user), pk=pk)
    if not found.decision_file:
        raise Http404("Tổ này chưa có tệp quyết định.")
    extension = str(found.decision_file).rpartition(".")[2]
    answer = FileResponse(
        found.decision_file.open("rb"),
        content_type=_NAMES.get(extension, "application/octet-stream"),
        as_attachment=True,
        filename=f"quyet-dinh-to-{found.pk}.{extension}",
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def kept(user: User, pk: int) -> CommunityTeam:
    """A team that the user keeps."""
    return get_object_or_404(CommunityTeam.objects.kept_by(user).select_related("unit"), pk=pk)


def _free_places(user: User) -> list[Any]:
    """Communes and hamlets without a standing team, living ones first."""
    taken = set(CommunityTeam.objects.filter(ends_on=None).values_list("unit", flat=True))
    return [unit for unit in places.places(user, KEEPERS, on=timezone.localdate()) if unit.pk not in taken]


def _act(
    request: OfficerRequest, found: CommunityTeam, form: Plain, *, title: str, save: str, **more: Any
) -> HttpResponse:
    context = {"team": found, "form": form, "title": title, "save": save, "note": "", "danger": False, **more}
    return render(request, "initiatives/teams/act.html", {"has_file": False, **context})
