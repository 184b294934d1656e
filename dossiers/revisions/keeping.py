"""Soạn và công bố: drafts by the staff of a superior unit, published by decision, in effect on their day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers.models import Confidence, Procedure, ProcedureRevision
from dossiers.models.revision import RevisionKind
from dossiers.revisions import content as contents
from portal import audit
from portal.errors import DomainError
from portal.models import Role, RoleAssignment, UnitKind, User

KEEPER_ROLES = (Role.SUPERVISOR, Role.REFORM, Role.SYSTEM_ADMIN, Role.UNIT_ADMIN)
_SUPERIOR = {UnitKind.PROVINCE, UnitKind.DISTRICT}


def is_keeper(user: User) -> bool:
    """Người giữ danh mục: of a province or a district, or the system's administrator.

    Where only one office works with the portal, nobody above it can: its own administrator enters the
    decisions of the superior unit.
    """
    if user.has_role(Role.SYSTEM_ADMIN):
        return True
    held = {unit for role in (Role.SUPERVISOR, Role.REFORM) for unit in user.roles.get(role, ())}
    units = user.tree.pick(held) if user.is_active and held else []
    is_above = any(unit.kind in _SUPERIOR and unit.is_valid_on(timezone.localdate()) for unit in units)
    return is_above or _runs_the_only_office(user)


def _runs_the_only_office(user: User) -> bool:
    """Whether all who hold a role in any unit hold it within what the user administers."""
    reach = user.unit_ids([Role.UNIT_ADMIN])
    if not reach:
        return False
    others = RoleAssignment.objects.filter(user__is_active=True, unit__isnull=False)
    return not others.exclude(role=Role.SYSTEM_ADMIN).exclude(unit__in=reach).exists()


@transaction.atomic
def begin(code: str, *, kind: RevisionKind, by: User) -> ProcedureRevision:
    """Soạn một lần công bố; where one is open already, that one goes on."""
    _check(by)
    procedure = Procedure.objects.select_for_update().filter(code=code).first()
    open_one = ProcedureRevision.objects.filter(code=code, applied_at=None).first()
    if open_one is not None:
        return open_one
    if kind == RevisionKind.NEW:
        if procedure is not None:
            raise DomainError(f"Danh mục đã có thủ tục {code}: mở thủ tục ấy rồi chọn “Sửa đổi, bổ sung”.")
    elif procedure is None:
        raise DomainError(f"Danh mục không có thủ tục mang mã {code}.")
    elif procedure.valid_to is not None and procedure.valid_to < timezone.localdate():
        raise DomainError(f"Thủ tục {code} đã hết hiệu lực từ {procedure.valid_to:%d/%m/%Y}.")
    made = ProcedureRevision.objects.create(
        procedure=procedure,
        code=code,
        kind=kind,
        content=contents.freeze(procedure) if procedure else contents.empty(),
        base=procedure.revision if procedure else 0,
        drafted_by=by,
    )
    audit.record("procedure.revision_drafted", by=by, target=made, code=code, kind=kind)
    return made


@transaction.atomic
def save(revision: ProcedureRevision, *, version: int, by: User, **values: Any) -> ProcedureRevision:
    """Ghi bản soạn. `version` is what the form was opened with: of two people the later one is told."""
    current = _locked(revision, version, by)
    for name, value in values.items():
        setattr(current, name, value)
    if current.procedure is not None:
        current.base = current.procedure.revision
    current.version += 1
    current.edited_by, current.edited_at = by, timezone.now()
    current.save()
    audit.record("procedure.revision_written", by=by, target=current, code=current.code)
    return current


@transaction.atomic
def discard(revision: ProcedureRevision, *, by: User) -> None:
    """Bỏ bản soạn; what was published is recalled first."""
    current = _locked(revision, None, by)
    audit.record("procedure.revision_discarded", by=by, target=current, code=current.code)
    current.delete()


@transaction.atomic
def publish(revision: ProcedureRevision, *, version: int, by: User) -> ProcedureRevision:
    """Công bố: from its day on the catalogue says it; where that day has come, at once."""
    current = _locked(revision, version, by)
    for fault in faults(current):
        raise DomainError(fault)
    current.published_by, current.published_at = by, timezone.now()
    current.version += 1
    current.save()
    audit.record(
        "procedure.revision_published", by=by, target=current, code=current.code, kind=current.kind,
        decision=current.decision_number, effective=str(current.effective_on),
    )  # fmt: skip
    assert current.effective_on is not None
    return take_effect(current) if current.effective_on <= timezone.localdate() else current


@transaction.atomic
def publish_decision(number: str, *, by: User) -> int:
    """Công bố cả quyết định: every draft of it, or none where one cannot be."""
    drafts = _in_turn(ProcedureRevision.objects.drafts().filter(decision_number=number).order_by("code"))
    for draft in drafts:
        try:
            publish(draft, version=draft.version, by=by)
        except DomainError as refusal:
            raise DomainError(f"{draft.code}: {refusal.message}") from refusal
    return len(drafts)


@transaction.atomic
def recall(revision: ProcedureRevision, *, by: User) -> ProcedureRevision:
    """Thôi công bố, before its day has come: it is a draft again."""
    _check(by)
    current = ProcedureRevision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
    if not current.is_waiting:
        raise DomainError("Chỉ thôi công bố được khi chưa đến ngày hiệu lực.")
    current.published_by = current.published_at = None
    current.version += 1
    current.save()
    audit.record("procedure.revision_recalled", by=by, target=current, code=current.code)
    return current


def faults(revision: ProcedureRevision) -> Iterable[str]:
    """What keeps a draft from being published, in sentences."""
    if not (revision.decision_number and revision.decision_on and revision.effective_on):
        yield "Ghi số, ngày quyết định và ngày có hiệu lực trước khi công bố."
        return
    if revision.effective_on < revision.decision_on:
        yield "Ngày có hiệu lực không được trước ngày quyết định."
    procedure = revision.procedure
    if procedure is not None and procedure.revision != revision.base:
        yield (
            f"Thủ tục {revision.code} đã có lần công bố {procedure.revision} sau khi bản này được soạn. "
            "Mở sửa, đối chiếu với nội dung hiện hành và ghi lại trước khi công bố."
        )
    if procedure is None and Procedure.objects.filter(code=revision.code).exists():
        yield f"Danh mục đã có thủ tục {revision.code}."
    if procedure is not None and revision.ends_it:
        if procedure.valid_from and revision.effective_on <= procedure.valid_from:
            yield f"Thủ tục có hiệu lực từ {procedure.valid_from:%d/%m/%Y}: chỉ hết hiệu lực sau ngày đó."
    elif not revision.ends_it:
        yield from contents.faults(revision.content)
    if revision.kind == RevisionKind.REPLACED:
        yield from _successor_faults(revision)


def _successor_faults(revision: ProcedureRevision) -> Iterable[str]:
    code = revision.successor_code
    if not code or code == revision.code:
        yield "Ghi mã của thủ tục thay thế, khác mã của thủ tục này."
        return
    known = Procedure.objects.filter(code=code).exists()
    coming = ProcedureRevision.objects.waiting().filter(
        code=code, kind=RevisionKind.NEW, effective_on__lte=revision.effective_on
    )
    if not known and not coming.exists():
        yield f"Chưa có thủ tục {code} trong danh mục, cũng chưa được công bố có hiệu lực đến ngày này."


def take_effect_due(today: date) -> int:
    """Áp dụng những lần công bố đến ngày; each by itself. How many took effect."""
    due = _in_turn(ProcedureRevision.objects.due(today))
    return sum(take_effect(revision).applied_at is not None for revision in due)


def _in_turn(revisions: Iterable[ProcedureRevision]) -> list[ProcedureRevision]:
    """New ones first, so that what is replaced finds its successor."""
    return sorted(revisions, key=lambda one: one.kind != RevisionKind.NEW)


@transaction.atomic
def take_effect(revision: ProcedureRevision) -> ProcedureRevision:
    """The catalogue says it from now on; a second run changes nothing. What was received before is kept.

    One that is replaced by what never came (its decision was recalled) waits, and the integrity check tells.
    """
    current = ProcedureRevision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
    if not current.is_waiting:
        return current
    successor = Procedure.objects.filter(code=current.successor_code).first()
    if current.kind == RevisionKind.REPLACED and successor is None:
        return current
    assert current.effective_on is not None
    if current.procedure_id is None:
        current.procedure = _brought_in(current)
    else:
        procedure = Procedure.objects.select_for_update(of=("self",)).get(pk=current.procedure_id)
        _freeze_first(procedure)
        if current.ends_it:
            procedure.valid_to = current.effective_on - timedelta(days=1)
            if current.kind == RevisionKind.REPLACED:
                procedure.replaced_by = successor
            current.content = contents.freeze(procedure)
        procedure.revision += 1
        _rest_on(procedure, current)
        contents.write(procedure, current.content)
        current.procedure = procedure
    current.number, current.applied_at = current.procedure.revision, timezone.now()
    current.save()
    audit.record(
        "procedure.revised", by=current.published_by, target=current.procedure, kind=current.kind,
        number=current.number,
    )  # fmt: skip
    return current


def _brought_in(revision: ProcedureRevision) -> Procedure:
    procedure = Procedure(code=revision.code, valid_from=revision.effective_on, is_published=True)
    _rest_on(procedure, revision)
    contents.write(procedure, revision.content)
    return procedure


def _rest_on(procedure: Procedure, revision: ProcedureRevision) -> None:
    procedure.decision_number, procedure.decision_on = revision.decision_number, revision.decision_on
    procedure.confidence = Confidence.HIGH
    if not revision.ends_it:
        procedure.is_published = True


def _freeze_first(procedure: Procedure) -> None:
    """Keep what stood before the first decision: the dossiers received until then were received under it."""
    if procedure.revisions.effective().exists():
        return
    ProcedureRevision.objects.create(
        procedure=procedure,
        code=procedure.code,
        kind=RevisionKind.FIRST,
        content=contents.freeze(procedure),
        decision_number=procedure.decision_number,
        decision_on=procedure.decision_on,
        effective_on=procedure.valid_from,
        number=procedure.revision,
        applied_at=timezone.now(),
    )


def _locked(revision: ProcedureRevision, version: int | None, by: User) -> ProcedureRevision:
    """The draft as it stands, for one person at a time."""
    _check(by)
    current = ProcedureRevision.objects.select_for_update(of=("self",)).filter(pk=revision.pk).first()
    if current is None:
        raise DomainError("Bản soạn này đã bị bỏ.")
    if not current.is_draft:
        raise DomainError(f"Bản này đã công bố theo quyết định {current.decision}, không sửa được nữa.")
    if version is not None and current.version != version:
        when = f" lúc {timezone.localtime(current.edited_at):%H:%M %d/%m/%Y}" if current.edited_at else ""
        raise DomainError(
            f"{current.edited_by or 'Người khác'} đã ghi bản này{when}, sau khi bạn mở. "
            "Mở lại để thấy nội dung mới rồi sửa tiếp; những gì bạn gõ vẫn còn trên trang này."
        )
    return current


def _check(by: User) -> None:
    if not is_keeper(by):
        raise DomainError(
            "Chỉ cán bộ của đơn vị cấp trên hoặc quản trị hệ thống công bố thủ tục, theo quyết định."
        )
