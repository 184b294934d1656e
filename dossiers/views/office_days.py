"""Lịch làm việc: the office's own days beside the public holidays of the year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dossiers import office_days
from dossiers.forms.office_days import OfficeDayForm
from dossiers.models import CalendarDay
from dossiers.public_holidays import holiday_year
from dossiers.receipt import weekday
from portal.access import OfficerRequest, role_required
from portal.administration import ADMIN_ROLES
from portal.errors import DomainError


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def calendar_days(request: OfficerRequest) -> HttpResponse:
    """Lịch làm việc: what is set, one more day, and what the year's holidays are anyway."""
    form = OfficeDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = office_days.set_day(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi vào lịch: {made}.")
            return redirect("dossiers:calendar-days")
    year = timezone.localdate().year
    holidays = holiday_year(year)
    context = {
        "form": form,
        "days": [(day, weekday(day.day)) for day in CalendarDay.objects.order_by("-day")],
        "year": str(year),
        "holidays": [(day, weekday(day), reason) for day, reason in sorted(holidays.days_off.items())],
        "make_up_days": [(day, weekday(day)) for day in sorted(holidays.make_up_days)],
    }
    return render(request, "dossiers/calendar_days.html", context)


@role_required(*ADMIN_ROLES)
@require_POST
def remove_day(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bỏ một ngày khỏi lịch."""
    found = get_object_or_404(CalendarDay, pk=pk)
    office_days.remove_day(found, by=request.user)
    messages.success(request, f"Đã bỏ khỏi lịch: {found}.")
    return redirect("dossiers:calendar-days")
