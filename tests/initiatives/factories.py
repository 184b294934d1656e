"""Sáng kiến in the usual situations: `InitiativeFactory(status="accepted", deciding_unit=district)`.

Everything before the wanted state is lived by the verbs themselves, so the history is whole.
"""

from datetime import date
from functools import partial

from django.utils import timezone

from initiatives import moving, numbering, sending, writing
from initiatives.models import Initiative
from initiatives.status import InitiativeStatus, Move
from portal.models import Role, Unit, User
from tests.dossiers.factories import UnitFactory, UserFactory

TEXTS = {
    "problem": "Người dân chưa quen nộp hồ sơ trực tuyến.",
    "reason": "Tỷ lệ số hóa năm trước chỉ đạt 5,67%.\nThanh toán trực tuyến chưa phát sinh.",
    "situation": "Từ ngày 15/12/2021 đến ngày 14/12/2022 tiếp nhận 1.644 hồ sơ.",
    "solution": "Công chức trực tiếp hỗ trợ người dân nộp hồ sơ.\n- Đầu tư máy quét.\n- Vẽ sơ đồ các bước.",
    "applicability": "Áp dụng được ở mọi Bộ phận Một cửa cấp xã.",
    "effect_money": "Giảm chi phí in ấn.",
    "effect_time": "Người dân bớt một lần đi lại.",
    "effect_people": "Không thêm người.",
    "conclusion": "Giải pháp dễ làm, hiệu quả cao.",
    "conditions": "Máy tính, máy quét, đường truyền.",
}


def author_of(unit: Unit, **fields) -> User:
    """Somebody with a role who writes."""
    return UserFactory(unit=unit, roles=[Role.PROCESSING], **fields)


def draft(
    *, unit: Unit | None = None, by: User | None = None, whole: bool = True, at=None, **fields
) -> Initiative:
    """A draft, whole unless asked otherwise."""
    by = by or author_of(unit or UnitFactory())
    initiative = writing.begin(title=fields.pop("title", "Hỗ trợ nộp hồ sơ trực tuyến"), by=by, at=at)
    if unit is not None:
        initiative.unit = unit
    texts = TEXTS | {"first_applied_on": date(2026, 1, 5)} if whole else {}
    for name, value in (texts | fields).items():
        setattr(initiative, name, value)
    initiative.fold()
    initiative.save()
    return initiative


def InitiativeFactory(  # noqa: N802, it is called as the other factories are
    *,
    status: str = InitiativeStatus.DRAFT,
    unit: Unit | None = None,
    deciding_unit: Unit | None = None,
    by: User | None = None,
    at=None,
    **fields,
) -> Initiative:
    """One in the wanted state; `deciding_unit` is the unit itself unless told."""
    at = at or timezone.now()
    made = draft(unit=unit, by=by, at=at, **fields)
    for step in _STEPS[InitiativeStatus(status)]:
        made = _take(made, step, deciding_unit or made.unit, at)
    return made


_TO_ACCEPTED = [Move.SUBMIT, Move.CONFIRM, Move.ACCEPT]
_STEPS = {
    InitiativeStatus.DRAFT: [],
    InitiativeStatus.SUBMITTED: [Move.SUBMIT],
    InitiativeStatus.CONFIRMED: [Move.SUBMIT, Move.CONFIRM],
    InitiativeStatus.RETURNED: [Move.SUBMIT, Move.CONFIRM, Move.ASK],
    InitiativeStatus.ACCEPTED: _TO_ACCEPTED,
    InitiativeStatus.APPRAISING: [*_TO_ACCEPTED, Move.APPRAISE],
    InitiativeStatus.RECOGNISED: [*_TO_ACCEPTED, Move.APPRAISE, Move.RECOGNISE],
    InitiativeStatus.REFUSED: [*_TO_ACCEPTED, Move.APPRAISE, Move.REFUSE],
    InitiativeStatus.REVOKED: [*_TO_ACCEPTED, Move.APPRAISE, Move.RECOGNISE, Move.REVOKE],
    InitiativeStatus.WITHDRAWN: [Move.SUBMIT, Move.WITHDRAW],
}


def _take(made: Initiative, step: Move, deciding: Unit, at) -> Initiative:
    today = timezone.localdate(at)
    take = partial(moving.move, made, step, by=None, at=at)
    match step:
        case Move.SUBMIT:
            return sending.submit(made, by=made.authors.first().user, at=at)
        case Move.CONFIRM:
            number = numbering.take(deciding, today.year)
            return take(
                deciding_unit=deciding, number=number, code=numbering.code_of(today.year, number),
                year=today.year, confirmed_on=today,
            )  # fmt: skip
        case Move.ASK:
            return take(reason="Bổ sung số liệu.", asked_on=today)
        case Move.ACCEPT:
            return take(accepted_on=today)
        case Move.RECOGNISE | Move.REFUSE:
            return take(decided_on=today)
        case _:
            return take()
