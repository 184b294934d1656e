"""Tiếp nhận: the desk's one screen for the person, the procedure with its papers, and the due date."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers import receipt as receipts
from dossiers.forms.intake import EXTRA_PAPER, IntakeForm, OtherPaperForm, PaperForm, kept
from dossiers.identity import Card, read_card
from dossiers.intake import doubles, receive_once
from dossiers.lifecycle import Paper
from dossiers.models import Dossier, Procedure
from dossiers.moves import MOVING_ROLES
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.forms import MomentField
from portal.models import Unit, User
from portal.text import one_line

MOST_RESULTS = 12
SHORT_NAME = 60


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def intake(request: OfficerRequest) -> HttpResponse:
    """Tiếp nhận hồ sơ. Any button but “Tiếp nhận” shows the page again with everything typed kept."""
    sent = request.POST
    # A scanner ends its text with Enter, which presses the first button: the card is read, nothing is saved.
    saving = sent.get("step") == "save" and "choose" not in sent and not sent.get("card")
    sheet = _sheet(request, checked=saving)
    if saving and sheet.is_valid() and not sheet.waits_for_a_word(request):
        values = sheet.form.arguments()
        try:
            dossier, is_new = receive_once(
                values.pop("intake_key"), by=request.user, papers=sheet.handed_in, **values
            )
        except DomainError as error:
            sheet.form.add_error(None, error.message)
        else:
            _tell(request, sheet, dossier, is_new=is_new)
            return redirect(dossier)
    return render(request, "dossiers/intake.html", {"sheet": sheet})


@role_required(*MOVING_ROLES)
@require_POST
def due_preview(request: OfficerRequest) -> HttpResponse:
    """The papers of a chosen procedure and its due date, as parts of the intake page."""
    return render(request, "dossiers/_intake_case.html", {"sheet": _sheet(request, checked=False)})


@role_required(*MOVING_ROLES)
@require_GET
def procedure_search(request: OfficerRequest) -> HttpResponse:
    """Procedures by some words without accents, while they are typed."""
    text = request.GET.get("find", "")
    return render(request, "dossiers/_procedure_results.html", {"find": text, "results": _procedures(text)})


@dataclass
class Sheet:
    """All forms of the screen, and what is chosen on it so far."""

    form: IntakeForm
    other: OtherPaperForm
    papers: list[PaperForm] = field(default_factory=list)
    procedure: Procedure | None = None
    receipt: receipts.Receipt | None = None
    scan: "Scan | None" = None
    doubles: list[Dossier] = field(default_factory=list)
    find: str = ""
    finds_next: bool = False
    results: list[Procedure] = field(default_factory=list)

    @property
    def lines(self) -> list[PaperForm | OtherPaperForm]:
        """The checklist, which stands there once there is a procedure."""
        return [*self.papers, self.other] if self.procedure else []

    def take_focus(self, *, sent: bool, chosen: bool) -> None:
        """Where the next keystroke goes: the person, then the procedure, then its papers."""
        if not sent:
            control = self.form.fields["applicant_name"]
        elif self.scan and self.scan.card and self.procedure is None:
            self.finds_next = True
            return
        elif not chosen:
            return
        elif self.procedure is None:
            self.finds_next = True
            return
        else:
            line = self.lines[0]
            control = line.fields["received" if "received" in line.fields else "name"]
        control.widget.attrs["autofocus"] = True

    def is_valid(self) -> bool:
        """Every form is asked, so that every error shows at once."""
        answers = [line.is_valid() for line in self.lines]
        if not all(answers):
            self.form.add_error(None, "Chọn lại dạng của giấy tờ trong danh sách.")
        return self.form.is_valid()

    def waits_for_a_word(self, request: OfficerRequest) -> bool:
        """Whether the dossier looks like one that is there already, and the officer has not said go on."""
        values = self.form.cleaned_data
        if request.POST.get("again") == "yes":
            return False
        self.doubles = list(
            doubles(
                values["intake_key"],
                procedure=values["procedure"],
                personal_number=values["personal_number"],
                user=request.user,
                today=timezone.localdate(),
            )[:MOST_RESULTS]
        )
        return bool(self.doubles)

    @property
    def handed_in(self) -> list[Paper]:
        return [paper for line in self.lines if (paper := line.handed_in) is not None]

    @property
    def missing(self) -> list[str]:
        """Required papers that were not handed in."""
        return [line.paper.name for line in self.papers if line.paper.required and not line.handed_in]


@dataclass(frozen=True)
class Scan:
    """A text that was scanned into the card's field, the card it is, and what its bearer has here."""

    text: str
    card: Card | None
    running: list[Dossier]

    @classmethod
    def of(cls, text: str, user: User) -> Self:
        card = read_card(text)
        if card is None:
            return cls(text, None, [])
        theirs = Dossier.objects.visible_to(user).in_hand().filter(personal_number=card.number)
        return cls("", card, list(theirs.select_related("procedure").order_by("due_on", "pk")[:MOST_RESULTS]))

    @property
    def person(self) -> dict[str, str]:
        """The fields that a card fills; the phone is not on it."""
        if self.card is None:
            return {}
        return {
            "applicant_name": self.card.name,
            "personal_number": self.card.number,
            "address": self.card.address,
        }


