"""Tiếp nhận: the desk's one screen for the person, the procedure with its papers, and the due date."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers import drafts, intake, people
from dossiers import receipt as receipts
from dossiers.models import CombinedGroup, Dossier, IntakeDraft
from dossiers.moves import MOVING_ROLES
from dossiers.status import DossierStatus
from dossiers.views.intake.sheet import Sent, Sheet, procedures, sheet_of, units_of
from portal import formats
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.searches import remembered

SHORT_NAME = 60
SAVING = ("save", "more", "at-once")
"""“In và tiếp nhận người tiếp theo”, “In, thêm thủ tục cho người này”, “Trả kết quả ngay”."""
GUIDING = "guide"
BEGAN = "intake-began"
"""When the first key of the intake fell that waits for its declaration."""


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def take_in(request: OfficerRequest) -> HttpResponse:
    """Tiếp nhận hồ sơ. Any button but those that save shows the page again with everything typed kept."""
    sent = request.POST.dict() if request.method == "POST" else _begun(request)
    if request.method == "POST" and "declare" in sent:
        return _declare(request, sent)
    step = _step(sent)
    sheet = sheet_of(request.user, sent, checked=bool(step))
    if step and sheet.is_valid():
        try:
            if step == GUIDING:
                return _guide(request, sheet)
            if not sheet.waits_for_a_word():
                return _receive(request, sheet, step)
        except DomainError as error:
            sheet.form.add_error(None, error.message)
    context = {
        "sheet": sheet,
        "drafts": drafts.of(request.user).count(),
        "guides": step == GUIDING,
        "now": timezone.now(),
    }
    return render(request, "dossiers/intake.html", context)


@role_required(*MOVING_ROLES)
@require_POST
def due_preview(request: OfficerRequest) -> HttpResponse:
    """The papers of a chosen procedure and its due date, as parts of the intake page."""
    sheet = sheet_of(request.user, request.POST.dict(), checked=False)
    return render(request, "dossiers/_intake_case.html", {"sheet": sheet, "guides": False})


@role_required(*MOVING_ROLES)
@require_GET
def procedure_search(request: OfficerRequest) -> HttpResponse:
    """Procedures by some words without accents, while they are typed."""
    text = request.GET.get("find", "")
    groups = list(CombinedGroup.objects.matching(text)) if text.strip() else []
    context = {"find": text, "results": procedures(text, request.user), "groups": groups}
    return render(request, "dossiers/_procedure_results.html", context)


@role_required(*MOVING_ROLES)
@require_POST
def people_search(request: OfficerRequest) -> HttpResponse:
    """People who were here before, while a name, number or phone is typed; what is being scanned waits."""
    text = request.POST.get("card", "")
    found = people.search(request.user, text) if "|" not in text else []
    return render(request, "dossiers/_intake_people.html", {"people": found})


def _begun(request: OfficerRequest) -> Sent:
    """What the address leads back to: a draft, a scanned card, a person's bundle, a procedure. The address
    itself says nothing of anybody."""
    asked = request.GET
    if draft := _draft(request):
        begun = {"began": request.session.get(BEGAN, "")} if "to-khai" in asked else {}
        printing = {"printing": asked["to-khai"]} if "to-khai" in asked else {}
        return {**draft.typed, **begun, **printing, "intake_key": str(draft.key)}
    begun = {"card": text} if (text := remembered(request, asked.get("quet", ""))) else {}
    if bundle := intake.bundle_of(request.user, asked.get("nhom", "")):
        newest = bundle.dossiers.order_by("-pk").first()
        begun = {"bundle_key": str(bundle.pk), "unit": str(bundle.unit_id)}
        begun |= {"person": newest.code} if newest else {}
    elif asked.get("nguoi"):
        begun["person"] = asked["nguoi"]
    if asked.get("thu-tuc"):
        begun["choose"] = asked["thu-tuc"]
    return begun


def _draft(request: OfficerRequest) -> IntakeDraft | None:
    key = drafts.key_of(request.GET.get("nhap", ""))
    return drafts.of(request.user).filter(key=key).first() if key else None


def _step(sent: Sent) -> str:
    """The button that saves or guides; none where Enter only ended a scan, a search or a choice.

    A scanner ends its text with Enter, which presses the first button: the card is read, nothing is saved.
    """
    only_looks = "choose" in sent or any(sent.get(name) for name in ("card", "person", "keep"))
    finds = sent.get("find") and not sent.get("procedure")
    step = sent.get("step", "")
    return (
        step if step in (*SAVING, GUIDING) and not only_looks and not finds and "choose" not in sent else ""
    )


def _declare(request: OfficerRequest, sent: Sent) -> HttpResponse:
    """Điền tờ khai: what was typed waits as a draft meanwhile, and the clock goes on."""
    key, pk = drafts.key_of(sent.get("intake_key", "")), sent["declare"]
    unit = next((unit for unit in units_of(request.user) if str(unit.pk) == sent.get("unit")), None)
    kept = drafts.keep(key, typed=sent, by=request.user, unit=unit) if key else None
    if kept is None or not pk.isdecimal():
        messages.info(request, "Phiếu này đã được tiếp nhận; tờ khai điền ở trang của hồ sơ.")
        return redirect("dossiers:intake")
    request.session[BEGAN] = sent.get("began", "")
    return redirect("dossiers:draft-declaration", kept.key, int(pk[:18]))


def _receive(request: OfficerRequest, sheet: Sheet, step: str) -> HttpResponse:
    values = sheet.form.arguments()
    dossier, is_new = intake.receive_once(
        values.pop("intake_key"),
        by=request.user,
        papers=sheet.handed_in,
        reuses=sheet.reuses,
        bundle=sheet.bundle,
        goes_on=step == "more",
        returns_at_once=step == "at-once",
        group=sheet.group,
        also=sheet.also_handed_in,
        **values,
    )
    _tell(request, sheet, dossier, is_new=is_new)
    if step == "more" and dossier.bundle_id:
        return redirect(f"{reverse('dossiers:intake')}?nhom={dossier.bundle_id}")
    return redirect("dossiers:received", code=dossier.code)


def _guide(request: OfficerRequest, sheet: Sheet) -> HttpResponse:
    """Thiếu giấy tờ: the guidance is on paper, and what was typed waits as a draft."""
    values = sheet.form.cleaned_data
    drafts.keep(values["intake_key"], typed=sheet.sent, by=request.user, unit=values["unit"])
    slip = intake.guide(
        values["intake_key"],
        unit=values["unit"],
        by=request.user,
        procedure=values["procedure"],
        person={name: values[name] for name in ("applicant_name", "personal_number", "phone", "address")},
        missing=sheet.missing,
        words=values["guidance"],
    )
    return redirect("dossiers:guidance", pk=slip.pk)


def _tell(request: OfficerRequest, sheet: Sheet, dossier: Dossier, *, is_new: bool) -> None:
    if not is_new:
        messages.info(
            request,
            f"Phiếu này đã được tiếp nhận thành hồ sơ {dossier.code}. Hồ sơ khác thì mở phiếu tiếp nhận mới.",
        )
        return
    others = f" và {len(sheet.also)} hồ sơ cùng nhóm" if sheet.also else ""
    messages.success(request, f"Đã tiếp nhận hồ sơ {dossier.code}{others}.")
    shown = sheet.form.cleaned_data["shown_due"]
    if shown and dossier.due_at and timezone.localdate(shown) != timezone.localdate(dossier.due_at):
        messages.warning(request, f"Ngày hẹn tính theo lúc tiếp nhận: {receipts.in_words(dossier.due_at)}.")
    for warning in sheet.form.warnings:
        messages.warning(request, f"{warning} Hồ sơ vẫn được tiếp nhận; kiểm tra lại với người nộp.")
    if dossier.status == DossierStatus.RETURNED and dossier.fee and not dossier.is_paid_online:
        owed = formats.money(dossier.fee)
        messages.warning(request, f"Phải thu {owed}: mở hồ sơ để ghi đã thu hoặc được miễn.")
    if sheet.missing:
        messages.warning(
            request, f"Chưa nhận giấy tờ bắt buộc: {'; '.join(_shortly(name) for name in sheet.missing)}."
        )


def _shortly(name: str) -> str:
    return name if len(name) <= SHORT_NAME else f"{name[:SHORT_NAME].rsplit(' ', 1)[0]}…"
