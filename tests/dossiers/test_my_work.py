from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.models import Absence, Dossier, HandoverList
from dossiers.process import handing, queues
from dossiers.status import DossierStatus
from portal.models import Role
from tests.dossiers.factories import DossierFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/ho-so/viec-cua-toi/"
HAND_OVER = "/ho-so/ban-giao/"


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def desk(client, unit):
    desk = UserFactory(unit=unit, full_name="Lê Thị Hồng", roles=[Role.INTAKE])
    client.force_login(desk)
    return desk


@pytest.fixture
def specialist(unit):
    return UserFactory(unit=unit, full_name="Trần Quang", roles=[Role.PROCESSING])


def due_in(days, unit, **fields):
    """A dossier of the unit that is due so many days from today."""
    received_at = timezone.now() - timedelta(days=30)
    return DossierFactory(
        unit=unit, received_at=received_at, due_at=timezone.now() + timedelta(days=days), **fields
    )


def counts(user, *, of_unit=False):
    found = queues.of_unit(user) if of_unit else queues.of_user(user)
    return {word: count for word, count in queues.counts(found, timezone.localdate()).items() if count}


def test_each_queue_counts_what_it_lists_in_one_query(desk, unit, django_assert_num_queries):
    for days in (-1, 0, 0, 1, 5):
        due_in(days, unit)
    due_in(5, unit, status=DossierStatus.AWAITING_SUPPLEMENT, paused_since=timezone.now(), assignee=desk)
    due_in(5, unit, concluded=True)
    due_in(5, unit, returned=True)
    desk.unit_ids([Role.INTAKE])

    with django_assert_num_queries(1):
        found = queues.counts(queues.of_unit(desk), timezone.localdate())

    assert found == {
        "moi": 5, "hom-nay": 2, "ngay-mai": 1, "tre": 1, "con-han": 1,
        "cho-dan": 1, "cho-co-quan": 0, "san-tra": 1,
    }  # fmt: skip
    for word, count in found.items():
        assert queues.in_queue(queues.of_unit(desk), word, timezone.localdate()).count() == count


def test_late_here_is_late_in_the_frame(desk, unit):
    now = timezone.now()
    for paused_since in (None, now - timedelta(days=10), now - timedelta(days=1)):
        status = DossierStatus.AWAITING_SUPPLEMENT if paused_since else DossierStatus.PROCESSING
        due_in(-3, unit, status=status, paused_since=paused_since)

    late = queues.in_queue(queues.of_unit(desk), "tre", timezone.localdate())

    assert set(late) == set(Dossier.objects.overdue(timezone.localdate()))
    assert len(late) == 2


def test_mine_is_what_i_have_and_what_waits_for_my_role(desk, unit, specialist):
    due_in(3, unit)
    handed = due_in(3, unit)
    handing.hand_over(handed, by=desk, to_step=2, seen_at=1, to_user=specialist)
    waiting = due_in(3, unit)
    handing.hand_over(waiting, by=desk, to_step=2, seen_at=1)
    due_in(3, unit, processing=True)
    DossierFactory()

    assert counts(desk) == {"moi": 1, "con-han": 1}
    assert counts(specialist) == {"moi": 2, "con-han": 3}
    assert counts(desk, of_unit=True) == {"moi": 3, "con-han": 4}


def test_mine_is_also_what_an_absent_colleague_has_whom_i_stand_in_for(unit, specialist):
    absent = UserFactory(unit=unit, roles=[Role.PROCESSING])
    theirs = DossierFactory(unit=unit, processing=True, assignee=absent, due_at=None)
    assert theirs not in queues.of_user(specialist)

    today = timezone.localdate()
    Absence.objects.create(user=absent, from_on=today, to_on=today, delegate=specialist)

    assert theirs in queues.of_user(specialist)


def test_a_result_that_nobody_brought_back_is_ready_for_the_desk(desk, unit, specialist):
    dossier = due_in(3, unit)
    handing.hand_over(dossier, by=desk, to_step=2, seen_at=1, to_user=specialist)
    Dossier.objects.filter(pk=dossier.pk).update(
        status=DossierStatus.CONCLUDED, finished_at=timezone.now(), outcome="approved"
    )

    assert counts(desk) == {"san-tra": 1}
    assert counts(specialist) == {"san-tra": 1}


def test_the_page_opens_on_the_first_queue_with_work_and_says_who_has_it(client, desk, unit, specialist):
    late = due_in(-1, unit)
    handing.hand_over(late, by=desk, to_step=2, seen_at=1, to_user=specialist)

    mine, units = client.get(PAGE), client.get(f"{PAGE}?cua=don-vi")

    assertContains(mine, "Không có hồ sơ nào chờ người nhận.")
    for words in (late.code, "Trần Quang", "Thẩm định", "trễ 1 ngày"):
        assertContains(units, words)


def test_the_navigation_counts_what_i_have_in_hand(client, desk, unit):
    due_in(3, unit)
    due_in(-2, unit)

    assert queues.in_hand(desk) == 2
    assertContains(client.get(PAGE), '<span class="nav__count">2</span>', html=True)


def test_officers_with_dossiers_in_hand_land_on_their_work(client, unit):
    landings = {
        Role.INTAKE: PAGE, Role.PROCESSING: PAGE, Role.LEADER: PAGE,
        Role.RECORDS: "/ban-lam-viec/", Role.REFORM: "/ban-lam-viec/",
    }  # fmt: skip
    for role, page in landings.items():
        client.force_login(UserFactory(unit=unit, roles=[role]))

        assertRedirects(client.get("/"), page, fetch_redirect_response=False)


