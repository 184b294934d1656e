"""Phiếu tiếp nhận trên màn hình: everything that the one screen shows, made of what was sent so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.urls import reverse
from django.utils import timezone

from dossiers import drafts, intake, offering, people
from dossiers import receipt as receipts
from dossiers.forms.checklist import EXTRA_PAPER, OtherPaperForm, PaperForm, Reuse, kept
from dossiers.forms.intake import IntakeForm
from dossiers.identity import Card, read_card
from dossiers.lifecycle import Paper
from dossiers.models import (
    Bundle,
    CombinedGroup,
    Dossier,
    DossierComponent,
    Procedure,
    WordPurpose,
    WordTemplate,
)
from dossiers.moves import MOVING_ROLES
from dossiers.queueing import carrying
from dossiers.wordforms import paper as prints
from dossiers.wordforms import templates
from portal.forms import MomentField
from portal.models import Unit, User
from portal.text import fold, one_line

MOST_RESULTS = 12
GROUP = "nhom:"
"""Before the code of a combined group, where a procedure's stands else."""
Sent = Mapping[str, str]


@dataclass(frozen=True)
class Scan:
    """A text that came into the field of card and person: the card it is, or the people it may mean."""

    text: str = ""
    card: Card | None = None
    people: tuple[Dossier, ...] = ()
    person: dict[str, Any] = field(default_factory=dict)
    """What is known of the one person that it means, as the form's fields take it."""

    @classmethod
    def of(cls, text: str, user: User) -> Self:
        if card := read_card(text):
            return cls("", card, person=_of_card(card, people.last_of(user, card.number)))
        found = tuple(people.search(user, text))
        if len(found) == 1:
            return cls(person=people.known(found[0]))
        text = one_line(text)
        return cls(text, people=found, person={} if found else _stranger(text))

    @property
    def is_nobody(self) -> bool:
        return bool(self.text) and not self.people


@dataclass
class Sheet:
    """All forms of the screen, and what is chosen on it so far."""

    form: IntakeForm
    other: OtherPaperForm
    user: User
    sent: Sent = field(default_factory=dict)
    papers: list[PaperForm] = field(default_factory=list)
    procedure: Procedure | None = None
    receipt: receipts.Receipt | None = None
    scan: Scan = field(default_factory=Scan)
    doubles: list[Dossier] = field(default_factory=list)
    find: str = ""
    finds_next: bool = False
    finds_person: bool = False
    results: list[Procedure] = field(default_factory=list)
    most_used: list[Procedure] = field(default_factory=list)
    last: Dossier | None = None
    differences: list[people.Difference] = field(default_factory=list)
    running: list[Dossier] = field(default_factory=list)
    on_file: list[DossierComponent] = field(default_factory=list)
    bundle: Bundle | None = None
    groups: list[CombinedGroup] = field(default_factory=list)
    group: CombinedGroup | None = None
    also: list["Part"] = field(default_factory=list)
    declarations: list["DeclarationLine"] = field(default_factory=list)

    @property
    def lines(self) -> list[PaperForm | OtherPaperForm]:
        """The checklist, which stands there once there is a procedure."""
        if self.procedure is None:
            return []
        return [*self.papers, *(line for part in self.also for line in part.papers), self.other]

    @property
    def other_papers_on_file(self) -> list[DossierComponent]:
        """Those that no line of the checklist speaks of."""
        lines = [*self.papers, *(line for part in self.also for line in part.papers)]
        shown = {line.on_file for line in lines if line.on_file}
        return [paper for paper in self.on_file if paper not in shown]

    def take_focus(self, *, begins: bool, chosen: bool) -> None:
        """Where the next keystroke goes: the person, then the procedure, then its papers."""
        if begins:
            self.finds_person = True
        elif self.scan.text and not self.scan.person:
            self.finds_person = not self.scan.people
        elif not chosen:
            return
        elif self.procedure is None:
            self.finds_next = True
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

    def waits_for_a_word(self) -> bool:
        """Whether the dossier looks like one that is there already, and the officer has not said go on."""
        values = self.form.cleaned_data
        if self.sent.get("again") == "yes":
            return False
        found = intake.doubles(
            values["intake_key"],
            procedures=[values["procedure"], *(part.procedure for part in self.also)],
            personal_number=values["personal_number"],
            user=self.user,
            today=timezone.localdate(),
        )
        self.doubles = list(found[:MOST_RESULTS])
        return bool(self.doubles)

    @property
    def handed_in(self) -> list[Paper]:
        return _handed_in([*self.papers, self.other])

    @property
    def also_handed_in(self) -> list[intake.Also]:
        """What came for the other procedures of the group, with the fee that the catalogue fixes."""
        unit = self.form.cleaned_data["unit"]
        return [
            intake.Also(part.procedure, _handed_in(part.papers), fixed_fee(part.procedure, unit) or 0)
            for part in self.also
        ]

    @property
    def reuses(self) -> list[Reuse]:
        return [reused for line in self.lines if isinstance(line, PaperForm) and (reused := line.reused)]

    @property
    def missing(self) -> list[str]:
        """Required papers that were not handed in."""
        lines = [*self.papers, *(line for part in self.also for line in part.papers)]
        return [line.paper.name for line in lines if line.paper.required and not line.handed_in]


