"""Thiết lập của đơn vị: one page that says how the office works, and a form for each part of it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods

from dossiers import office_days, office_settings
from dossiers.fees import vietqr
from dossiers.forms.office import SECTIONS, HoursForm, Section, section_form
from dossiers.models import Office
from dossiers.rescheduling import HoursChange
from dossiers.views.office import overview
from dossiers.views.office.preview import Answer, Preview, told
from portal.access import OfficerRequest, role_required
from portal.administration import ADMIN_ROLES, Reach
from portal.barcodes import qr
from portal.errors import DomainError
from portal.models import Unit


@dataclass(frozen=True)
class Part:
    """One section as the overview shows it: its values in words and the way to change them."""

    title: str
    note: str
    url: str
    rows: list[tuple[str, str]]
    code: SafeString | None = None


@role_required(*ADMIN_ROLES)
@require_GET
def office_list(request: OfficerRequest) -> HttpResponse:
    """Thiết lập: the administrator's own unit at once, or the units to choose from."""
    reach = Reach(request.user)
    if not reach.is_system_wide and request.user.unit_id in reach.unit_ids:
        return redirect("dossiers:office", pk=request.user.unit_id)
    units = [unit for unit in reach.units.filter(valid_to=None) if unit.is_local_government]
    return render(request, "dossiers/office/office_list.html", {"units": units})


@role_required(*ADMIN_ROLES)
@require_GET
def office(request: OfficerRequest, pk: int) -> HttpResponse:
    """Thiết lập của một đơn vị, section by section."""
    found = reached(request, pk)
    parts = [
        Part(
            "Giờ làm việc",
            "Ca làm việc, sáng Thứ Bảy, giờ chốt; ngày hẹn trả tính theo giờ này.",
            reverse("dossiers:office-hours", args=[pk]),
            _hours_in_words(found),
        )
    ]
    parts += [
        Part(
            section.title,
            section.note,
            reverse("dossiers:office-section", args=[pk, section.slug]),
            [_in_words(found, name) for name in section.columns],
            _account_code(found) if "bank_account" in section.columns else None,
        )
        for section in SECTIONS
    ]
    groups = overview.groups(found, request.user)
    context = {
        "unit": found.unit,
        "parts": parts,
        "is_saved": found.pk is not None,
        "groups": groups,
        "missing": overview.missing(groups),
    }
    return render(request, "dossiers/office/office.html", context)


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def office_section(request: OfficerRequest, pk: int, slug: str) -> HttpResponse:
    """Một phần của thiết lập."""
    found = reached(request, pk)
    section = _section(slug)
    form = section_form(section, found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = office_settings.change(form.save(commit=False), by=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi: {section.title}." if changed else "Không có gì thay đổi.")
            return redirect("dossiers:office", pk=pk)
    context = {"unit": found.unit, "form": form, "title": section.title, "note": section.note}
    return render(request, "dossiers/office/office_form.html", context)


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def office_hours(request: OfficerRequest, pk: int) -> HttpResponse:
    """Giờ làm việc: the due dates that move are shown before anything is saved."""
    found = reached(request, pk)
    form = HoursForm(request.POST or None, office=found)
    if request.method == "POST" and form.is_valid():
        proposed, answer = form.proposed(), Answer.of(request)
        try:
            if answer is None:
                preview = Preview.of(
                    HoursChange(proposed, Office.of(found.unit)),
                    f"Giờ làm việc mới của {found.unit.name}",
                    request.POST,
                )
                if preview.is_needed:
                    return preview.shown(request, back="dossiers:office", pk=pk)
            followed = office_days.set_hours(
                proposed, by=request.user, moves_running=answer is Answer.RUNNING
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return told(request, "Đã ghi giờ làm việc.", followed, back="dossiers:office", pk=pk)
    context = {
        "unit": found.unit,
        "form": form,
        "title": "Giờ làm việc",
        "note": "Hồ sơ đang giải quyết chỉ đổi ngày hẹn khi bạn chọn như vậy ở bước sau.",
    }
    return render(request, "dossiers/office/office_form.html", context)


def reached(request: OfficerRequest, pk: int) -> Office:
    """The settings of a unit within the administrator's reach."""
    if pk not in Reach(request.user).unit_ids:
        raise Http404
    return Office.of(Unit.objects.get(pk=pk))


def _section(slug: str) -> Section:
    for section in SECTIONS:
        if section.slug == slug:
            return section
    raise Http404


def _account_code(found: Office) -> SafeString | None:
    """Mã VietQR of the account, without an amount: to be tried with a bank's app before citizens do."""
    if not (found.bank_bin and found.bank_account):
        return None
    text = vietqr.payload(bank_bin=found.bank_bin, account=found.bank_account)
    return qr(text, label=f"Mã VietQR của tài khoản {found.bank_account}")


def _hours_in_words(found: Office) -> list[tuple[str, str]]:
    if found.saturday_works:
        saturday = "là ngày làm việc"
    elif found.saturday_receives:
        saturday = "chỉ tiếp nhận, không tính vào thời hạn"
    else:
        saturday = "nghỉ"
    return [
        ("Ca làm việc", "; ".join(f"{opens}–{closes}" for opens, closes in found.shifts)),
        ("Sáng Thứ Bảy", saturday),
        ("Giờ chốt bàn giao", f"{found.cutoff:%H:%M}"),
    ]


def _in_words(found: Office, name: str) -> tuple[str, str]:
    column = Office._meta.get_field(name)
    value: Any = getattr(found, name)
    if isinstance(value, bool):
        words = "có" if value else "không"
    elif getattr(column, "choices", None):
        words = getattr(found, f"get_{name}_display")()
    elif hasattr(value, "hour"):
        words = f"{value:%H:%M}"
    else:
        words = str(value) if value not in (None, "") else "chưa ghi"
    label = str(getattr(column, "verbose_name", name))
    return f"{label[:1].upper()}{label[1:]}", words
