"""Danh sách tổ công nghệ số: what stands, what is silent, what has ended; the same as an Excel file."""

from collections.abc import Iterator
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from initiatives.forms.teams import TeamFilters
from initiatives.models import CommunityTeam, DutySession, TeamMember
from initiatives.models.team import KEEPERS
from initiatives.teams import silence
from initiatives.teams.places import commune_of
from portal import audit
from portal.access import OfficerRequest, role_required
from portal.models import User
from portal.models.user import FIGURE_ROLES
from portal.text import fold
from portal.workbook import CONTENT_TYPE, workbook

PAGE = 50
STATES = {"": "Đang hoạt động", "im-lang": "Lâu không có buổi trực", "ket-thuc": "Đã kết thúc"}
_HEAD = (
    "Xã", "Thôn", "Tổ", "Quyết định", "Hoạt động từ", "Đến hết", "Thành viên", "Vai trò",
    "Chức vụ, công việc", "Điện thoại", "Giới tính", "Tham gia từ", "Thôi từ", "Tập huấn lần đầu",
)  # fmt: skip


@role_required(*FIGURE_ROLES)
@require_GET
def team_list(request: OfficerRequest) -> HttpResponse:
    """Tổ trong phạm vi theo dõi."""
    user, today = request.user, timezone.localdate()
    filters = TeamFilters(request.GET)
    state = request.GET.get("trang-thai", "")
    state = state if state in STATES else ""
    chosen = _chosen(user, state, filters, today)
    # Asked of the teams on the page only, not of all of them at once.
    own = OuterRef("pk")
    last = DutySession.objects.standing().filter(team=own).order_by("-held_on").values("held_on")[:1]
    inside = TeamMember.objects.on(today).filter(team=own).order_by().values("team")
    rows = chosen.select_related("unit__parent").annotate(
        last_on=Subquery(last), people=Coalesce(Subquery(inside.annotate(all=Count("pk")).values("all")), 0)
    )
    context = {
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "query": filters.cleaned_data["q"] if filters.is_valid() else "",
        "state": state,
        "states": STATES.items(),
        "keeps": user.has_role(*KEEPERS),
    }
    return render(request, "initiatives/teams/list.html", context)


@role_required(*FIGURE_ROLES)
@require_GET
def excel(request: OfficerRequest) -> HttpResponse:
    """Danh sách thành viên, one line a person; phones for those who work with people by name."""
    user, today = request.user, timezone.localdate()
    filters = TeamFilters(request.GET)
    teams = _chosen(user, request.GET.get("trang-thai", ""), filters, today)
    members = TeamMember.objects.filter(team__in=teams.order_by().values("pk"))
    found = members.select_related("team__unit").order_by("team__unit__code", "team_id", "pk")
    audit.record("team.list_exported", by=user, unit=user.unit, members=len(found))
    content = workbook("Tổ công nghệ số", _HEAD, _lines(user, list(found), today))
    answer = HttpResponse(content, content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="to-cong-nghe-so.xlsx"'
    return answer


def _chosen(user: User, state: str, filters: TeamFilters, today: date) -> QuerySet[CommunityTeam]:
    teams = CommunityTeam.objects.visible_to(user)
    match state:
        case "ket-thuc":
            teams = teams.exclude(pk__in=CommunityTeam.objects.valid_on(today).values("pk"))
        case "im-lang":
            quiet = silence.silent(user.readable_unit_ids, user.tree, on=today)
            teams = teams.filter(pk__in=[one.team.pk for one in quiet])
        case _:
            teams = teams.valid_on(today)
    if filters.is_valid() and (words := fold(filters.cleaned_data["q"])):
        teams = teams.filter(Q(folded_name__contains=words) | Q(unit__folded_name__contains=words))
    return teams


def _lines(user: User, members: list[TeamMember], today: date) -> Iterator[list[str]]:
    for member in members:
        team = member.team
        yield [
            commune_of(team.unit, user.tree, on=today).name,
            team.unit.name if team.is_of_hamlet else "",
            team.name,
            team.decision,
            _day(team.begins_on),
            _day(team.ends_on),
            member.name,
            member.get_role_display(),
            member.post,
            member.phone if user.sees_personal_data else "",
            member.get_gender_display(),
            _day(member.joined_on),
            _day(member.left_on),
            _day(member.trained_on),
        ]


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
