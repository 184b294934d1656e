"""Những việc xen giữa: what falls to a case by its turn, before or after a step of its plan."""

from collections.abc import Callable, Sequence
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
from dossiers.papers import scanning
from dossiers.process import comments, handing, transfers, ways
from dossiers.status import DossierStatus, Rating
from dossiers.wordforms import filling, templates
from portal import jobs
from portal.files import uploads
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
    return [to_the_leader, to_the_records] if was_processed and case.falls("sign") else []


def after(case: Case, event: DossierEvent) -> list[Act]:
    """What follows a step."""
    return [
        act for action, what, act in _FOLLOWING if action == event.action and (not what or case.falls(what))
    ]


def deal(cases: Sequence[Case]) -> None:
    """To each case what falls to it."""
    for what, (suits, round_of, places) in _LOTS.items():
        for place, case in enumerate(filter(suits, cases)):
            if place % round_of in places:
                case.lot.add(what)


# Money, papers, the declaration


def take_back_payment(case: Case, at: datetime) -> None:
    """Hủy lần thu ghi nhầm, and write it down anew."""
    for payment in Payment.objects.filter(dossier=case.dossier, entry="payment"):
        taking.reverse(payment, reason="Ghi nhầm số biên lai", by=case.staff.intake)
    verbs.settle(case, at)


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


def ask_outside(case: Case, at: datetime) -> None:
    _ask(case, at, to_agency=f"Công an {case.staff.place}")


def ask_neighbour(case: Case, at: datetime) -> None:
    _ask(case, at, to_unit=Unit.objects.get(code="19414", valid_to=None))


def _ask(case: Case, at: datetime, *, to_unit: Unit | None = None, to_agency: str = "") -> None:
    """Liên thông: a neighbour in the tree, or an agency outside."""
    words = "Đề nghị xác minh thời gian cư trú trước đây của người nộp hồ sơ."
    transfers.send(
        case.dossier, by=case.staff.specialist, content=words, due_at=at + timedelta(days=3),
        to_unit=to_unit, to_agency=to_agency,
    )  # fmt: skip


def agency_answers(case: Case, at: datetime) -> None:
    """What an agency outside answers, the asking officer writes down."""
    words = "Đã xác minh: cư trú liên tục tại địa phương từ năm 2015."
    transfers.answer(Transfer.objects.get(dossier=case.dossier), by=case.staff.specialist, answer=words)


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


_FOLLOWING: tuple[tuple[str, str, Act], ...] = (
    ("receive", "settled", verbs.settle),
    ("receive", "reversed", take_back_payment),
    ("receive", "declaration", fill_declaration),
    ("receive", "scan", scan),
    ("receive", "second", bring_a_second),
    ("receive", "second", return_the_second),
    ("receive", "corrected", correct),
    ("start_processing", "comment", comment),
    ("start_processing", "instruction", instruct),
    ("start_processing", "instruction answered", answer_instruction),
    ("start_processing", "outside", ask_outside),
    ("start_processing", "outside answered", agency_answers),
    ("start_processing", "neighbour", ask_neighbour),
    ("return_result", "", rate),
)
"""Action of a planned event, what falls to the case (empty: to every one), and what then happens, in this
order."""
_LOTS: dict[str, tuple[Callable[[Case], bool], int, set[int]]] = {
    "settled": (lambda case: case.owes, 4, {0, 1, 2}),
    "transfer": (lambda case: case.owes, 3, {1}),
    "reversed": (lambda case: case.owes, 12, {0}),
    "declaration": (lambda case: case.procedure.code == CONFIRMATION, 2, {0}),
    "scan": (lambda case: case.came_in_person and case.has_paper_to_scan, 4, {1}),
    "second": (lambda case: case.came_in_person, 5, {2}),
    "corrected": (lambda case: True, 10, {3}),
    "sign": (lambda case: case.is_processed, 2, {0}),
    "comment": (lambda case: case.is_processed, 4, {1}),
    "instruction": (lambda case: case.is_processed, 4, {0, 2}),
    "instruction answered": (lambda case: case.is_processed, 4, {2}),
    "outside": (lambda case: case.is_processed, 5, {0}),
    "outside answered": (lambda case: case.is_processed, 10, {0}),
    "neighbour": (lambda case: case.is_processed, 5, {3}),
    "apology": (lambda case: case.is_late and case.is_resolved_at_home, 2, {0}),
}
"""What falls by turns: whom it suits, and which of so many in a row get it."""
