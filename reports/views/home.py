"""Bàn làm việc: what is due and late, this period's figures; for a supervisor the communes as a table."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from dossiers.appointments import desk
from dossiers.models import Dossier, Message
from dossiers.privacy import Veil
from portal.access import OfficerRequest, role_required
from portal.models import Role
from portal.models.user import DESK_ROLES, FIGURE_ROLES
from reports.figures import By, Scope, figure_set
from reports.indicators import INDICATORS, RATES
from reports.periods import latest_legal_quarter
from reports.views.asking import Question, default_period, home_unit
from reports.views.figures import figure, group_figures

SHOWN = 8
HOME_FIGURES = ("received", "received_online", "resolved", "resolved_late", "pending", "pending_overdue")
HOME_RATES = ("online", "in_time", "fully_digitised", "results_digitised")
BOARD_COLUMNS = (
    "carried_over",
    "received",
    "received_online",
    "resolved",
    "resolved_late",
    "pending",
    "pending_overdue",
)


@role_required(*FIGURE_ROLES, Role.SYSTEM_ADMIN)
@require_GET
def home(request: OfficerRequest) -> HttpResponse:
    """Trang đầu của cán bộ."""
    user = request.user
    if not user.has_role(*FIGURE_ROLES):
        return redirect("portal:admin")
    unit = home_unit(user)
    today = timezone.localdate()
    is_over = unit.valid_to is not None and unit.valid_to < today
    period = default_period(user) if is_over else latest_legal_quarter(today).next()
    question = Question(Scope.of(unit, period, user.tree), By.UNIT)
    now = figure_set(unit, period, by=By.UNIT, tree=user.tree)
    board = [
        {"group": group, "figures": group_figures(question, group, BOARD_COLUMNS)}
        for group in now.groups
        if user.has_role(Role.SUPERVISOR)
    ]
    veil = Veil(user)
    running = Dossier.objects.under(user).select_related("procedure", "resolving_unit")
    late = running.overdue(today).order_by("due_on", "pk")
    due = running.due_on_day(today).order_by("due_at", "pk")
    context = {
        "unit": unit,
        "period": period,
        "is_over": is_over,
        "late": veil.over(late[:SHOWN]),
        "due": veil.over(due[:SHOWN]),
        "works_at_desk": user.has_role(*DESK_ROLES),
        "undelivered": Message.objects.visible_to(user).undelivered().count(),
        "coming": desk.coming_today(user),
        "may_receive": user.has_role(Role.INTAKE, Role.PROCESSING, Role.UNIT_ADMIN),
        "figures": [
            {"indicator": INDICATORS[code], "figure": figure(question, code, now.figures[code])}
            for code in HOME_FIGURES
        ],
        "rates": [{"rate": RATES[code], "value": now.rates[code]} for code in HOME_RATES],
        "board": board,
        "board_columns": [INDICATORS[code] for code in BOARD_COLUMNS],
        "figures_url": reverse("reports:figures") + question.address(),
    }
    return render(request, "reports/home.html", context)