def _sheet(request: OfficerRequest, *, checked: bool) -> Sheet:
    """The screen as it was sent; `checked` binds the forms so that they answer for what was typed."""
    sent = request.POST
    code = one_line(sent.get("choose", sent.get("procedure", request.GET.get("thu-tuc", ""))))
    find = sent.get("find", "") if "choose" not in sent else ""
    results = _procedures(find) if find and not code else []
    if sent.get("step") == "search" and len(results) == 1:
        code, results = results[0].code, []
    procedure = Procedure.objects.published().filter(code=code).first() if code else None
    units = _units(request.user)
    own = next((unit for unit in units if unit.pk == request.user.unit_id), units[0])
    scan = Scan.of(sent["card"], request.user) if sent.get("card") else None
    if checked:
        form = IntakeForm(sent, units=units, procedure=procedure)
    else:
        initial = {"unit": own.pk, "intake_key": uuid4()} | sent.dict() | (scan.person if scan else {})
        form = IntakeForm(initial=initial | {"procedure": code}, units=units, procedure=procedure)
    sheet = Sheet(form, _other(sent, checked=checked), scan=scan, find=find, results=results)
    if procedure is not None:
        sheet.procedure = procedure
        sheet.papers = _papers(procedure, sent, checked=checked)
        at, due_at = (_moment(sent.get(name)) for name in ("received_at", "due_at"))
        chosen = next((unit for unit in units if str(unit.pk) == sent.get("unit")), own)
        sheet.receipt = receipts.preview(
            procedure, unit=chosen, at=min(at or timezone.now(), timezone.now()), due_at=due_at
        )
    if not checked:
        sheet.take_focus(sent=bool(sent), chosen="choose" in sent or sent.get("step") == "search")
    return sheet


def _papers(procedure: Procedure, sent: Any, *, checked: bool) -> list[PaperForm]:
    required = procedure.components.all()
    if checked:
        return [PaperForm(sent, paper=paper) for paper in required]
    return [PaperForm(paper=paper, initial=kept(f"paper-{paper.pk}", sent)) for paper in required]


def _other(sent: Any, *, checked: bool) -> OtherPaperForm:
    return OtherPaperForm(sent) if checked else OtherPaperForm(initial=kept(EXTRA_PAPER, sent))


def _moment(text: str | None) -> datetime | None:
    """What was typed, if it is a moment already."""
    try:
        return MomentField(required=False).clean(text)
    except forms.ValidationError:
        return None


def _procedures(text: str) -> list[Procedure]:
    """The shortest names first: who types “khai sinh” mostly means the plain one."""
    found = Procedure.objects.published().valid_on(timezone.localdate()).matching(text)
    return list(found.select_related("field").order_by(Length("folded_name"), "pk")[:MOST_RESULTS])


def _units(user: User) -> QuerySet[Unit]:
    """Units in which the officer receives: where the role is held, not what lies below; never none."""
    held = {unit for role in MOVING_ROLES for unit in user.roles.get(role, ())}
    return Unit.objects.filter(pk__in=held).order_by("valid_to", "code")


def _tell(request: OfficerRequest, sheet: Sheet, dossier: Dossier, *, is_new: bool) -> None:
    if not is_new:
        messages.info(
            request,
            f"Phiếu này đã được tiếp nhận thành hồ sơ {dossier.code}. Hồ sơ khác thì mở phiếu tiếp nhận mới.",
        )
        return
    messages.success(request, f"Đã tiếp nhận hồ sơ {dossier.code}.")
    shown = sheet.form.cleaned_data["shown_due"]
    if shown and dossier.due_at and timezone.localdate(shown) != timezone.localdate(dossier.due_at):
        messages.warning(request, f"Ngày hẹn tính theo lúc tiếp nhận: {receipts.in_words(dossier.due_at)}.")
    for warning in sheet.form.warnings:
        messages.warning(request, f"{warning} Hồ sơ vẫn được tiếp nhận; kiểm tra lại với người nộp.")
    if sheet.missing:
        messages.warning(
            request, f"Chưa nhận giấy tờ bắt buộc: {'; '.join(_shortly(name) for name in sheet.missing)}."
        )


def _shortly(name: str) -> str:
    return name if len(name) <= SHORT_NAME else f"{name[:SHORT_NAME].rsplit(' ', 1)[0]}…"
