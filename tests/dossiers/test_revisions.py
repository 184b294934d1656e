"""Công bố thủ tục bằng quyết định: drafts, their difference, publication, effect on the day; what stays."""

import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import schedule, tasks
from dossiers.models import (
    FormFile,
    OfferedProcedure,
    PostedCode,
    Procedure,
    ProcedureComponent,
    ProcedureReview,
    ProcedureRevision,
)
from dossiers.models.revision import RevisionKind
from dossiers.revisions import behind, content, differing, keeping
from portal.errors import DomainError
from portal.models import AuditEvent, Role, UnitKind
from reports.integrity import catalogue as integrity
from reports.integrity.model import Span
from tests.dossiers.factories import (
    DossierComponentFactory,
    DossierFactory,
    FieldFactory,
    FormFileFactory,
    ProcedureComponentFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DECISION = {"decision_number": "1234/QĐ-UBND", "decision_on": date(2026, 1, 5)}
SPAN = Span(date(2024, 12, 15), date(2025, 12, 14))


@pytest.fixture
def province():
    return UnitFactory(name="Tỉnh", kind=UnitKind.PROVINCE)


@pytest.fixture
def keeper(province, client):
    keeper = UserFactory(unit=province, roles=[Role.SUPERVISOR], full_name="Trần Văn Giữ")
    client.force_login(keeper)
    return keeper


@pytest.fixture
def procedure():
    made = ProcedureFactory(code="1.001193", name="Đăng ký khai sinh", time_value=3, steps=["Nộp", "Nhận"])
    ProcedureComponentFactory(procedure=made, position=1, name="Tờ khai")
    ProcedureComponentFactory(procedure=made, position=2, name="Giấy chứng sinh")
    return made


def drafted(keeper, code="1.001193", *, kind=RevisionKind.CHANGED, on=None, **changes):
    revision = keeping.begin(code, kind=kind, by=keeper)
    changed = revision.content | {key: value for key, value in changes.items() if key in revision.content}
    others = {key: value for key, value in changes.items() if key not in revision.content}
    return keeping.save(
        revision, version=1, by=keeper, content=changed,
        effective_on=on or timezone.localdate(), **DECISION, **others,
    )  # fmt: skip


def published(keeper, *args, **changes):
    revision = drafted(keeper, *args, **changes)
    return keeping.publish(revision, version=revision.version, by=keeper)


def test_a_decision_of_today_changes_the_catalogue_at_once(keeper, procedure):
    done = published(keeper, name="Đăng ký khai sinh (mới)", time_value=1)

    procedure.refresh_from_db()
    assert (procedure.name, procedure.time_value, procedure.revision) == ("Đăng ký khai sinh (mới)", 1, 2)
    assert procedure.decision_number == "1234/QĐ-UBND"
    assert done.number == 2
    assert [one.kind for one in procedure.revisions.order_by("number")] == ["first", "changed"]
    assert AuditEvent.objects.filter(action="procedure.revised").get().details["number"] == 2
    assert not list(integrity.problems(SPAN))


def test_a_decision_of_tomorrow_waits_for_its_day(keeper, procedure, monkeypatch):
    tomorrow = timezone.localdate() + timedelta(days=1)
    revision = published(keeper, name="Tên mới", on=tomorrow)

    tasks.put_decisions_into_effect()
    procedure.refresh_from_db()
    assert procedure.name == "Đăng ký khai sinh"
    assert revision.is_waiting

    monkeypatch.setattr(timezone, "localdate", lambda *_: tomorrow)
    tasks.put_decisions_into_effect()
    tasks.put_decisions_into_effect()
    procedure.refresh_from_db()
    assert (procedure.name, procedure.revision) == ("Tên mới", 2)


def test_a_new_procedure_comes_into_being_on_its_day(keeper):
    FieldFactory(code="ho-tich")
    done = published(
        keeper, "2.009999", kind=RevisionKind.NEW, name="Thủ tục mới", field="ho-tich", steps=["Nộp"],
        fees=[{"kind": "duty", "amount": 8000, "note": "một bản"}],
    )  # fmt: skip

    made = Procedure.objects.get(code="2.009999")
    assert (made.revision, made.valid_from, made.is_published) == (1, timezone.localdate(), True)
    assert [fee.amount for fee in made.fees.all()] == [8000]
    assert done.procedure == made
    assert not list(integrity.problems(SPAN))


def test_a_replaced_procedure_leads_to_its_successor_and_is_no_longer_taken_in(keeper, procedure):
    successor = ProcedureFactory(code="2.000001")

    published(keeper, kind=RevisionKind.REPLACED, successor_code="2.000001")

    procedure.refresh_from_db()
    today = timezone.localdate()
    assert procedure.replaced_by == successor
    assert procedure.valid_to == today - timedelta(days=1)
    assert not Procedure.objects.valid_on(today).filter(pk=procedure.pk).exists()
    assert not list(integrity.problems(SPAN))


def test_replacing_needs_a_successor_that_is_there(keeper, procedure):
    with pytest.raises(DomainError, match=r"Chưa có thủ tục 2\.000404 trong danh mục"):
        published(keeper, kind=RevisionKind.REPLACED, successor_code="2.000404")


def test_a_decision_with_a_new_procedure_and_what_it_replaces_is_published_whole(keeper, procedure):
    FieldFactory(code="ho-tich")
    drafted(keeper, kind=RevisionKind.REPLACED, successor_code="2.009999")
    drafted(keeper, "2.009999", kind=RevisionKind.NEW, name="Thủ tục mới", field="ho-tich")

    assert keeping.publish_decision("1234/QĐ-UBND", by=keeper) == 2

    procedure.refresh_from_db()
    assert procedure.replaced_by.code == "2.009999"


def test_a_decision_is_published_whole_or_not_at_all(keeper, procedure):
    ProcedureFactory(code="1.000002")
    drafted(keeper, name="Tên mới")
    drafted(keeper, "1.000002", field="khong-co")

    with pytest.raises(DomainError, match=r"1\.000002: Danh mục không có lĩnh vực"):
        keeping.publish_decision("1234/QĐ-UBND", by=keeper)

    procedure.refresh_from_db()
    assert procedure.revision == 1
    assert ProcedureRevision.objects.drafts().count() == 2


def test_dossiers_keep_the_limit_and_the_due_date_they_were_received_under(keeper, procedure):
    dossier = DossierFactory(procedure=procedure)
    due = dossier.due_at

    published(keeper, time_value=1)

    dossier.refresh_from_db()
    assert dossier.due_at == due
    then = schedule.limit_of(dossier.procedure, dossier.resolving_unit, on=dossier.received_on)
    now = schedule.limit_of(dossier.procedure, dossier.resolving_unit, on=timezone.localdate())
    assert (then.value, now.value) == (3, 1)


def test_a_paper_that_stays_keeps_its_row_for_the_dossiers_that_point_to_it(keeper, procedure):
    kept = procedure.components.get(name="Giấy chứng sinh")
    handed_in = DossierComponentFactory(required=kept, name=kept.name)
    papers = [paper for paper in content.freeze(procedure)["components"] if paper["name"] == kept.name]

    published(keeper, components=papers)

    handed_in.refresh_from_db()
    assert handed_in.required == kept
    assert [row.name for row in procedure.components.all()] == ["Giấy chứng sinh"]


def test_a_paper_whose_name_is_corrected_keeps_its_row_and_its_forms(keeper, procedure):
    row = procedure.components.get(name="Tờ khai")
    papers = content.freeze(procedure)["components"]
    papers[0] |= {"name": "Tờ khai theo mẫu mới"}

    published(keeper, components=papers)

    row.refresh_from_db()
    assert row.name == "Tờ khai theo mẫu mới"
    assert procedure.components.count() == 2


@pytest.mark.parametrize("renamed", ["Tờ khai theo mẫu mới", "Tờ khai đăng ký khai sinh", "Đơn xin"])
def test_a_paper_renamed_and_moved_at_once_keeps_its_form_files(keeper, procedure, renamed):
    ProcedureComponentFactory(procedure=procedure, position=3, name="Ảnh chân dung 3x4")
    row = procedure.components.get(name="Tờ khai")
    ProcedureComponent.objects.filter(pk=row.pk).update(form="Mẫu số 01")
    file = FormFileFactory(component=row)
    sheet, birth, picture = content.freeze(procedure)["components"]

    published(keeper, components=[birth, picture, sheet | {"name": renamed}])

    file.refresh_from_db()
    assert (file.component.name, file.component.position) == (renamed, 3)
    assert [one.name for one in procedure.components.all()] == [
        "Giấy chứng sinh", "Ảnh chân dung 3x4", renamed,
    ]  # fmt: skip


def test_a_paper_that_has_nothing_of_the_old_one_gets_a_row_of_its_own(keeper, procedure):
    FormFileFactory(component=procedure.components.get(name="Tờ khai"))
    _, birth = content.freeze(procedure)["components"]
    other = birth | {"name": "Biên lai thuế đất"}

    published(keeper, components=[birth, other])

    assert not FormFile.objects.exists()


def test_of_two_people_at_once_the_later_is_told_who_was_first(keeper, procedure, province):
    other = UserFactory(unit=province, roles=[Role.REFORM])
    revision = keeping.begin("1.001193", kind=RevisionKind.CHANGED, by=keeper)
    keeping.save(revision, version=1, by=keeper, content=revision.content)

    with pytest.raises(DomainError, match="Trần Văn Giữ đã ghi bản này lúc"):
        keeping.save(revision, version=1, by=other, content=revision.content)


def test_a_draft_upon_an_older_revision_is_not_published_blindly(keeper, procedure):
    revision = drafted(keeper, name="Tên mới")
    Procedure.objects.filter(pk=procedure.pk).update(revision=5)

    with pytest.raises(DomainError, match="đã có lần công bố 5 sau khi bản này được soạn"):
        keeping.publish(revision, version=revision.version, by=keeper)


def test_what_waits_is_recalled_and_what_took_effect_is_not(keeper, procedure):
    waiting = published(keeper, name="Tên mới", on=timezone.localdate() + timedelta(days=9))

    again = keeping.recall(waiting, by=keeper)
    assert again.is_draft

    done = keeping.publish(
        keeping.save(again, version=again.version, by=keeper, effective_on=timezone.localdate()),
        version=again.version + 1, by=keeper,
    )  # fmt: skip
    with pytest.raises(DomainError, match="chưa đến ngày hiệu lực"):
        keeping.recall(done, by=keeper)


def test_a_commune_publishes_nothing(keeper, procedure, client):
    officer = UserFactory(roles=[Role.REFORM, Role.UNIT_ADMIN])
    client.force_login(officer)

    with pytest.raises(DomainError, match="đơn vị cấp trên"):
        keeping.begin("1.001193", kind=RevisionKind.CHANGED, by=officer)
    assert client.get("/thu-tuc/quan-ly/cong-bo/").status_code == 403


def test_the_only_office_of_an_installation_enters_the_decisions_itself(client, procedure):
    admin = UserFactory(roles=[Role.UNIT_ADMIN])
    UserFactory(unit=admin.unit, roles=[Role.INTAKE])
    UserFactory(roles=[Role.REFORM], is_active=False)
    Procedure.objects.filter(pk=procedure.pk).update(is_published=False)
    client.force_login(admin)

    page = client.post("/thu-tuc/quan-ly/cong-bo/soan/", {"code": "1.001193", "kind": "changed"})["Location"]
    saved = client.post(page, posted(procedure))
    client.post(f"{saved['Location']}viec/", {"act": "publish", "version": 2})

    procedure.refresh_from_db()
    assert (procedure.is_published, procedure.decision_number) == (True, "77/QĐ-UBND")


def test_of_two_communes_beside_each_other_neither_publishes_for_the_other(client, procedure):
    client.force_login(UserFactory(roles=[Role.UNIT_ADMIN]))
    UserFactory(roles=[Role.INTAKE])

    assert client.get("/thu-tuc/quan-ly/cong-bo/").status_code == 403


def test_loading_the_shipped_catalogue_again_leaves_what_was_decided(keeper):
    call_command("load_catalogue", verbosity=0)
    published(keeper, name="Tên theo quyết định")

    call_command("load_catalogue", verbosity=0)

    assert Procedure.objects.get(code="1.001193").name == "Tên theo quyết định"


def test_the_difference_names_lines_that_go_and_lines_that_come():
    before = content.empty() | {"steps": ["Nộp", "Chờ", "Nhận"]}
    after = content.empty() | {"steps": ["Nộp", "Nhận tại nhà"], "time_value": 2, "time_unit": "day"}

    found = {one.label: one for one in differing.changed(before, after, fields={})}

    assert set(found) == {"Trình tự thực hiện", "Thời hạn giải quyết"}
    assert found["Trình tự thực hiện"].before == [("Nộp", ""), ("Chờ", "removed"), ("Nhận", "removed")]
    assert found["Trình tự thực hiện"].after == [("Nộp", ""), ("Nhận tại nhà", "added")]
    assert found["Thời hạn giải quyết"].after == [("02 ngày", "added")]


def posted(procedure, **changes):
    data = content.freeze(procedure)
    rows = {
        "giay-to": data["components"],
        "phi": data["fees"],
        "buoc": [{"text": one} for one in data["steps"]],
    }
    sent = {
        "version": 1, "decision_number": "77/QĐ-UBND", "decision_on": "05/01/2026",
        "effective_on": f"{timezone.localdate():%d/%m/%Y}", "name": data["name"], "field": data["field"],
        "service_level": data["service_level"], "time_value": data["time_value"],
        "time_unit": data["time_unit"],
        "authority": "", "result": "", "subjects": "", "conditions": "", "legal_basis": "", "act": "save",
    }  # fmt: skip
    for key, lines in rows.items():
        sent |= {f"{key}-TOTAL_FORMS": len(lines), f"{key}-INITIAL_FORMS": len(lines)}
        for number, line in enumerate(lines):
            typed = {**line, "required": "yes"} if key == "giay-to" else line
            sent |= {f"{key}-{number}-{name}": value for name, value in typed.items()}
    return sent | changes


def test_a_keeper_edits_looks_at_the_difference_saves_and_publishes(client, keeper, procedure):
    begun = client.post("/thu-tuc/quan-ly/cong-bo/soan/", {"code": "1.001193", "kind": "changed"})
    page = begun["Location"]
    assertContains(client.get(page), "Giấy chứng sinh")

    preview = client.post(page, posted(procedure, act="preview", time_value=2))
    assertContains(preview, "Sẽ thay đổi, chưa ghi")
    assertContains(preview, '<ins class="differences__line">02 ngày làm việc</ins>', html=True)
    assert ProcedureRevision.objects.get().content["time_value"] == 3

    saved = client.post(page, posted(procedure, **{"time_value": 2, "buoc-1-text": "Nhận ở nhà"}))
    assertContains(client.get(saved["Location"]), "Nhận ở nhà")
    client.post(f"{saved['Location']}viec/", {"act": "publish", "version": 2})

    procedure.refresh_from_db()
    assert (procedure.time_value, procedure.steps) == (2, ["Nộp", "Nhận ở nhà"])
    history = client.get("/thu-tuc/quan-ly/1.001193/lich-su/")
    assertContains(history, "77/QĐ-UBND ngày 05/01/2026")
    assertContains(history, "Trần Văn Giữ")
    assertContains(history, "Nội dung ban đầu")


def test_more_rows_are_added_without_a_script_and_nothing_typed_is_lost(client, keeper, procedure):
    page = client.post("/thu-tuc/quan-ly/cong-bo/soan/", {"code": "1.001193", "kind": "changed"})["Location"]

    grown = client.post(page, posted(procedure, act="more:buoc", name="Tên đang gõ"))

    assertContains(grown, 'name="buoc-3-text"')
    opened = re.findall(r'<details class="panel" open>\s*<summary>(.*?)</summary>', grown.content.decode())
    assert opened == ["Trình tự thực hiện (2)"]
    assertContains(grown, "Tên đang gõ")
    assert ProcedureRevision.objects.get().version == 1


def test_a_limit_without_its_unit_is_told_beside_the_field(client, keeper, procedure):
    page = client.post("/thu-tuc/quan-ly/cong-bo/soan/", {"code": "1.001193", "kind": "changed"})["Location"]

    answer = client.post(page, posted(procedure, time_unit=""))

    assertContains(answer, "phải có cả số và đơn vị tính")
    assertContains(answer, '<details class="panel" open>', count=1)
    assert ProcedureRevision.objects.get().version == 1


def test_a_draft_is_nobody_elses_business(client, keeper, procedure):
    revision = drafted(keeper)
    client.force_login(UserFactory(roles=[Role.INTAKE]))

    assert client.get(revision.get_absolute_url()).status_code == 404


def test_a_review_is_logged_once_with_its_outcome(client, keeper, procedure):
    sent = {"reviewed_on": f"{timezone.localdate():%d/%m/%Y}", "outcome": "simplify", "note": "Bỏ bản sao"}
    for _ in range(2):
        client.post("/thu-tuc/quan-ly/1.001193/ra-soat/", sent)

    assert ProcedureReview.objects.count() == 1
    page = client.get("/thu-tuc/quan-ly/1.001193/lich-su/")
    assertContains(page, f"Đã rà soát ngày {timezone.localdate():%d/%m/%Y}")
    assertContains(page, "Đề nghị đơn giản hóa: Bỏ bản sao")


def test_a_review_of_tomorrow_is_refused_beside_the_field(client, keeper, procedure):
    tomorrow = timezone.localdate() + timedelta(days=1)

    page = client.post(
        "/thu-tuc/quan-ly/1.001193/ra-soat/", {"reviewed_on": f"{tomorrow:%d/%m/%Y}", "outcome": "keep"}
    )

    assertContains(page, "Cần sửa trước khi tiếp tục")
    assert not ProcedureReview.objects.exists()


@pytest.fixture
def commune(province):
    commune = UnitFactory(name="Xã Chậm", parent=province)
    UserFactory(unit=commune, roles=[Role.INTAKE])
    return commune


def test_a_unit_is_behind_until_it_confirms_and_again_after_the_next_decision(
    client, keeper, procedure, commune
):
    published(keeper, time_value=2)
    assertContains(client.get("/thu-tuc/quan-ly/chua-cap-nhat/"), "Xã Chậm")

    client.force_login(UserFactory(unit=commune, roles=[Role.UNIT_ADMIN]))
    assertContains(client.get("/thu-tuc/quan-ly/xac-nhan/"), "Đăng ký khai sinh")
    client.post("/thu-tuc/quan-ly/xac-nhan/", {"procedure": [procedure.pk]})
    assert behind.of_unit(commune) == []
    client.force_login(keeper)
    assertNotContains(client.get("/thu-tuc/quan-ly/chua-cap-nhat/"), "Xã Chậm")

    published(keeper, time_value=1)
    assert behind.of_unit(commune) == [procedure]


def test_a_unit_is_not_behind_in_what_it_does_not_offer_but_has_to_look_at_new_ones(
    keeper, procedure, commune
):
    other = ProcedureFactory()
    OfferedProcedure.objects.create(unit=commune, procedure=other)
    published(keeper, time_value=2)
    published(keeper, "2.009999", kind=RevisionKind.NEW, name="Mới", field=procedure.field.code)

    assert [one.code for one in behind.of_unit(commune)] == ["2.009999"]


def test_the_table_of_units_costs_the_same_for_one_and_for_many(
    keeper, procedure, province, django_assert_max_num_queries
):
    published(keeper, time_value=2)
    units = [UnitFactory(parent=province) for _ in range(5)]

    with django_assert_max_num_queries(4):
        assert len(behind.table(units)) == 5


def test_a_unit_whose_posted_codes_are_of_an_older_decision_is_behind(keeper, procedure, commune):
    published(keeper, time_value=2)
    behind.confirm(commune, procedures=[procedure.pk], by=UserFactory(unit=commune, roles=[Role.UNIT_ADMIN]))
    PostedCode.objects.create(
        short="abc", unit=commune, kind="procedure", procedure=procedure, place="Bảng", printed_revision=1
    )

    [row] = behind.table([commune])
    assert (row.procedures, row.old_codes) == ([], 1)


def test_a_changed_row_is_found(keeper, procedure):
    published(keeper, time_value=2)

    Procedure.objects.filter(pk=procedure.pk).update(time_value=9)
    assert [one.code for one in integrity.problems(SPAN)] == ["catalogue.content"]
    Procedure.objects.filter(pk=procedure.pk).update(time_value=2, revision=7)
    assert [one.code for one in integrity.problems(SPAN)] == ["catalogue.revision"]


def test_a_lost_revision_and_a_missed_day_are_found(keeper, procedure):
    published(keeper, time_value=2)
    published(keeper, time_value=1)
    ProcedureRevision.objects.filter(number=2).delete()
    waiting = published(keeper, name="Chờ", on=timezone.localdate() + timedelta(days=9))
    missed = timezone.localdate() - timedelta(days=3)
    ProcedureRevision.objects.filter(pk=waiting.pk).update(effective_on=missed)

    assert [one.code for one in integrity.problems(SPAN)] == ["catalogue.numbers", "catalogue.waiting"]
