"""Chỉ tiêu về hỗ trợ trước khi đến: each count opens the requests behind it, by procedure too."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from dossiers import intake
from dossiers.advance import handling, joining
from dossiers.models import AdvanceRequest, Dossier
from reports.figures import Scope, advance_by_procedure, figure_set, records
from reports.integrity import advance
from reports.integrity.model import Span
from reports.periods import Period
from tests.dossiers.advance.making import Home

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return Home()


@pytest.fixture
def month():
    today = timezone.localdate()
    return Period(today.replace(day=1), today, "", "")


def received(home):
    found = home.new()
    draft = joining.begin(found, by=home.officer)
    dossier = intake.receive_with_receipt(
        draft.key, by=home.officer, unit=home.unit, procedure=home.procedure, applicant_name=found.name
    )
    return AdvanceRequest.objects.get(pk=found.pk), dossier


def returned(dossier, visits):
    now = timezone.now()
    Dossier.objects.filter(pk=dossier.pk).update(
        status="returned", outcome="approved", finished_at=now, returned_at=now,
        finished_on=timezone.localdate(), returned_on=timezone.localdate(), visits=visits,
    )  # fmt: skip


def test_requests_are_counted_in_the_period_they_came_by_what_became_of_them(home, month):
    home.new()
    late = home.asked()
    AdvanceRequest.objects.filter(pk=late.pk).update(answer_due_on=timezone.localdate() - timedelta(days=1))
    for visits in (2, 3):
        returned(received(home)[1], visits)
    received(home)

    found = figure_set(home.unit, month)

    assert {code: found.figures[code] for code in found.figures if code.startswith("advance_")} == {
        "advance_received": 5, "advance_answered": 4, "advance_answered_in_time": 3,
        "advance_to_dossier": 3, "advance_returned": 2, "advance_two_visits": 1,
    }  # fmt: skip
    assert (found.rates["advance_in_time"], found.rates["advance_two_visits"]) == (75, 50)
    before = Period(date(2020, 1, 1), date(2020, 1, 31), "", "")
    assert figure_set(home.unit, before).figures["advance_received"] == 0


def test_each_number_of_the_table_opens_as_many_requests(client, home, month):
    home.new(), received(home)
    client.force_login(home.officer)
    asked = f"?don-vi={home.unit.code}&tu={month.first:%d/%m/%Y}&den={month.last:%d/%m/%Y}"

    page = client.get(f"/bao-cao/so-lieu/ho-tro-truoc/{asked}")

    [line] = page.context["lines"]
    assert line.label == home.procedure.name
    assert [figure.value for figure in line.figures] == [2, 1, 1, 1, 0, 0]
    assert [figure.value for figure in page.context["total"].figures] == [2, 1, 1, 1, 0, 0]
    for figure in line.figures:
        assert parse_qs(urlsplit(figure.url).query)["nhom"] == [home.procedure.code]
        assert client.get(figure.url).context["page_obj"].paginator.count == figure.value


def test_the_whole_is_the_sum_of_its_procedures(home, month):
    home.new()
    other = Home(home.unit)
    other.new(), other.asked()
    scope = Scope.of(home.unit, month)

    whole, groups = advance_by_procedure(scope)

    assert sorted(group.figures["advance_received"] for group in groups) == [1, 2]
    assert whole.figures["advance_received"] == records(scope, "advance_received").count() == 3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"status": "ready"}, "trạng thái là ready, diễn biến đưa đến awaiting"),
        ({"answered_on": None}, "ngày trả lời lần đầu ghi None"),
        ({"due_on": date(2026, 1, 5)}, "hạn của bước đang chờ ghi 2026-01-05"),
        ({"result_told_on": date(2026, 1, 5)}, "ngày gọi báo kết quả ghi 2026-01-05"),
    ],
)
def test_an_edited_request_is_found(home, change, sentence):
    found, span = home.asked(), Span.of_years(1, timezone.localdate())
    home.booked(), received(home), home.closed()
    assert not list(advance.problems(span))

    AdvanceRequest.objects.filter(pk=found.pk).update(**change)

    assert any(sentence in str(problem) for problem in advance.problems(span))


def test_a_lost_draft_is_found(home):
    found = home.drafted()
    draft = found.drafts.get()
    draft.file.storage.delete(str(draft.file))

    problems = advance.problems(Span.of_years(1, timezone.localdate()))

    assert [problem.code for problem in problems] == ["advance.draft"]
    assert handling.resume(found, by=home.officer).status == "checking"
