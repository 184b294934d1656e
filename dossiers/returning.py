"""Trả kết quả: who gets it, how that was made sure, what is still owed, by which way (NĐ 61/2018 Đ.20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dossiers import lifecycle, rating_links, slips, visits
from dossiers.fees import waiting
from dossiers.fees.account import Account
from dossiers.lifecycle.moving import locked, tell
from dossiers.models import (
    Dossier,
    DossierQuerySet,
    IdentityCheck,
    ReceiverRole,
    Result,
    ResultDelivery,
    ReturnRecord,
    SlipKind,
)
from dossiers.status import DossierStatus, Outcome
from portal import formats
from portal.errors import DomainError
from portal.models import User

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Receiver:
    """Who takes the result, as the officer made sure of them."""

    role: str
    name: str
    phone: str
    check: str
    authority_note: str = ""


@dataclass(frozen=True)
class Ready:
    """One dossier as it stands before it is handed over."""

    dossier: Dossier
    results: list[Result]
    owed: int
    is_deferred: bool

    @property
    def refusal(self) -> str:
        """Why it cannot be handed over; empty if it can."""
        if self.dossier.status != DossierStatus.CONCLUDED:
            return f"đang “{self.dossier.get_status_display()}”, chưa trả được"
        if self.owed > 0 and not self.is_deferred:
            return f"còn phải thu {formats.money(self.owed)}"
        return ""

    @property
    def what(self) -> str:
        """The result in words: its own, else what the procedure yields."""
        if self.dossier.outcome == Outcome.REFUSED:
            return "Văn bản từ chối giải quyết hồ sơ"
        named = "; ".join(str(result) for result in self.results)
        return named or self.dossier.procedure.result or self.dossier.procedure.name


def ready(dossier: Dossier) -> Ready:
    """Reads what `together` has fetched, or asks for it where one dossier stands alone."""
    return Ready(
        dossier,
        [result for result in dossier.results.all() if result.withdrawn_at is None],
        Account(list(dossier.charges.all()), list(dossier.payments.all())).owed,
        any(event.action == waiting.DEFERRED for event in dossier.events.all()),
    )


def together(dossier: Dossier, visible: DossierQuerySet) -> DossierQuerySet:
    """What the same visit may take along: results that wait, of the same person or the same group."""
    same = Q(pk=dossier.pk)
    if dossier.personal_number:
        same |= Q(personal_number=dossier.personal_number, status=DossierStatus.CONCLUDED)
    if dossier.bundle_id:
        same |= Q(bundle=dossier.bundle_id, status=DossierStatus.CONCLUDED)
    found = visible.filter(same).order_by("received_at", "pk")
    return found.prefetch_related("results", "charges", "payments", "events")


@transaction.atomic
def hand_over(
    dossiers: Sequence[Dossier],
    *,
    batch: UUID,
    receiver: Receiver,
    way: str,
    by: User | None,
    tracking_number: str = "",
    at: datetime | None = None,
) -> list[ReturnRecord]:
    """Trả kết quả của một hoặc nhiều hồ sơ cùng lúc: all of them, or none.

    What is sent counts as returned when it leaves the office; that it arrived is told later. A form sent
    twice finds its records made.
    """
    at = at or timezone.now()
    current = [locked(dossier) for dossier in sorted(dossiers, key=lambda one: one.pk)]
    made = list(ReturnRecord.objects.filter(batch=batch, dossier__in=dossiers).select_related("dossier"))
    if made:
        return made
    if not dossiers:
        raise DomainError("Chọn ít nhất một hồ sơ để trả.")
    if len(dossiers) > MOST_AT_ONCE:
        raise DomainError(f"Trả mỗi lần không quá {MOST_AT_ONCE} hồ sơ.")
    _check(receiver, way, tracking_number)
    return [
        _hand_over_one(
            ready(dossier),
            ReturnRecord(
                batch=batch,
                way=way,
                receiver_role=receiver.role,
                receiver_name=receiver.name,
                receiver_phone=receiver.phone,
                identity_check=receiver.check,
                authority_note=receiver.authority_note,
                tracking_number=tracking_number,
                handed_over_at=at,
                handed_over_by=by,
                arrived_at=at if way == ResultDelivery.COUNTER else None,
            ),
        )
        for dossier in current
    ]


def _hand_over_one(case: Ready, record: ReturnRecord) -> ReturnRecord:
    dossier, by, at = case.dossier, record.handed_over_by, record.handed_over_at
    if case.owed > 0 and not case.is_deferred:
        raise DomainError(
            f"Hồ sơ {dossier.code} còn phải thu {formats.money(case.owed)}. Thu xong rồi trả, "
            "hoặc lãnh đạo cho trả trước ở trang Phí, lệ phí của hồ sơ."
        )
    if record.way == ResultDelivery.ONLINE and not any(result.file for result in case.results):
        raise DomainError(
            f"Hồ sơ {dossier.code} chưa có tệp kết quả điện tử để trả trực tuyến. Ghi kết quả trước."
        )
    record.dossier = lifecycle.return_result(dossier, by=by, at=at)
    record.save()
    visits.recount(record.dossier)
    slips.issue(
        SlipKind.RETURN_RECEIPT,
        unit=dossier.receiving_unit,
        by=by,
        dossier=record.dossier,
        at=at,
        content={
            "result_kind": "; ".join(dict.fromkeys(one.get_kind_display() for one in case.results)),
            "result_number": "; ".join(one.number for one in case.results if one.number),
            "result_title": "; ".join(one.title for one in case.results) or case.what,
            "giver": str(by) if by else "",
            "giver_phone": by.phone if by else "",
            "receiver": record.receiver_name,
            "receiver_phone": record.receiver_phone,
            "returned_at": at.isoformat(),
            "rating_url": rating_links.rating_url(dossier),
        },
    )
    return record


@transaction.atomic
def at_once(dossier: Dossier, *, by: User | None, at: datetime) -> Dossier:
    """Trả ngay cho người nộp, who stands at the counter: in the day's list, without a receipt of return.

    What is owed stays to be seen on the dossier: the paper is in the citizen's hands already.
    """
    returned = lifecycle.return_result(dossier, by=by, at=at)
    owner_came = dossier.applicant_name == dossier.owner_name
    ReturnRecord.objects.create(
        dossier=returned,
        batch=uuid4(),
        way=ResultDelivery.COUNTER,
        receiver_role=ReceiverRole.OWNER if owner_came else ReceiverRole.APPLICANT,
        receiver_name=dossier.applicant_name,
        receiver_phone=dossier.phone,
        identity_check=IdentityCheck.CARD,
        handed_over_at=at,
        handed_over_by=by,
        arrived_at=at,
    )
    return returned


def _check(receiver: Receiver, way: str, tracking_number: str) -> None:
    """Applicant or owner with the receipt, anybody else with a letter of authority (NĐ 61/2018 Đ.6.2b)."""
    if receiver.role == ReceiverRole.PROXY and receiver.check != IdentityCheck.AUTHORITY:
        raise DomainError("Người nhận thay phải có giấy ủy quyền (NĐ 61/2018/NĐ-CP, Điều 6 khoản 2).")
    if receiver.check == IdentityCheck.AUTHORITY and not receiver.authority_note:
        raise DomainError("Ghi số, ngày hoặc nơi chứng thực của giấy ủy quyền.")
    if way == ResultDelivery.COUNTER and receiver.check == IdentityCheck.SENT:
        raise DomainError("Trả tại quầy thì kiểm tra giấy tờ của người nhận.")
    if way == ResultDelivery.POST and not tracking_number:
        raise DomainError("Gửi qua bưu chính thì ghi số hiệu bưu gửi.")


@transaction.atomic
def arrived(record: ReturnRecord, *, by: User | None, at: datetime | None = None) -> None:
    """Đã nhận: the citizen has what was sent."""
    at = at or timezone.now()
    current = locked(record.dossier)
    fresh = ReturnRecord.objects.get(pk=record.pk)
    if fresh.arrived_at is not None:
        return
    if at < fresh.handed_over_at:
        raise DomainError("Thời điểm nhận không được trước lúc gửi.")
    fresh.arrived_at, fresh.arrival_told_by = at, by
    fresh.save(update_fields=["arrived_at", "arrival_told_by"])
    tell(current, "result_arrived", current.status, at=at, by=by, details={"way": fresh.way})
