"""Ghi kết quả: number, day and file of what a dossier led to; nothing is deleted, only taken back."""

import secrets
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Dossier, FilledForm, Result, ResultKind, SignatureState
from dossiers.moves import MOVING_ROLES
from dossiers.results import numbering, signatures
from dossiers.status import RUNNING, DossierStatus, Outcome
from portal.errors import DomainError
from portal.files import uploads
from portal.models import Role, User

FILING_ROLES = (*MOVING_ROLES, Role.RECORDS)
"""Văn thư numbers and seals what the others resolve."""
TAKES_RESULTS = RUNNING | {DossierStatus.CONCLUDED, DossierStatus.RETURNED}
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 16


def may_file(user: User, dossier: Dossier) -> bool:
    units = user.unit_ids(FILING_ROLES)
    return dossier.resolving_unit_id in units or dossier.receiving_unit_id in units


@transaction.atomic
def file_result(
    dossier: Dossier,
    *,
    title: str,
    number: str,
    issued_on: date | None,
    content: bytes | None,
    by: User | None,
    made_from: FilledForm | None = None,
) -> Result:
    """Ghi một kết quả; with `content` an electronic one. The same file sent twice is one result."""
    current = locked(dossier)
    if current.status not in TAKES_RESULTS:
        raise DomainError(
            f"Hồ sơ {current.code} đang “{current.get_status_display()}”, không ghi kết quả được. "
            "Kết quả ghi khi hồ sơ đang giải quyết hoặc đã xử lý xong."
        )
    facts: dict[str, Any] = {"kind": ResultKind.PAPER}
    if content is not None:
        upload = uploads.look_at(content, "")
        if upload.kind is not uploads.FileKind.PDF:
            raise DomainError("Kết quả điện tử là tệp PDF. Lưu văn bản đã ký số ở dạng PDF rồi tải lên.")
        same = current.results.standing().filter(sha256=upload.sha256).first()
        if same is not None:
            return same
        examined = signatures.examine(content)
        if made_from is not None and made_from.template.needs_signature:
            _check_signed(examined.state)
        facts = {
            "kind": ResultKind.ELECTRONIC,
            "file": ContentFile(content, name="result.pdf"),
            "size": len(content),
            "sha256": upload.sha256,
            "pages": upload.pages,
            "signature_state": examined.state,
            "signatures": examined.as_json(),
        }
    numbering.check(current, number, issued_on)
    result = Result.objects.create(
        dossier=current,
        title=title,
        number=number,
        issued_on=issued_on,
        made_from=made_from,
        check_code="".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)),
        added_at=timezone.now(),
        added_by=by,
        **facts,
    )
    _mark(current)
    kind = result.get_kind_display().lower()
    tell(
        current, "add_result", current.status, at=result.added_at, by=by,
        reason=f"{kind}, số {number}" if number else kind,
        details={"result": result.pk, "kind": result.kind, "signature": result.signature_state},
    )  # fmt: skip
    return result


@transaction.atomic
def withdraw(result: Result, *, reason: str, by: User | None) -> None:
    """Thu hồi kết quả ghi nhầm: its page of checking says so from then on."""
    current = locked(result.dossier)
    fresh = Result.objects.get(pk=result.pk)
    if fresh.withdrawn_at is not None:
        return
    fresh.withdrawn_at, fresh.withdrawn_by, fresh.withdraw_reason = timezone.now(), by, reason
    fresh.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    if fresh.kind == ResultKind.ELECTRONIC:
        current.has_electronic_result = False
    _mark(current)
    tell(
        current, "withdraw_result", current.status, at=fresh.withdrawn_at, by=by, reason=reason,
        details={"result": fresh.pk},
    )  # fmt: skip


def _check_signed(state: SignatureState) -> None:
    """A draft becomes a result by the signature of who is competent (NĐ 30/2020/NĐ-CP Đ.5.1)."""
    if state == SignatureState.NONE:
        raise DomainError(
            "Tệp chưa có chữ ký số, mà mẫu này phải ký số. Tải bản PDF của dự thảo, ký, rồi chọn tệp đã ký."
        )
    if state in {SignatureState.CHANGED, SignatureState.BROKEN}:
        raise DomainError(f"{state.label}: không ghi làm kết quả được. Ký lại từ bản PDF của dự thảo.")


def _mark(dossier: Dossier) -> None:
    """The mark that figures count: of a dossier with a result, whether there is an electronic one."""
    if dossier.outcome == Outcome.APPROVED:
        dossier.has_electronic_result |= dossier.results.standing().electronic().exists()
        dossier.save(update_fields=["has_electronic_result"])
