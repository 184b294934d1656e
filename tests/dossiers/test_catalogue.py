import json
from datetime import date, time
from io import StringIO

import pytest
from django.core.management import call_command

from dossiers import catalogue
from dossiers.citizens import keeping
from dossiers.models import Field, Procedure, ProcedureComponent, TimeUnit
from portal.models import AuditEvent, Role, Unit, UnitTree
from tests.dossiers.factories import DossierComponentFactory, UserFactory

pytestmark = pytest.mark.django_db
BEFORE, SINCE = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def loaded():
    return catalogue.load()


def test_every_shipped_procedure_and_unit_is_loaded(loaded):
    assert loaded.procedures == catalogue.Tally(created=306)
    assert loaded.fields == catalogue.Tally(created=52)
    assert loaded.units == catalogue.Tally(created=61)
    birth = Procedure.objects.get(code="1.001193")
    assert birth.name == "Đăng ký khai sinh"
    assert (birth.time_value, birth.time_unit) == (1, TimeUnit.WORKING_DAY)
    assert birth.same_day_if_before == time(15)
    assert birth.components.count() == 8
    assert [fee.amount for fee in birth.fees.all()] == [0, None, 8000]
    assert Field.objects.order_by("position").first().name == "Hộ tịch"


def test_a_second_run_writes_nothing(loaded, django_assert_num_queries):
    lines = AuditEvent.objects.count()

    with django_assert_num_queries(19):  # readings inside one savepoint
        again = catalogue.load()

    assert not again.wrote
    assert again.procedures == catalogue.Tally(unchanged=306)
    assert AuditEvent.objects.count() == lines


def test_a_shipped_fact_is_corrected_and_a_paper_keeps_its_row(loaded):
    birth = Procedure.objects.get(code="1.001193")
    Procedure.objects.filter(pk=birth.pk).update(result="Giấy khác", time_value=9)
    paper = birth.components.first()
    handed_in = DossierComponentFactory(required=paper)
    ProcedureComponent.objects.filter(pk=paper.pk).update(name="Tên cũ")
    extra = birth.components.create(position=99, name="Giấy thừa")

    again = catalogue.load()

    birth.refresh_from_db()
    handed_in.refresh_from_db()
    assert again.procedures.updated == 1
    assert birth.time_value == 1
    assert birth.result == "Giấy khai sinh (bản giấy và bản điện tử)"
    assert handed_in.required_id == paper.pk
    assert handed_in.required.name.startswith("Tờ khai đăng ký khai sinh")
    assert not ProcedureComponent.objects.filter(pk=extra.pk).exists()


def test_low_confidence_waits_for_a_decision_and_is_not_hidden_again(loaded):
    unpublished = Procedure.objects.filter(is_published=False)
    assert set(unpublished.values_list("confidence", flat=True)) == {"low"}
    assert unpublished.count() == 42
    made_public = unpublished.first()
    Procedure.objects.filter(pk=made_public.pk).update(is_published=True, result="Khác")

    catalogue.load()

    made_public.refresh_from_db()
    assert made_public.is_published
    assert made_public.result != "Khác"


def test_a_purpose_that_the_office_emptied_is_not_filled_in_again(loaded):
    emptied, bare = Procedure.objects.exclude(purpose="").order_by("code")[:2]
    keeper = UserFactory(roles=[Role.UNIT_ADMIN])
    keeping.describe(emptied, purpose="", online_address="", words=[], by=keeper)
    Procedure.objects.filter(pk=bare.pk).update(purpose="")

    again = catalogue.load()

    emptied.refresh_from_db()
    bare.refresh_from_db()
    assert emptied.purpose == ""
    assert bare.purpose
    assert (again.purposes.updated, again.words.created) == (1, 0)


def test_procedures_without_a_national_code_get_ours_in_the_order_of_the_file(loaded):
    ours = Procedure.objects.filter(code__startswith="NB-").order_by("code")

    assert [procedure.code for procedure in ours] == [f"NB-{number:03d}" for number in range(1, 10)]
    assert ours[0].name == "Cho thôi làm tuyên truyền viên pháp luật"


def test_three_limits_run_around_the_clock(loaded):
    around = Procedure.objects.filter(time_unit=TimeUnit.HOUR)

    assert {procedure.code: procedure.time_value for procedure in around} == {
        "1.004946": 12,
        "1.012084": 12,
        "1.012085": 12,
    }


def test_certified_contracts_have_case_types(loaded):
    contracts = Procedure.objects.get(code="2.001035")

    assert [case.name for case in contracts.case_types.all()] == [
        "Chuyển nhượng quyền sử dụng đất",
        "Tặng cho quyền sử dụng đất",
        "Ủy quyền vay vốn",
    ]


def test_a_code_means_the_unit_of_its_time(loaded):
    old, new = (Unit.objects.named("19405", on=day) for day in (BEFORE, SINCE))

    assert (old.name, new.name) == ("Xã Vĩnh Lâm", "Xã Vĩnh Thủy")
    assert old.successor == new
    assert old.parent.code == "464"
    assert old.parent.parent.code == "45"
    assert new.parent == Unit.objects.named("44", on=SINCE)
    assert old.parent.parent.successor == new.parent
    assert old.parent.successor is None


def test_a_province_that_kept_code_and_name_is_one_unit(loaded):
    for code in ("38", "56"):
        province = Unit.objects.get(code=code)

        assert (province.valid_from, province.valid_to, province.successor) == (None, None, None)
    tree = UnitTree.load()
    khanh_hoa = Unit.objects.get(code="56")
    before = {unit.code for unit in tree.children(khanh_hoa.pk, on=BEFORE)}
    since = {unit.code for unit in tree.children(khanh_hoa.pk, on=SINCE)}
    assert before == {"56.SNV", "573"}
    assert since == {"56.SNV", "22609", "22612", "22615", "22624", "22648"}


def test_nothing_is_counted_twice_below_a_province(loaded):
    tree = UnitTree.load()
    for code in ("44", "56", "38"):
        province = Unit.objects.named(code, on=SINCE)
        children = tree.children(province.pk, on=SINCE)

        scopes = [tree.scope(child.pk, on=SINCE) for child in children]

        assert sum(len(scope) for scope in scopes) == len(set().union(*scopes))
        assert set().union(*scopes) <= tree.scope(province.pk, on=SINCE)


def test_the_new_commune_holds_what_it_was_made_of(loaded):
    tree = UnitTree.load()
    vinh_thuy = Unit.objects.named("19405", on=SINCE)

    names = {tree.units[pk].name for pk in tree.scope(vinh_thuy.pk)}

    assert names == {"Xã Vĩnh Thủy", "Xã Vĩnh Lâm", "Xã Vĩnh Sơn"}


def test_divisions_have_codes_of_their_own(loaded):
    division = Unit.objects.named("464.PNV", on=BEFORE)

    assert division.name == "Phòng Nội vụ huyện Vĩnh Linh"
    assert division.parent.code == "464"
    assert Unit.objects.named("45.SNV", on=BEFORE).successor == Unit.objects.named("44.SNV", on=SINCE)


def test_the_command_says_what_it_did():
    out = StringIO()

    call_command("load_catalogue", "--format", "json", stdout=out)

    assert json.loads(out.getvalue())["procedures"] == {"created": 306, "updated": 0, "unchanged": 0}
    out = StringIO()
    call_command("load_catalogue", stdout=out)
    assert "Thủ tục: thêm 0, cập nhật 0, giữ nguyên 306" in out.getvalue()
