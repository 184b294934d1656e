"""`check_integrity` on supplements, apologies and overrides, and on rows that their history contradicts."""

import pytest

from dossiers import lifecycle
from portal.models import Role
from reports.integrity import days, dossiers, rules
from reports.integrity.model import Span
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UserFactory, at
from tests.reports.test_integrity import run

pytestmark = pytest.mark.django_db
SPAN = Span(at("2024-01-01").date(), at("2024-12-31").date())


@pytest.fixture
def desk():
    """Papers asked for and received, a step undone, a late dossier with its apology, a limit overridden."""
    officer = OfficerFactory()
    leader = UserFactory(unit=officer.unit, roles=[Role.LEADER])

    def receive(name):
        return lifecycle.receive(
            procedure=ProcedureFactory(), unit=officer.unit, applicant_name=name, by=officer,
            at=at("2024-03-15 09:30"),
        )  # fmt: skip

    asked = [lifecycle.Asked("Giấy chứng sinh")]
    first = lifecycle.start_processing(receive("Đã Bổ Sung"), by=officer, at=at("2024-03-15 10:00"))
    lifecycle.request_supplement(first, reason="Thiếu", by=officer, items=asked, at=at("2024-03-18 10:00"))
    first = lifecycle.receive_supplement(first, by=officer, at=at("2024-03-21 08:00"))
    lifecycle.request_supplement(
        first, reason="Thiếu nữa", by=leader, items=asked, at=at("2024-03-22 10:00"),
        override="Luật chuyên ngành cho phép",
    )  # fmt: skip
    undone = lifecycle.start_processing(receive("Đã Hoàn Tác"), by=officer, at=at("2024-03-15 10:00"))
    lifecycle.undo(undone, reason="Nhầm", by=officer, at=at("2024-03-15 11:00"))
    late = lifecycle.start_processing(receive("Đã Trễ"), by=officer, at=at("2024-03-15 10:00"))
    lifecycle.apologise(
        late, reason="Cần xác minh", new_due_at=at("2024-03-29 09:30"), by=leader,
        at=at("2024-03-19 09:00"),
    )  # fmt: skip
    return officer.unit


def problems():
    return [problem.code for check in (dossiers, rules, days) for problem in check.problems(SPAN)]


def test_what_the_portal_wrote_holds_together(desk):
    assert problems() == []


DOSSIER = "UPDATE dossiers_dossier SET {} WHERE applicant_name = %s"
PAUSE = "UPDATE dossiers_pause SET {} WHERE to_at IS NOT NULL"
EVENT = "UPDATE dossiers_dossierevent SET {} WHERE action = %s"


@pytest.mark.parametrize(
    ("code", "sql", "values"),
    [
        ("dossier.replay", DOSSIER.format("outcome = 'refused'"), ["Đã Trễ"]),
        ("dossier.replay", DOSSIER.format("due_at = '2024-03-29 02:30', due_on = '2024-03-29'"), ["Đã Trễ"]),
        ("dossier.replay", DOSSIER.format("received_at = '2024-03-15 03:00'"), ["Đã Trễ"]),
        ("dossier.replay", PAUSE.format("to_at = '2024-03-21 02:00'"), []),
        ("dossier.history", EVENT.format("to_status = 'processing'"), ["undo"]),
        ("supplement.count", "DELETE FROM dossiers_supplementrequest WHERE reason = 'Thiếu'", []),
        ("supplement.slip", "UPDATE dossiers_slip SET kind = 'stop', number = 90 WHERE kind = 'supplement' "
         "AND number = 1", []),
        ("supplement.open", DOSSIER.format("status = 'processing'"), ["Đã Bổ Sung"]),
        ("supplement.item", "UPDATE dossiers_supplementitem SET component_id = %s", []),
        ("apology.history", EVENT.format("action = 'sorry'"), ["apologise"]),
        ("apology.slip", "UPDATE dossiers_slip SET kind = 'receipt' WHERE kind = 'apology'", []),
        ("dossier.counted_day", DOSSIER.format("apologised_on = '2024-03-18'"), ["Đã Trễ"]),
        ("dossier.counted_day", DOSSIER.format("apologised_on = '2024-03-18'"), ["Đã Hoàn Tác"]),
        ("dossier.counted_day", DOSSIER.format("asked_again_on = NULL"), ["Đã Bổ Sung"]),
        ("dossier.counted_day", DOSSIER.format("reused_on = '2024-03-18'"), ["Đã Bổ Sung"]),
        ("override.rule", "UPDATE dossiers_override SET rule = 'refused_never'", []),
        ("override.event", "UPDATE dossiers_override SET rule = 'refused_in_time'", []),
    ],
)  # fmt: skip
def test_an_edited_row_is_reported(desk, code, sql, values):
    if code == "supplement.count":
        run("DELETE FROM dossiers_supplementitem")
    if code == "supplement.item":
        other = lifecycle.receive(
            procedure=ProcedureFactory(), unit=desk, applicant_name="Khác", by=None,
            at=at("2024-03-15 09:30"), papers=[lifecycle.Paper("Tờ khai", "original")],
        )  # fmt: skip
        values = [other.components.get().pk]

    run(sql, *values)

    assert code in problems()
