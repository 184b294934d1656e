"""Các bước của một hồ sơ as its plan has them, each by the verb that the desk would use."""

from datetime import datetime

from dossiers import intake, lifecycle, returning, slips
from dossiers.fees import taking
from dossiers.fees.account import Account
from dossiers.lifecycle import Asked, Paper
from dossiers.models import (
    FiledAs,
    IdentityCheck,
    Payment,
    PaymentMethod,
    Priority,
    ReceiverRole,
    ResultDelivery,
)
from dossiers.results import filing
from dossiers.status import Channel
from portal import formats
from portal.models import User
from reports.demo import samples
from reports.demo.cases import Act, Case
from reports.demo.stories import MISSING_PAPERS

_REFUSED = "Không đủ điều kiện giải quyết theo quy định."
_PRIORITIES = (Priority.ELDERLY, Priority.MERIT, Priority.PREGNANT)


def receive(case: Case, at: datetime) -> None:
    """Tiếp nhận, with the receipt."""
    plan = case.life.dossier
    papers = [
        Paper(
            paper.name, FiledAs(paper.filed_as), paper.required,
            is_digitised=paper.is_digitised and not case.falls("scan"),
        )
        for paper in case.life.papers
    ]  # fmt: skip
    case.made = intake.receive_with_receipt(
        case.key(), by=case.staff.intake, unit=plan.receiving_unit, at=at, procedure=plan.procedure,
        resolving_unit=plan.resolving_unit, papers=papers, seconds=case.rng.randint(25, 150),
        goes_on=case.falls("second"), applicant_name=plan.applicant_name, owner_name=plan.owner_name,
        personal_number=plan.personal_number, phone=plan.phone, address=plan.address,
        email=f"congdan{case.turn}@example.vn" if case.turn % 4 == 0 else "",
        channel=plan.channel, case_type=plan.case_type, fee=plan.fee, is_paid_online=plan.is_paid_online,
        is_inter_agency=plan.is_inter_agency,
        helped_by=plan.helped_by,
        priority=_PRIORITIES[case.turn % 3] if case.turn % 8 == 6 else Priority.NONE,
        result_delivery=ResultDelivery.POST if plan.channel == Channel.POSTAL else ResultDelivery.COUNTER,
        delivery_address=plan.address if plan.channel == Channel.POSTAL else "",
    )  # fmt: skip
    receipt = intake.receipt_of(case.made)
    assert receipt is not None
    slips.record_print(receipt, by=case.staff.intake)


def start_processing(case: Case, at: datetime) -> None:
    lifecycle.start_processing(case.dossier, by=_specialist(case), at=at)


def request_supplement(case: Case, at: datetime) -> None:
    """Yêu cầu bổ sung, with its slip: papers of the procedure that were not handed in, else one in words."""
    handed_in = {paper.required for paper in case.life.papers}
    missing = [one for one in case.procedure.components.all() if one not in handed_in][:2]
    items = [Asked(one.name, one) for one in missing] or [Asked("Tờ khai ghi đủ thông tin, có chữ ký")]
    reason = MISSING_PAPERS[case.turn % len(MISSING_PAPERS)]
    lifecycle.request_supplement(case.dossier, reason=reason, items=items, by=_specialist(case), at=at)


def receive_supplement(case: Case, at: datetime) -> None:
    request = lifecycle.open_request(case.dossier)
    assert request is not None
    came = {item.pk: FiledAs.COPY if item.required else None for item in request.items.all()}
    lifecycle.receive_supplement(case.dossier, by=case.staff.intake, at=at, came=came)


def conclude(case: Case, at: datetime) -> None:
    """Có kết quả: the paper with its number, or the file of an electronic one."""
    plan, dossier = case.life.dossier, case.dossier
    title, number = plan.procedure.result or plan.procedure.name, f"{100 + case.turn}/KQ-UBND"
    content = None
    if plan.has_electronic_result:
        lines = (
            f"Số: {number}", f"Cấp cho ông (bà): {plan.owner_name}", f"Nơi cư trú: {plan.address}",
            f"Theo hồ sơ mã số: {dossier.code}", f"Ngày {formats.day_on_screen(at.date())}.",
        )  # fmt: skip
        content = samples.document(title, lines)
    filing.file_result(
        dossier, title=title[:200], number=number, issued_on=at.date(), content=content, by=case.staff.records
    )
    lifecycle.conclude(dossier, by=_specialist(case), at=at, has_electronic_result=plan.has_electronic_result)


def refuse(case: Case, at: datetime) -> None:
    lifecycle.refuse(case.dossier, reason=_REFUSED, by=_specialist(case), at=at)


def withdraw(case: Case, at: datetime) -> None:
    """Rút hồ sơ; what was paid goes back."""
    reason = "Công dân đề nghị rút hồ sơ để chuẩn bị lại giấy tờ."
    dossier = lifecycle.withdraw(case.dossier, reason=reason, by=case.staff.intake, at=at)
    for payment in Payment.objects.filter(dossier=dossier, entry="payment", reversals=None):
        taking.refund(payment, amount=payment.amount, reason="Công dân rút hồ sơ", by=case.staff.intake)


def stop(case: Case, at: datetime) -> None:
    reason = "Quá thời hạn bổ sung, công dân không nộp giấy tờ."
    lifecycle.stop(case.dossier, reason=reason, by=_specialist(case), at=at)


def return_result(case: Case, at: datetime) -> None:
    """Trả kết quả, once everything is paid; by post what came by post."""
    dossier, staff = case.dossier, case.staff
    settle(case, at)
    by_post = dossier.channel == Channel.POSTAL
    for_another = dossier.applicant_name != dossier.owner_name
    receiver = returning.Receiver(
        role=ReceiverRole.APPLICANT if for_another else ReceiverRole.OWNER,
        name=dossier.applicant_name,
        phone=dossier.phone,
        check=IdentityCheck.SENT if by_post else IdentityCheck.CARD,
    )
    returning.hand_over(
        [dossier], batch=case.key(), receiver=receiver, by=staff.intake, at=at,
        way=ResultDelivery.POST if by_post else ResultDelivery.COUNTER,
        tracking_number=f"MAU{case.turn:06d}VN" if by_post else "",
    )  # fmt: skip


def settle(case: Case, at: datetime) -> None:
    """Thu phí, lệ phí: what is still owed; every third citizen pays by transfer."""
    dossier = case.dossier
    owed = Account.of(dossier).owed
    if owed <= 0:
        return
    by_transfer = case.falls("transfer")
    taking.take(
        dossier, method=PaymentMethod.TRANSFER if by_transfer else PaymentMethod.CASH, amount=owed,
        by=case.staff.intake, at=at, reference=f"MAU{case.turn:06d}" if by_transfer else "",
        receipt_number="" if by_transfer else f"{case.turn + 1:07d}",
    )  # fmt: skip


def _specialist(case: Case) -> User | None:
    """The home commune's; what another commune resolves, nobody with an account does."""
    return case.staff.specialist if case.is_resolved_at_home else None


VERBS: dict[str, Act] = {
    "receive": receive,
    "start_processing": start_processing,
    "request_supplement": request_supplement,
    "receive_supplement": receive_supplement,
    "conclude": conclude,
    "refuse": refuse,
    "withdraw": withdraw,
    "stop": stop,
    "return_result": return_result,
}
"""Action of a planned event → what does it."""