def test_the_list_costs_the_same_for_one_row_and_for_many(client, desk, unit, specialist):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{PAGE}?hang=con-han&cua=don-vi")
        return len(asked)

    handing.hand_over(due_in(3, unit), by=desk, to_step=2, seen_at=1, to_user=specialist)
    first = cost()
    for _ in range(3):
        handing.hand_over(due_in(3, unit), by=desk, to_step=2, seen_at=1, to_user=specialist)

    assert cost() == first


def test_handing_over_many_is_shown_before_it_is_done(client, desk, unit, specialist):
    dossiers = [due_in(3, unit) for _ in range(2)]
    elsewhere = DossierFactory()

    preview = client.post(HAND_OVER, {"code": [one.code for one in [*dossiers, elsewhere]]})

    assertContains(preview, "2 hồ sơ chuyển tới bước “Thẩm định”")
    assertContains(preview, "Trần Quang")
    assertNotContains(preview, elsewhere.code)
    assert {one.status for one in Dossier.objects.all()} == {DossierStatus.RECEIVED}


def confirmed(dossiers, receiver):
    """What the preview's form sends for dossiers at the desk that follow the shipped steps."""
    unit = dossiers[0].resolving_unit_id
    process = dossiers[0].current_step.process_id if dossiers[0].current_step else 0
    return {
        "code": [one.code for one in dossiers],
        **{f"o-{one.pk}": 1 for one in dossiers},
        f"nguoi-{unit}-{process}-2": receiver.pk if receiver else "",
        "note": "kèm bản giấy",
        "xac-nhan": "1",
    }


def test_a_confirmed_list_hands_all_over_and_can_be_signed(client, desk, unit, specialist):
    dossiers = [due_in(3, unit) for _ in range(2)]

    answer = client.post(HAND_OVER, confirmed(dossiers, specialist))

    made = HandoverList.objects.get()
    assertRedirects(answer, f"/ho-so/ban-giao/{made.pk}/")
    page = client.get(answer["Location"])
    for words in ("Danh sách bàn giao số 1/", "2 hồ sơ", "NGƯỜI NHẬN", "kèm bản giấy", dossiers[0].code):
        assertContains(page, words)
    assert {one.assignee for one in Dossier.objects.all()} == {specialist}


def test_what_the_preview_shows_is_what_its_form_sends(client, desk, unit, specialist):
    dossier = due_in(3, unit, pk=12345)
    preview = client.post(HAND_OVER, {"code": [dossier.code]})
    page = html.fromstring(preview.content.decode())
    fields = next(form for form in page.forms if form.action == HAND_OVER).fields

    answer = client.post(HAND_OVER, {**fields, "note": "", "xac-nhan": "1"})

    assertRedirects(answer, f"/ho-so/ban-giao/{HandoverList.objects.get().pk}/")
    dossier.refresh_from_db()
    assert dossier.assignee == specialist


def test_a_list_sent_twice_is_made_once(client, desk, unit, specialist):
    dossiers = [due_in(3, unit)]
    sent = confirmed(dossiers, specialist)
    client.post(HAND_OVER, sent)

    again = client.post(HAND_OVER, sent, follow=True)

    assertContains(again, "đang do Trần Quang giữ")
    assert HandoverList.objects.count() == 1
    assert dossiers[0].handovers.count() == 1


def test_one_dossier_of_a_list_that_may_not_go_stays_and_says_why(client, desk, unit):
    paused = due_in(3, unit, status=DossierStatus.AWAITING_SUPPLEMENT, paused_since=timezone.now())
    Dossier.objects.filter(pk=paused.pk).update(assignee=desk)

    preview = client.post(HAND_OVER, {"code": [paused.code, due_in(3, unit).code]})

    assertContains(preview, "1 hồ sơ để lại như cũ")
    assertContains(preview, "thời hạn tạm dừng")


def test_several_waiting_dossiers_are_taken_at_once(client, desk, unit, specialist):
    dossiers = [due_in(3, unit) for _ in range(2)]
    for one in dossiers:
        handing.hand_over(one, by=desk, to_step=2, seen_at=1)
    client.force_login(specialist)

    answer = client.post("/ho-so/nhan/", {"code": [one.code for one in dossiers]}, follow=True)

    assertContains(answer, "Đã nhận 2 hồ sơ.")
    assert {one.assignee for one in Dossier.objects.all()} == {specialist}


def test_the_record_shows_the_steps_and_who_had_it(client, desk, unit, specialist):
    dossier = due_in(3, unit, officer_name="Lê Thị Hồng")

    answer = client.post(f"/ho-so/{dossier.code}/chuyen-buoc/", {"to": f"2-{specialist.pk}", "seen_at": 1})

    assertRedirects(answer, f"/ho-so/{dossier.code}/")
    page = client.get(f"/ho-so/{dossier.code}/")
    for words in ("Lãnh đạo ký", "Văn thư cấp số", "Quá trình xử lý", "Bộ phận Một cửa (Lê Thị Hồng)"):
        assertContains(page, words)
    assertContains(page, "đang do Trần Quang giữ; vắng mặt thì người cùng vai trò bấm Nhận thay.")


def test_a_colleague_takes_over_on_a_page_that_asks_why(client, desk, unit, specialist):
    dossier = due_in(3, unit)
    handing.hand_over(dossier, by=desk, to_step=2, seen_at=1, to_user=specialist)
    colleague = UserFactory(unit=unit, roles=[Role.PROCESSING])
    client.force_login(colleague)
    page = f"/ho-so/{dossier.code}/nhan-thay/"

    unexplained = client.post(page, {"reason": ""})
    client.post(page, {"reason": "Anh Quang nghỉ phép"})

    assertContains(unexplained, "Trường này là bắt buộc")
    dossier.refresh_from_db()
    assert dossier.assignee == colleague
    assertContains(client.get(f"/ho-so/{dossier.code}/"), "Anh Quang nghỉ phép")
