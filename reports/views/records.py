"""The records behind a figure: exactly those that were counted."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dossiers.privacy import Veil
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models.user import FIGURE_ROLES
from reports import figures
from reports.indicators import RATINGS_SHOWN_FROM, Records
from reports.views.asking import ask

PER_PAGE = 50
_TEMPLATES = {
    Records.DOSSIERS: "reports/records.html",
    Records.RATINGS: "reports/records_ratings.html",
    Records.PROCEDURES: "reports/records_procedures.html",
    Records.FEEDBACK: "reports/records_feedback.html",
    Records.ADVANCE: "reports/records_advance.html",
    Records.DOCUMENTS: "reports/records_documents.html",
    Records.DOCUMENT_TASKS: "reports/records_document_tasks.html",
    Records.HAMLETS: "reports/records_hamlets.html",
    Records.TEAMS: "reports/records_teams.html",
    Records.TEAM_MEMBERS: "reports/records_team_members.html",
    Records.TEAM_SESSIONS: "reports/records_team_sessions.html",
    Records.HELPED_DOSSIERS: "reports/records.html",
}
_JOINED = {
    Records.PROCEDURES: ("field",),
    Records.FEEDBACK: ("unit",),
    Records.ADVANCE: ("procedure", "dossier"),
    Records.DOCUMENTS: ("unit", "kind"),
    Records.DOCUMENT_TASKS: ("document", "lead", "division"),
    Records.HAMLETS: ("parent",),
    Records.TEAMS: ("unit__parent",),
}
"""What a line of each list names besides its record."""


@role_required(*FIGURE_ROLES)
@require_GET
def records(request: OfficerRequest) -> HttpResponse:
    """Danh sách đằng sau một con số; ratings show as anonymous rows, and not at all under five."""
    try:
        question = ask(request)
        indicator = figures.named(request.GET.get("chi-tieu", ""))
    except DomainError as error:
        raise Http404(error.message) from error
    key = request.GET.get("nhom")
    by = question.by if key is not None else None
    found = figures.records(question.scope, indicator.code, by=by, key=key or "")
    context = {
        "question": question,
        "indicator": indicator,
        "group_label": figures.label(question.scope, by, key or "") if by else "",
        "ratings_shown_from": RATINGS_SHOWN_FROM,
    }
    match indicator.records:
        case Records.RATINGS:
            # By level, so that the order tells nothing of whose rating it is; no code, no day, no name.
            found = found.order_by("-rating", "procedure__field__name").select_related("procedure__field")
            if found.count() < RATINGS_SHOWN_FROM:
                return render(request, "reports/records_few_ratings.html", context)
        case Records.DOSSIERS | Records.HELPED_DOSSIERS:
            found = found.select_related("procedure", "resolving_unit").defer("notes", "procedure__steps")
        case Records.TEAM_MEMBERS:
            found = found.select_related("team").order_by("team__unit__code", "team", "pk")
        case Records.TEAM_SESSIONS:
            if indicator.adds:
                context["sum"] = sum(sum(row) for row in found.values_list(*indicator.adds))
            found = found.select_related("team").prefetch_related("members")
        case _:
            found = found.select_related(*_JOINED[indicator.records])
    context["page_obj"] = page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    if indicator.records in {Records.DOSSIERS, Records.HELPED_DOSSIERS}:
        context["rows"] = Veil(request.user).over(page)
    return render(request, _TEMPLATES[indicator.records], context)
