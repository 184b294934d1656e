"""Lịch làm việc: the days of all units and of each; due dates that move are shown first."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dossiers import office_days
from dossiers.forms.office import OfficeDayForm
from dossiers.models import CalendarDay
from dossiers.public_holidays import holiday_year
from dossiers.receipt import weekday
from dossiers.rescheduling import DayChange
from dossiers.views.office.preview import Answer, Preview, told
from dossiers.views.office.work import unfinished
from portal.access import OfficerRequest, role_required
from portal.administration import ADMIN_ROLES, Reach
from portal.errors import DomainError


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def calendar_days(request: OfficerRequest) -> HttpResponse:
    """Lịch làm việc: what is set, one more day, and what the year's holidays are anyway."""
    reach = Reach(request.user)
    own = None if reach.is_system_wide else request.user.unit
    form = OfficeDayForm(request.POST or None, reach=reach, unit=own)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        change = DayChange(values["unit"], values["day"], values["works"])
        answer = Answer.of(request)
        try:
            if answer is None:
                office_days.check_day(values["day"], values["unit"], by=request.user)
                kind = "làm việc" if values["works"] else "nghỉ"
                preview = Preview.of(change, f"Ngày {values['day']:%d/%m/%Y} là ngày {kind}", request.POST)
                if preview.is_needed:
                    return preview.shown(request, back="dossiers:calendar-days")
            made, followed = office_days.set_day(
                by=request.user, moves_running=answer is Answer.RUNNING, **values
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return told(request, f"Đã ghi vào lịch: {made}.", followed, back="dossiers:calendar-days")
    year = timezone.localdate().year
    holidays = holiday_year(year)
    context = {
        "form": form,
        "unfinished": unfinished(office_days.KIND, request.user),
        "days": [
            (day, weekday(day.day), reach.is_system_wide or day.unit_id is not None)
            for day in CalendarDay.objects.reached_by(reach.unit_ids).select_related("unit")
        ],
        "year": str(year),
        "holidays": [(day, weekday(day), reason) for day, reason in sorted(holidays.days_off.items())],
        "make_up_days": [(day, weekday(day)) for day in sorted(holidays.make_up_days)],
    }
    return render(request, "dossiers/office/calendar_days.html", context)


@role_required(*ADMIN_ROLES)
@require_http_methods(["POST"])
def remove_day(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bỏ một ngày khỏi lịch."""
    reach = Reach(request.user)
    found = get_object_or_404(CalendarDay.objects.reached_by(reach.unit_ids).select_related("unit"), pk=pk)
    if found.unit_id is None and not reach.is_system_wide:
        raise Http404
    answer = Answer.of(request)
    if answer is None:
        change = DayChange(found.unit, found.day, works=None, was=found.works)
        preview = Preview.of(change, f"Bỏ khỏi lịch: {found}", request.POST)
        if preview.is_needed:
            return preview.shown(request, back="dossiers:calendar-days")
    try:
        followed = office_days.remove_day(found, by=request.user, moves_running=answer is Answer.RUNNING)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("dossiers:calendar-days")
    return told(request, f"Đã bỏ khỏi lịch: {found}.", followed, back="dossiers:calendar-days")
