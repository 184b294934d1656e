"""Sửa hồ sơ sau khi đã lập giấy tiếp nhận: same code, a reason, a new revision of the receipt.

Neither the procedure nor the due date is corrected here: who was received for the wrong procedure is
received anew, and a due date moves by pauses and by the office's calendar only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers import slips
from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Correction, Dossier, DossierComponent, FiledAs, ProcedureCaseType, SlipKind
from dossiers.models.component import MUST_DIGITISE
from dossiers.printing import requests
from dossiers.status import RUNNING, DossierStatus
from portal import formats
from portal.errors import DomainError
from portal.models import User

CORRECTABLE = (
    "applicant_name", "personal_number", "born_on", "sex", "phone", "email", "address",
    "owner_name", "owner_number", "authority_note", "result_delivery", "delivery_address", "priority", "sets",
    "case_type_id",
)  # fmt: skip
PAPERS = "papers"
ON_RECEIPT = frozenset(
    {
        "applicant_name", "personal_number", "phone", "email", "address", "owner_name", "result_delivery",
        "delivery_address", "sets", PAPERS,
    }
)  # fmt: skip
"""What of it the receipt says: after a change of these the sheet in the applicant's hands is out of date."""
OPEN_STATES = RUNNING | {DossierStatus.CONCLUDED}


@dataclass(frozen=True)
class PaperCorrection:
    """One paper as it should have been written down; without `component` a paper left out, without
    `filed_as` one that was never handed in."""

    name: str
    filed_as: FiledAs | None
    component: DossierComponent | None = None


@dataclass(frozen=True)
class Difference:
    """One field as it was and as it is, in words."""

    label: str
    before: str
    after: str


def refusal(dossier: Dossier) -> str:
    """Why nothing can be corrected now; empty if it can."""
    if dossier.status in OPEN_STATES:
        return ""
    return (
        f"Hồ sơ {dossier.code} đang “{dossier.get_status_display()}”: chỉ sửa được giấy tiếp nhận "
        "khi hồ sơ chưa trả kết quả và chưa kết thúc."
    )


@transaction.atomic
def correct(
    dossier: Dossier,
    *,
    values: Mapping[str, Any],
    papers: tuple[PaperCorrection, ...] = (),
    reason: str,
    seen: int,
    by: User,
) -> Correction:
    """Sửa hồ sơ. `values` are the fields of `CORRECTABLE` as they should be; `seen` is how many corrections
    the officer knew of, so that two who correct at once do not undo each other unseen."""
    current = locked(dossier)
    if why_not := refusal(current):
        raise DomainError(why_not)
    made = current.corrections.count()
    if made != seen:
        raise DomainError(
            f"Hồ sơ {current.code} vừa được người khác sửa. Mở lại trang để thấy bản mới rồi sửa tiếp."
        )
    before, after = _apply(current, values)
    _apply_papers(current, papers, before, after)
    if not after:
        raise DomainError("Chưa có gì khác với giấy tiếp nhận. Sửa ít nhất một mục rồi lưu.")
    current.save()
    receipt = requests.of_dossier(current).filter(kind=SlipKind.RECEIPT).order_by("-revision", "-pk").first()
    event = tell(
        current, "correct", current.status, at=timezone.now(), by=by, reason=reason,
        details={
            "number": made + 1, "fields": sorted(after),
            "changes_receipt": receipt is not None and not ON_RECEIPT.isdisjoint(after),
        },
    )  # fmt: skip
    slip = receipt and slips.revise(
        receipt, by=by, content={**receipt.content, "correction": made + 1, "correction_reason": reason}
    )
    return Correction.objects.create(
        dossier=current,
        number=made + 1,
        at=event.at,
        by=by,
        reason=reason,
        before=before,
        after=after,
        slip=slip,
    )


def differences(correction: Correction) -> list[Difference]:
    """What a correction changed, in words."""
    told = []
    for name in (*CORRECTABLE, PAPERS):
        if name in correction.after:
            label = "Giấy tờ" if name == PAPERS else str(_field(name).verbose_name)
            label = f"{label[:1].upper()}{label[1:]}"
            told.append(
                Difference(label, _said(name, correction.before[name]), _said(name, correction.after[name]))
            )
    return told


def _apply(dossier: Dossier, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name in CORRECTABLE:
        if name in values and values[name] != getattr(dossier, name):
            before[name], after[name] = _stored(getattr(dossier, name)), _stored(values[name])
            setattr(dossier, name, values[name])
    return before, after


def _apply_papers(
    dossier: Dossier,
    papers: tuple[PaperCorrection, ...],
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """Add, take out and re-label papers; the counts of those to digitise follow."""
    was = _listed(dossier)
    for paper in papers:
        component = paper.component
        if component is None and paper.filed_as is not None:
            must = paper.filed_as in MUST_DIGITISE
            dossier.components.create(name=paper.name, filed_as=paper.filed_as, must_digitise=must)
        elif component is not None and paper.filed_as is None:
            _take_out(component)
        elif component is not None and paper.filed_as != component.filed_as:
            component.filed_as = str(paper.filed_as)
            component.must_digitise = paper.filed_as in MUST_DIGITISE and not component.why_not
            component.is_digitised = component.has_counting_scan or (
                component.is_digitised and component.must_digitise
            )
            component.save()
    if (now := _listed(dossier)) != was:
        before[PAPERS], after[PAPERS] = was, now
        due = dossier.components.filter(must_digitise=True)
        dossier.papers_to_digitise = due.count()
        dossier.papers_digitised = due.filter(is_digitised=True).count()


def _take_out(component: DossierComponent) -> None:
    if component.scans.exists():
        raise DomainError(
            f"Giấy tờ “{component.name}” đã có bản quét nên không bỏ được. Gỡ bản quét trước nếu quét nhầm."
        )
    component.delete()


def _listed(dossier: Dossier) -> list[list[str]]:
    return [[component.name, component.filed_as] for component in dossier.components.all()]


def _field(name: str) -> Any:
    return Dossier._meta.get_field(name.removesuffix("_id"))


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _said(name: str, value: Any) -> str:
    if name == PAPERS:
        return "; ".join(f"{paper} ({FiledAs(form).label.lower()})" for paper, form in value) or "không có"
    if value in (None, ""):
        return "trống"
    if name == "born_on":
        return formats.day_on_screen(date.fromisoformat(value))
    if name == "case_type_id":
        return ProcedureCaseType.objects.get(pk=value).name
    choices = dict(_field(name).choices or ())
    return str(choices.get(value, value))
