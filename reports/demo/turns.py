"""Những việc xen giữa: what falls to a case by its turn, before or after a step of its plan."""

from collections.abc import Callable
from datetime import datetime, timedelta

from dossiers import corrections, intake, lateness, lifecycle, rating, returning
from dossiers.fees import taking
from dossiers.fees.account import Account
from dossiers.lifecycle import Paper
from dossiers.models import (
    Comment,
    CommentKind,
    DossierEvent,
    FiledAs,
    IdentityCheck,
    Payment,
    Procedure,
    ReceiverRole,
    ResultDelivery,
    Scan,
    StepKind,
    Transfer,
    WordPurpose,
)
from dossiers.papers import scanning, uploads
from dossiers.process import comments, handing, transfers, ways
from dossiers.status import DossierStatus, Rating
from dossiers.wordforms import filling, templates
from portal import jobs
from portal.models import Unit, User
from reports.demo import samples, verbs
from reports.demo.cases import Act, Case
from reports.demo.fitting import CONFIRMATION

CERTIFIED_COPY = "2.000815"
_SCANNED_PAPERS = 2


def before(case: Case, event: DossierEvent) -> list[Act]:
    """What leads to a step."""
    if event.action != "conclude" or not case.is_resolved_at_home:
        return []
    was_processed = event.from_status == DossierStatus.PROCESSING
    return [to_the_leader, to_the_records] if was_processed and case.turn % 2 == 0 else []


def after(case: Case, event: DossierEvent) -> list[Act]:
    """What follows a step."""
    return [act for action, is_due, act in _FOLLOWING if action == event.action and is_due(case)]


# Money, papers, the declaration


def take_back_payment(case: Case, at: datetime) -> None:
    """Hủy lần thu ghi nhầm; it is written down anew afterwards."""
    for payment in Payment.objects.filter(dossier=case.dossier, entry="payment", method="cash"):
        taking.reverse(payment, reason="Ghi nhầm số biên lai", by=case.staff.intake)


def scan(case: Case, at: datetime) -> None:
    """Số hóa: the first papers that must be, drawn here; prepared at once, as the worker would."""
    dossier = case.dossier
    for paper in dossier.components.filter(must_digitise=True, is_digitised=False)[:_SCANNED_PAPERS]:
        lines = (
            f"Họ và tên: {dossier.owner_name}", f"Số định danh cá nhân: {dossier.personal_number}",
            f"Nơi cư trú: {dossier.address}",
            f"Nộp kèm hồ sơ {dossier.code}, thủ tục “{dossier.procedure.name}”.",
        )  # fmt: skip
        upload = uploads.look_at(samples.scan(paper.name, lines), f"quet-{case.turn:03d}.jpg")
        made: list[Scan] = scanning.attach(paper, [upload], by=case.staff.intake)
        job = Scan.objects.get(pk=made[0].pk).job
        assert job is not None
        jobs.work_off(job)


def fill_declaration(case: Case, at: datetime) -> None:
    dossier = case.dossier
    for template in templates.usable_for(dossier, WordPurpose.DECLARATION):
        values = filling.known_values(template, dossier)
        values |= {"tinh_trang_hon_nhan": "Chưa đăng ký kết hôn với ai", "muc_dich": "Để đăng ký kết hôn"}
        filling.keep(template, dossier, values=values, by=case.staff.intake)


def correct(case: Case, at: datetime) -> None:
    """Sửa sau khi tiếp nhận: the house number that was left out, on a revised receipt."""
    dossier = case.dossier
    if not corrections.refusal(dossier):
        corrections.correct(
            dossier, values={"address": f"Số {case.turn + 1}, {dossier.address}"}, seen=0,
            reason="Công dân cung cấp thêm số nhà", by=case.staff.intake,
        )  # fmt: skip


def bring_a_second(case: Case, at: datetime) -> None:
    """Nộp nhiều hồ sơ một lượt: copies to be certified, on the receipt of the first."""
    first = case.dossier
    procedure = Procedure.objects.get(code=CERTIFIED_COPY)
    intake.receive_with_receipt(
        case.key(), by=case.staff.intake, unit=first.receiving_unit, at=at, bundle=first.bundle,
        procedure=procedure, papers=[Paper("Bản chính giấy tờ cần chứng thực", FiledAs.SHOWN)],
        applicant_name=first.applicant_name, personal_number=first.personal_number, phone=first.phone,
        address=first.address, channel=first.channel, seconds=case.rng.randint(15, 40), fee=2000,
    )  # fmt: skip


def return_the_second(case: Case, at: datetime) -> None:
    """The copies are ready while the citizen waits."""
    first, staff = case.dossier, case.staff
    assert first.bundle is not None
    second = first.bundle.dossiers.exclude(pk=first.pk).get()
    taking.take(second, method="cash", amount=Account.of(second).owed, by=staff.intake, at=at)
    lifecycle.conclude(second, by=staff.specialist, at=at)
    receiver = returning.Receiver(ReceiverRole.OWNER, second.applicant_name, second.phone, IdentityCheck.CARD)
    returning.hand_over(
        [second], batch=case.key(), receiver=receiver, way=ResultDelivery.COUNTER, by=staff.intake, at=at
    )