@dataclass(frozen=True)
class Part:
    """One more procedure of a combined group: its papers and what its applicant would be told."""

    procedure: Procedure
    papers: list[PaperForm]
    receipt: receipts.Receipt


@dataclass(frozen=True)
class DeclarationLine:
    """A declaration of a chosen procedure: filled in already or not, and whether it is printed next."""

    template: WordTemplate
    filled_at: datetime | None = None
    print_url: str = ""
    prints_now: bool = False

    @property
    def opens_page(self) -> bool:
        """A PDF is shown in a page of its own; a Word file is saved, and the officer stays where they are."""
        return self.print_url.endswith(".pdf")


def _handed_in(lines: Sequence[PaperForm | OtherPaperForm]) -> list[Paper]:
    return [paper for line in lines if (paper := line.handed_in) is not None]


def sheet_of(user: User, sent: Sent, *, checked: bool) -> Sheet:
    """The screen as it was sent; `checked` binds the forms so that they answer for what was typed."""
    code = one_line(sent.get("choose", sent.get("procedure", "")))
    group = _group(code.removeprefix(GROUP)) if code.startswith(GROUP) else _group(sent.get("group", ""))
    if group is not None and code.startswith(GROUP):
        code = group.in_order[0].code
    find = sent.get("find", "") if "choose" not in sent else ""
    results = procedures(find, user) if find and not code else []
    if _seeks(sent) and len(results) == 1:
        code, results = results[0].code, []
    procedure = Procedure.objects.published().filter(code=code).first() if code else None
    units = units_of(user)
    own = next((unit for unit in units if unit.pk == user.unit_id), units[0])
    scan = Scan.of(sent["card"], user) if sent.get("card") else Scan()
    if checked:
        said: dict[str, Any] = dict(sent)
        form = IntakeForm(sent, units=units, procedure=procedure)
    else:
        begun = {"unit": own.pk, "intake_key": uuid4(), **carrying.known_of(user)}
        said = {**begun, **sent, **_person(user, sent, scan)}
        if not said.get("fee") and procedure is not None and "choose" in sent:
            said["fee"] = fixed_fee(procedure, own)
        form = IntakeForm(initial=said | {"procedure": code}, units=units, procedure=procedure)
    sheet = Sheet(
        form, _other(sent, checked=checked), user, sent=sent, scan=scan, find=find, results=results,
        bundle=intake.bundle_of(user, str(said.get("bundle_key", ""))),
    )  # fmt: skip
    _remember(sheet, said)
    sheet.groups = list(CombinedGroup.objects.matching(find)) if find and not code else []
    if procedure is None:
        sheet.most_used = intake.most_used(user)
    else:
        sheet.procedure = procedure
        sheet.papers = _papers(procedure, sent, on_file=sheet.on_file, checked=checked)
        at, due_at = (_moment(sent.get(name)) for name in ("received_at", "due_at"))
        chosen = next((unit for unit in units if str(unit.pk) == str(said.get("unit"))), own)
        moment = min(at or timezone.now(), timezone.now())
        sheet.receipt = receipts.preview(procedure, unit=chosen, at=moment, due_at=due_at)
        if group is not None and procedure in group.in_order:
            sheet.group = group
            sheet.also = [
                Part(
                    one,
                    _papers(one, sent, on_file=sheet.on_file, checked=checked),
                    receipts.preview(one, unit=chosen, at=moment),
                )
                for one in group.in_order
                if one != procedure
            ]
        sheet.declarations = _declarations(sheet, chosen, str(said.get("intake_key", "")))
    if not checked:
        chosen_now = any(name in sent for name in ("choose", "person", "card", "intake_key")) or _seeks(sent)
        moves_on = chosen_now and sent.get("step") != "due" and "keep" not in sent
        sheet.take_focus(begins=not sent, chosen=moves_on)
    return sheet


def _seeks(sent: Sent) -> bool:
    """Enter in the field of procedures presses the first button: nothing is saved, the procedure is taken."""
    return bool(sent.get("find")) and sent.get("step") in {"search", "save"}


def _person(user: User, sent: Sent, scan: Scan) -> dict[str, Any]:
    """What a scan, a chosen person or the word “as last time” puts into the fields."""
    if scan.person:
        return scan.person
    if code := sent.get("person"):
        chosen = people.in_clear(user).filter(code=code).first()
        return people.known(chosen) if chosen else {}
    if name := sent.get("keep"):
        last = people.last_of(user, sent.get("personal_number", ""))
        before = people.differences(last, sent) if last else []
        return {one.name: one.typed for one in before if one.name == name}
    return {}


