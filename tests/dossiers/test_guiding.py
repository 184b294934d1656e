"""Hướng dẫn nộp trực tuyến tại quầy: steps, papers, then a dossier counted as helped."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import guiding, tasks
from dossiers.models import Dossier, HelpedBy, IntakeDraft, OnlineGuide, ServiceLevel
from dossiers.status import Channel
from portal.models import Role
from tests.dossiers.factories import (
    DossierFactory,
    OfficerFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
    UserFactory,
)  # fmt: skip

pytestmark = pytest.mark.django_db
LIST = "/ho-so/huong-dan/"
ALL_STEPS = list(guiding.STEPS)


@pytest.fixture
def officer(client):
    officer = OfficerFactory(full_name="Lê Thị Loan")
    client.force_login(officer)
    return officer


@pytest.fixture
def paper():
    procedure = ProcedureFactory(name="Đăng ký khai sinh", service_level=ServiceLevel.FULL)
    return ProcedureComponentFactory(procedure=procedure)


def started(client, procedure):
    client.post(LIST, {"procedure": procedure.code})
    return OnlineGuide.objects.get()


def page(guide):
    return f"/ho-so/huong-dan/{guide.key}/"


def test_only_procedures_that_can_be_submitted_online_are_offered(client, officer, paper):
    ProcedureFactory(name="Đăng ký khai tử", service_level=ServiceLevel.INFORMATION)

    found = client.get(LIST, {"tim": "dang ky"})

    assertContains(found, "Đăng ký khai sinh")
    assertNotContains(found, "Đăng ký khai tử")


def test_pressing_start_twice_is_one_guide(client, officer, paper):
    for _ in range(2):
        assertRedirects(
            client.post(LIST, {"procedure": paper.procedure.code}), page(OnlineGuide.objects.get()),
            fetch_redirect_response=False,
        )  # fmt: skip

    assert OnlineGuide.objects.count() == 1


def test_what_is_ticked_and_scanned_is_kept(client, officer, paper):
    guide = started(client, paper.procedure)

    client.post(page(guide), {"done": ["account", "scan"], "scanned": [paper.pk], "outside_code": ""})

    guide.refresh_from_db()
    assert (guide.done, guide.scanned, guide.finished_at) == (["account", "scan"], [paper.pk], None)
    assertContains(client.get(page(guide)), "checked", count=3)
    assertContains(client.get(LIST), "Đăng ký khai sinh")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"done": ["account"], "outside_code": "H50.1-261122-0001"}, "Chưa đánh dấu xong"),
        ({"done": ALL_STEPS, "outside_code": ""}, "Ghi mã hồ sơ mà Cổng dịch vụ công đã cấp."),
    ],
)
@pytest.mark.usefixtures("officer")
def test_it_ends_only_with_every_step_and_the_code(client, paper, sent, words):
    guide = started(client, paper.procedure)

    answer = client.post(page(guide), sent | {"finish": "1"})

    assertContains(answer, words)
    guide.refresh_from_db()
    assert guide.finished_at is None
    assert guide.done == sent["done"]
    assert not IntakeDraft.objects.exists()


def test_what_is_submitted_is_not_said_to_be_dropped(client, officer, paper):
    guide = started(client, paper.procedure)
    client.post(page(guide), {"done": ALL_STEPS, "outside_code": "H50.1-261122-0001", "finish": "1"})

    said = client.post(f"{page(guide)}bo/", follow=True)

    assertContains(said, "đã nộp xong, không bỏ được")
    assertNotContains(said, "Đã bỏ lần hướng dẫn dở.")
    assert OnlineGuide.objects.filter(pk=guide.pk).exists()


def test_what_costs_nothing_needs_no_payment(client, officer, paper):
    guide = started(client, paper.procedure)
    done = [step for step in ALL_STEPS if step != "pay"]

    client.post(page(guide), {"done": done, "outside_code": "H50.1-261122-0001", "finish": "1"})

    guide.refresh_from_db()
    assert guide.took is not None


def test_the_intake_lies_ready_and_the_dossier_counts_as_helped(client, officer, paper):
    guide = started(client, paper.procedure)
    sent = {"done": ALL_STEPS, "scanned": [paper.pk], "outside_code": "H50.1-261122-0001", "finish": "1"}

    ready = client.post(page(guide), sent, follow=True)
    assertContains(ready, f'name="intake_key" value="{guide.key}"')
    assertContains(ready, "Đăng ký khai sinh")
    typed = IntakeDraft.objects.get().typed
    client.post(
        "/ho-so/tiep-nhan/",
        typed | {
            "applicant_name": "Trần Thị Bích Ngọc", "personal_number": "045190001234",
            "unit": officer.unit.pk, "intake_key": str(guide.key), "step": "save",
            "paper-other-filed_as": "copy",
        },
    )  # fmt: skip

    dossier = Dossier.objects.get()
    assert dossier.intake_key == guide.key
    assert (dossier.channel, dossier.helped_by) == (Channel.ONLINE_FULL, HelpedBy.DESK)
    assert dossier.components.get().is_digitised
    assertContains(client.get(page(guide)), dossier.code)
    assertContains(client.get(page(guide)), "H50.1-261122-0001")


def test_a_guide_whose_draft_was_forgotten_lays_the_intake_ready_again(client, officer, paper):
    guide = started(client, paper.procedure)
    client.post(page(guide), {"done": ALL_STEPS, "scanned": [paper.pk], "outside_code": "H5", "finish": "1"})
    IntakeDraft.objects.all().delete()
    assertContains(client.get(LIST), "đã nộp, chưa vào sổ")

    ready = client.post(page(guide), {"resume": "1"}, follow=True)

    assertContains(ready, "Phiếu nhập dở đã quá hạn giữ")
    assertContains(ready, f'name="intake_key" value="{guide.key}"')
    assertContains(ready, "Đăng ký khai sinh")
    again = client.post(page(guide), {"resume": "1"}, follow=True)
    assertNotContains(again, "quá hạn giữ")
    DossierFactory(unit=officer.unit, intake_key=guide.key)
    assertNotContains(client.get(LIST), "chưa vào sổ</td>")


def test_a_guide_holds_nothing_of_the_person():
    columns = {field.name for field in OnlineGuide._meta.get_fields()}

    assert columns == {
        "id", "key", "officer", "unit", "procedure", "done", "scanned", "outside_code", "started_at",
        "updated_at", "finished_at",
    }  # fmt: skip


def test_another_officers_guide_is_not_found(client, officer, paper):
    guide = started(client, paper.procedure)
    client.force_login(OfficerFactory(unit=officer.unit))

    assertRedirects(client.get(page(guide)), LIST)
    client.post(f"{page(guide)}bo/")
    assert OnlineGuide.objects.filter(pk=guide.pk).exists()


def test_an_unfinished_guide_may_be_given_up_and_a_finished_one_stays(client, officer, paper):
    guide = started(client, paper.procedure)
    OnlineGuide.objects.update(finished_at=timezone.now(), outside_code="H50.1")
    client.post(f"{page(guide)}bo/")
    assert OnlineGuide.objects.exists()
    OnlineGuide.objects.update(finished_at=None)

    client.post(f"{page(guide)}bo/")

    assert not OnlineGuide.objects.exists()


def test_unfinished_guides_are_forgotten_after_the_offices_days(officer, paper):
    old, fresh, over = (guiding.start(ProcedureFactory(), by=officer) for _ in range(3))
    long_ago = timezone.now() - timedelta(days=8)
    OnlineGuide.objects.filter(pk=old.pk).update(updated_at=long_ago)
    ended = {"updated_at": long_ago, "finished_at": long_ago, "outside_code": "H50.1"}
    OnlineGuide.objects.filter(pk=over.pk).update(**ended)

    tasks.forget_old_drafts()

    assert set(OnlineGuide.objects.values_list("pk", flat=True)) == {fresh.pk, over.pk}


def helped(unit, officer_name, **fields):
    given = {"channel": Channel.ONLINE_FULL, "helped_by": HelpedBy.DESK, "received_at": timezone.now()}
    return DossierFactory(unit=unit, officer_name=officer_name, **given | fields)


def test_helped_dossiers_are_counted_by_officer_and_month(client, officer):
    unit = officer.unit
    helped(unit, "Lê Thị Loan")
    helped(unit, "Lê Thị Loan")
    helped(unit, "Trần Văn Hải")
    helped(unit, "Lê Thị Loan", helped_by=HelpedBy.ALONE)
    helped(OfficerFactory().unit, "Lê Thị Loan")
    this = timezone.localdate().replace(day=1)

    months = guiding.by_month([unit.pk], this)

    assert [(month.first, month.officer, month.helped) for month in months] == [
        (this, "Lê Thị Loan", 2), (this, "Trần Văn Hải", 1),
    ]  # fmt: skip


def test_an_officer_sees_the_own_number_and_a_leader_all(client, officer):
    helped(officer.unit, "Lê Thị Loan")
    helped(officer.unit, "Trần Văn Hải")

    assertNotContains(client.get(LIST), "Trần Văn Hải")
    client.force_login(UserFactory(unit=officer.unit, roles=[Role.LEADER]))

    assertContains(client.get(LIST), "Trần Văn Hải")


def test_a_number_opens_the_dossiers_that_it_counts(client, officer):
    mine = [helped(officer.unit, "Lê Thị Loan") for _ in range(2)]
    other = helped(officer.unit, "Trần Văn Hải")
    alone = helped(officer.unit, "Lê Thị Loan", helped_by=HelpedBy.ALONE)

    (address,) = re.findall(r'href="(/bao-cao/[^"]*)">2</a>', client.get(LIST).content.decode())
    listed = client.get(html.unescape(address)).content.decode()

    assert all(one.code in listed for one in mine)
    assert not [one.code for one in (other, alone) if one.code in listed]
