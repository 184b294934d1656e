"""Chỉ tiêu nộp trực tuyến: the board of a month, setting its targets, copying last month's, and its files."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dossiers.exporting import CONTENT_TYPE
from portal import pdf
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role, Unit
from portal.models.user import FIGURE_ROLES
from reports import targets
from reports.figures import By, Scope
from reports.forms.targets import TargetsForm
from reports.periods import Period
from reports.views.asking import Question, home_unit
from reports.views.figures import Chip, Figure, records_url

JUDGES = (Role.LEADER, Role.UNIT_ADMIN)
"""Who sees every officer; others see themselves."""
COUNTS = {
    targets.DONE: "đã nộp trực tuyến, có số hóa",
    "received": "hồ sơ tiếp nhận",
    "received_online": "hồ sơ trực tuyến",
}
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
SHOWN_BEFORE, SHOWN_AFTER = 5, 1


@dataclass(frozen=True)
class Asked:
    """Whose board, of which month."""

    unit: Unit
    month: date
    scope: Scope

    @property
    def address(self) -> str:
        return self.address_of(self.month)

    def address_of(self, month: date) -> str:
        return f"?don-vi={self.unit.code}&thang={month:%Y-%m}"

    @property
    def before(self) -> date:
        return (self.month - timedelta(days=1)).replace(day=1)


@dataclass(frozen=True)
class BoardLine:
    """A line of the board with its counts as links."""

    line: targets.Line
    figures: list[Figure]


@role_required(*FIGURE_ROLES)
@require_GET
def targets_board(request: OfficerRequest) -> HttpResponse:
    """Bảng chỉ tiêu của một tháng."""
    asked = _asked(request)
    board = _board(request, asked)
    context = {
        "asked": asked,
        "at": timezone.now(),
        "months": _months(asked),
        "parts": [
            ("Lĩnh vực", "fields", [_linked(asked, By.FIELD, line) for line in board.fields]),
            ("Cán bộ", "officers", [_linked(asked, By.OFFICER, line) for line in board.officers]),
        ],
        "total": _linked(asked, None, board.total),
        "judges": _judges(request, asked.unit),
        "may_set": _may_set(request, asked),
        "is_running": targets.is_open(asked.month),
        "has_targets": board.total.target is not None or any(one.target for one in board.officers),
    }
    return render(request, "reports/targets.html", context)


@role_required(*targets.SETTERS)
@require_http_methods(["GET", "POST"])
def targets_set(request: OfficerRequest) -> HttpResponse:
    """Giao chỉ tiêu của một tháng."""
    asked = _asked(request)
    if asked.unit.pk not in request.user.unit_ids(targets.SETTERS):
        raise Http404
    if request.method == "POST" and "copy" in request.POST:
        return _copied(request, asked)
    set_fields, set_officers = targets.wanted(asked.unit, asked.month)
    names = {*targets.officers(asked.unit, by=request.user), *set_officers}
    form = TargetsForm(
        request.POST or None,
        fields=targets.offered_fields(asked.unit, also=set_fields),
        officers=sorted(names),
        set_fields=set_fields,
        set_officers=set_officers,
    )
    if request.method == "POST" and form.is_valid():
        try:
            targets.set_targets(asked.unit, asked.month, by=request.user, **form.numbers())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã giao chỉ tiêu tháng {asked.month:%m/%Y}.")
            return _to_board(asked)
    context = {"asked": asked, "form": form, "is_open": targets.is_open(asked.month)}
    return render(request, "reports/targets_set.html", context)


@role_required(*FIGURE_ROLES)
@require_GET
def targets_file(request: OfficerRequest, ending: str) -> HttpResponse:
    """Bảng chỉ tiêu thành tệp: Excel, or a sheet to print."""
    asked = _asked(request)
    board = _board(request, asked)
    parts = [("Lĩnh vực", [*board.fields, board.total]), ("Cán bộ", board.officers)]
    name = f"chi-tieu-truc-tuyen-{asked.unit.code}-{asked.month:%Y-%m}.{ending}"
    if ending == "xlsx":
        answer = HttpResponse(targets.workbook(parts), content_type=CONTENT_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    if ending != "pdf":
        raise Http404
    context = {
        "asked": asked,
        "parts": [
            (heading, [[targets.printed(cell) for cell in row] for row in targets.table(lines)])
            for heading, lines in parts
            if lines
        ],
        "headings": targets.HEADINGS,
        "by": request.user,
        "now": timezone.localtime(),
    }
    page = render_to_string("print/targets.html", context)
    printed = pdf.html_to_pdf(page, css=["@page { size: A4 landscape; margin: 15mm 12mm; }"])
    answer = HttpResponse(printed, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _copied(request: OfficerRequest, asked: Asked) -> HttpResponse:
    """Chép chỉ tiêu tháng trước."""
    try:
        copied = targets.copy_last(asked.unit, asked.month, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        said = f"Đã chép {copied} chỉ tiêu" if copied else "Không có chỉ tiêu nào phải chép thêm"
        messages.success(request, f"{said} của tháng {asked.before:%m/%Y}; chỉ tiêu đã giao giữ nguyên.")
    return _to_board(asked)


def _asked(request: OfficerRequest) -> Asked:
    """`?don-vi=19405&thang=2026-11`; without words the user's own unit and this month."""
    user, word = request.user, request.GET.get("thang", "")
    found = _MONTH.fullmatch(word)
    if word and not found:
        raise Http404("Không có tháng này.")
    today = timezone.localdate()
    month = date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
    period = Period.parse(f"cal-{month:%Y-%m}")
    try:
        code = request.GET.get("don-vi", "")
        unit = user.tree.named(code, on=min(period.last, max(today, month))) if code else home_unit(user)
    except DomainError as error:
        raise Http404(error.message) from error
    if unit.pk not in user.readable_unit_ids:
        raise Http404("Đơn vị này không thuộc phạm vi theo dõi của bạn.")
    return Asked(unit, month, Scope.of(unit, period, user.tree))


def _board(request: OfficerRequest, asked: Asked) -> targets.Board:
    """All officers for those who judge them; for others themselves."""
    board = targets.board(asked.scope)
    if _judges(request, asked.unit):
        return board
    own = [line for line in board.officers if line.key == str(request.user)]
    return targets.Board(board.fields, own, board.total)


def _judges(request: OfficerRequest, unit: Unit) -> bool:
    return unit.pk in request.user.unit_ids(JUDGES)


def _may_set(request: OfficerRequest, asked: Asked) -> bool:
    return targets.is_open(asked.month) and asked.unit.pk in request.user.unit_ids(targets.SETTERS)


def _linked(asked: Asked, by: By | None, line: targets.Line) -> BoardLine:
    question = Question(asked.scope, by or By.UNIT)
    key = line.key if by else None
    return BoardLine(
        line,
        [
            Figure(line.figures[code], f"{line.label}: {words}", records_url(question, code, key=key))
            for code, words in COUNTS.items()
        ],
    )


def _months(asked: Asked) -> list[Chip]:
    """From some months ago to the next one."""
    this = timezone.localdate().replace(day=1)
    number = this.year * 12 + this.month - 1
    found = []
    for one in range(number - SHOWN_BEFORE, number + SHOWN_AFTER + 1):
        month = date(one // 12, one % 12 + 1, 1)
        found.append(Chip(f"{month:%m/%Y}", asked.address_of(month), month == asked.month))
    return found


def _to_board(asked: Asked) -> HttpResponse:
    return redirect(f"{reverse('reports:online-targets')}{asked.address}")