def _of_card(card: Card, last: Dossier | None) -> dict[str, Any]:
    """The card's own words; what it does not say (the phone) as the person's last dossier has it."""
    said = {
        "applicant_name": card.name,
        "personal_number": card.number,
        "born_on": card.born_on,
        "sex": {"Nam": "male", "Nữ": "female"}.get(card.sex, ""),
        "address": card.address,
    }
    return (people.known(last) if last else {}) | {name: value for name, value in said.items() if value}


def _stranger(text: str) -> dict[str, str]:
    """Nobody of that name or number was here: what was typed to find them is what is known of them."""
    bare = "".join(letter for letter in text if letter not in " .")
    if len(bare) == 12 and bare.isdecimal():
        return {"personal_number": bare}
    if 9 <= len(bare) <= 11 and bare.isdecimal():
        return {"phone": bare}
    return {"applicant_name": text} if all(letter.isalpha() or letter == " " for letter in text) else {}


def _remember(sheet: Sheet, said: Mapping[str, Any]) -> None:
    """What the office knows of this person already."""
    number = one_line(str(said.get("personal_number", ""))).replace(" ", "").replace(".", "")
    sheet.last = people.last_of(sheet.user, number)
    if sheet.last:
        sheet.differences = people.differences(sheet.last, said)
        sheet.running = people.running(sheet.user, number)
        sheet.on_file = people.papers_on_file(sheet.user, number)


def _papers(
    procedure: Procedure, sent: Sent, *, on_file: list[DossierComponent], checked: bool
) -> list[PaperForm]:
    there = {fold(paper.name): paper for paper in on_file}
    lines = []
    for paper in procedure.components.all():
        line = (
            PaperForm(sent, paper=paper)
            if checked
            else PaperForm(paper=paper, initial=kept(f"paper-{paper.pk}", sent))
        )
        line.on_file = there.get(fold(paper.name))
        lines.append(line)
    return lines


def _declarations(sheet: Sheet, unit: Unit, key: str) -> list[DeclarationLine]:
    """Tờ khai that can be filled in before there is a dossier."""
    chosen = [sheet.procedure, *(part.procedure for part in sheet.also)]
    usable = list(templates.usable([unit], WordPurpose.DECLARATION).filter(procedure__in=chosen))
    found = drafts.key_of(key) if usable else None
    draft = drafts.of(sheet.user).filter(key=found).first() if found else None
    kept = draft.declarations if draft else {}
    lines = []
    for template in usable:
        filled = kept.get(str(template.pk))
        if filled is None:
            lines.append(DeclarationLine(template))
            continue
        ending = "pdf" if prints.is_possible() else "docx"
        url = reverse("dossiers:draft-declaration-file", args=[found, template.pk, ending])
        now = sheet.sent.get("printing") == str(template.pk)
        lines.append(DeclarationLine(template, datetime.fromisoformat(filled["at"]), url, now))
    return lines


def _group(code: str) -> CombinedGroup | None:
    return CombinedGroup.objects.filter(code=code, is_offered=True).first() if code else None


def _other(sent: Sent, *, checked: bool) -> OtherPaperForm:
    return OtherPaperForm(sent) if checked else OtherPaperForm(initial=kept(EXTRA_PAPER, sent))


def _moment(text: str | None) -> datetime | None:
    """What was typed, if it is a moment already."""
    try:
        return MomentField(required=False).clean(text)
    except forms.ValidationError:
        return None


def fixed_fee(procedure: Procedure, unit: Unit) -> int | None:
    """The amount that the catalogue fixes, or the unit where the catalogue leaves it open."""
    amounts = {fee.amount for fee in procedure.fees.all()}
    if None in amounts and (own := offering.terms_of(unit, procedure)) and own.fee is not None:
        return own.fee
    return amounts.pop() if len(amounts) == 1 else None


def procedures(text: str, user: User) -> list[Procedure]:
    """What the officer's unit offers, shortest names first: who types “khai sinh” mostly means the
    plain one."""
    offered = Procedure.objects.offered_by(user.unit) if user.unit else Procedure.objects.published()
    found = offered.valid_on(timezone.localdate()).matching(text)
    return list(found.select_related("field").order_by(Length("folded_name"), "pk")[:MOST_RESULTS])


def units_of(user: User) -> QuerySet[Unit]:
    """Units in which the officer receives: where the role is held, not what lies below; never none."""
    held = {unit for role in MOVING_ROLES for unit in user.roles.get(role, ())}
    return Unit.objects.filter(pk__in=held).order_by("valid_to", "code")