# On the way through the house


def to_the_leader(case: Case, at: datetime) -> None:
    _pass_on(case, StepKind.SIGN, by=case.staff.specialist, to=case.staff.leader, at=at)


def to_the_records(case: Case, at: datetime) -> None:
    _pass_on(case, StepKind.STAMP, by=case.staff.leader, to=case.staff.records, at=at)


def _pass_on(case: Case, kind: StepKind, *, by: User, to: User, at: datetime) -> None:
    dossier = case.dossier
    way = ways.kept(dossier)
    step = way.of_kind(kind)
    assert step is not None
    handing.hand_over(
        dossier, by=by, to_step=step.position, seen_at=way.place(dossier).position, to_user=to, at=at
    )


def comment(case: Case, at: datetime) -> None:
    text = "Đã đối chiếu với sổ hộ tịch, còn chờ xác minh nơi cư trú."
    comments.say(case.dossier, by=case.staff.specialist, text=text)


def instruct(case: Case, at: datetime) -> None:
    text = "Ưu tiên giải quyết, báo lại trước ngày hẹn trả một ngày."
    comments.instruct(case.dossier, by=case.staff.leader, text=text, answer_by=at.date() + timedelta(days=3))


def answer_instruction(case: Case, at: datetime) -> None:
    asked = Comment.objects.get(dossier=case.dossier, kind=CommentKind.INSTRUCTION)
    comments.say(
        case.dossier, by=case.staff.specialist, text="Đã rõ, sẽ trình ký trong ngày mai.", answers=asked
    )


def ask_agency(case: Case, at: datetime) -> None:
    """Liên thông: every other question to a neighbour in the tree, the others to an agency outside."""
    neighbour = Unit.objects.get(code="19414", valid_to=None) if case.turn % 4 == 0 else None
    transfers.send(
        case.dossier, by=case.staff.specialist, due_at=at + timedelta(days=3), to_unit=neighbour,
        content="Đề nghị xác minh thời gian cư trú trước đây của người nộp hồ sơ.",
        to_agency="" if neighbour else f"Công an {case.staff.place}",
    )  # fmt: skip


def agency_answers(case: Case, at: datetime) -> None:
    """What an agency outside answers, the asking officer writes down."""
    asked = Transfer.objects.get(dossier=case.dossier)
    if asked.to_unit is None:
        words = "Đã xác minh: cư trú liên tục tại địa phương từ năm 2015."
        transfers.answer(asked, by=case.staff.specialist, answer=words)


def apologise(case: Case, at: datetime) -> None:
    """Xin lỗi, hẹn lại: by the leader in time, where the dossier goes on running."""
    dossier = case.dossier
    if dossier.is_running and dossier.paused_since is None and dossier.due_at is not None:
        lifecycle.apologise(
            dossier, reason=lateness.REASONS[case.turn % 2], by=case.staff.leader, at=at,
            new_due_at=lifecycle.proposed_date(dossier, at),
        )  # fmt: skip


def rate(case: Case, at: datetime) -> None:
    """What the citizen answers on the screen at the counter."""
    if (given := case.life.dossier.rating) is not None:
        rating.rate(case.dossier, Rating(given))


_FOLLOWING: tuple[tuple[str, Callable[[Case], bool], Act], ...] = (
    ("receive", lambda case: case.turn % 4 != 0, verbs.settle),
    ("receive", lambda case: case.turn % 16 == 7, take_back_payment),
    ("receive", lambda case: case.turn % 16 == 7, verbs.settle),
    ("receive", lambda case: case.came_in_person and case.procedure.code == CONFIRMATION, fill_declaration),
    ("receive", lambda case: case.is_scanned, scan),
    ("receive", lambda case: case.has_more, bring_a_second),
    ("receive", lambda case: case.has_more, return_the_second),
    ("receive", lambda case: case.turn % 13 == 5, correct),
    ("start_processing", lambda case: case.is_resolved_at_home and case.turn % 5 == 1, comment),
    ("start_processing", lambda case: case.is_resolved_at_home and case.turn % 7 in {1, 3}, instruct),
    ("start_processing", lambda case: case.is_resolved_at_home and case.turn % 7 == 3, answer_instruction),
    ("start_processing", lambda case: case.is_resolved_at_home and case.turn % 6 in {0, 2}, ask_agency),
    ("start_processing", lambda case: case.is_resolved_at_home and case.turn % 6 == 2, agency_answers),
    ("return_result", lambda _: True, rate),
)
"""Action of a planned event, of which cases, and what then happens; in this order."""
