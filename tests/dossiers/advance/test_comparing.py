"""Đối chiếu bản chính: a photo sent beforehand is digitised once an officer has seen the original."""

import importlib
import pkgutil

import pytest
from django.apps import apps
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from dossiers import intake, migrations
from dossiers.advance import asking, joining, photos
from dossiers.lifecycle import Paper
from dossiers.models import Dossier, DossierComponent, DossierEvent, FiledAs, Scan
from dossiers.papers import comparing, scanning
from portal import jobs
from portal.errors import DomainError
from portal.models import Role
from reports.integrity import papers as integrity
from tests.dossiers.advance.making import Home, opened, photo
from tests.dossiers.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return Home()


@pytest.fixture
def dossier(home):
    """Made of a request with a photo of each of its two papers, which the worker has prepared."""
    return received(home)


def received(home, *, is_prepared=True):
    found = home.new()
    key = asking.CODES.form_key(opened())
    for component, colour in ((home.certificate, "red"), (home.contract, "blue")):
        pictures = photos.looked_at([photo(colour=colour)])
        photos.put_aside(key, component.pk, pictures, at=found.received_at)
    photos.hand_in(found, key, asking.papers_by_component(found))
    dossier, _ = intake.receive_once(
        joining.begin(found, by=home.officer).key,
        by=home.officer,
        unit=home.unit,
        procedure=home.procedure,
        applicant_name=found.name,
        papers=[Paper(one.name, FiledAs.ORIGINAL, one) for one in (home.certificate, home.contract)],
    )
    if is_prepared:
        prepare()
    return dossier


def prepare():
    for scan in Scan.objects.filter(state="waiting"):
        jobs.work_off(scan.job)


def counted(dossier):
    dossier.refresh_from_db()
    return dossier.papers_digitised, dossier.papers_to_digitise


def press(client, home, dossier, **values):
    client.force_login(home.officer)
    return client.post(reverse("dossiers:papers-compare", args=[dossier.code]), values, follow=True)


def test_until_then_it_waits_and_is_not_counted(client, home, dossier):
    client.force_login(home.officer)

    page = client.get(f"/ho-so/{dossier.code}/")

    assert counted(dossier) == (0, 2)
    assertContains(page, '<span class="status status--soon nowrap">chờ đối chiếu</span>', count=2)
    assertContains(page, "2 giấy tờ có ảnh gửi trước, chờ đối chiếu bản chính")
    assertNotContains(page, "đã số hóa</span>")


def test_one_click_on_the_page_of_the_new_dossier_confirms_all(client, home, dossier):
    client.force_login(home.officer)
    received_page = reverse("dossiers:received", args=[dossier.code])
    assertContains(client.get(received_page), "autofocus>Đã đối chiếu cả 2 giấy tờ", count=1)

    page = press(client, home, dossier, **{"vua-tiep-nhan": "1"})

    assert page.redirect_chain[-1][0] == received_page
    assertContains(page, "Đã đối chiếu bản chính 2 giấy tờ.")
    assertNotContains(page, "chờ đối chiếu")
    assert counted(dossier) == (2, 2)
    assert {scan.compared_by for scan in Scan.objects.all()} == {home.officer}
    event = DossierEvent.objects.get(action="compare_original")
    assert event.details == {"papers": list(dossier.components.values_list("pk", flat=True))}


def test_one_paper_can_be_confirmed_alone_and_says_by_whom(client, home, dossier):
    paper = dossier.components.get(required=home.contract)

    press(client, home, dossier, giay=paper.pk)

    assert counted(dossier) == (1, 2)
    page = client.get(reverse("dossiers:paper", args=[dossier.code, paper.pk]))
    assertContains(page, f"{home.officer} đối chiếu bản chính")


def test_pressed_again_nothing_is_written(client, home, dossier):
    press(client, home, dossier)

    assertContains(press(client, home, dossier), "Không còn ảnh nào chờ đối chiếu")
    assert DossierEvent.objects.filter(action="compare_original").count() == 1


def test_confirmed_while_the_photo_is_prepared_it_counts_once_it_is_ready(client, home):
    dossier = received(home, is_prepared=False)

    press(client, home, dossier)
    assert counted(dossier) == (0, 2)
    prepare()

    assert counted(dossier) == (2, 2)


def test_only_those_who_may_move_the_dossier_confirm(client, home, dossier):
    stranger = UserFactory(roles=[Role.INTAKE])
    with pytest.raises(DomainError, match="đối chiếu"):
        comparing.compare(dossier, by=stranger)
    client.force_login(stranger)

    page = client.post(reverse("dossiers:papers-compare", args=[dossier.code]))

    assert page.status_code == 404
    assert counted(dossier) == (0, 2)


def test_a_photo_taken_out_and_brought_back_waits_as_before(home, dossier):
    scan = Scan.objects.first()

    scanning.remove(scan, reason="Mờ", by=home.officer)
    scanning.restore(scan, by=home.officer)

    assert counted(dossier) == (0, 2)


def test_a_scan_made_at_the_desk_counts_whatever_the_photo_does(home, dossier):
    paper = dossier.components.get(required=home.contract)
    Scan.objects.filter(component=paper).update(source="upload")
    DossierComponent.objects.filter(pk=paper.pk).update(is_digitised=True)
    scanning.remove(Scan.objects.exclude(component=paper).get(), reason="Mờ", by=home.officer)

    assert counted(dossier) == (1, 2)


def test_what_was_compared_but_is_not_counted_is_found(home, dossier):
    comparing.compare(dossier, by=home.officer)
    assert list(integrity._papers()) == []

    DossierComponent.objects.update(is_digitised=False)

    assert {problem.code for problem in integrity._papers()} == {"paper.digitised"}


def test_photos_of_earlier_dossiers_keep_counting(home, dossier):
    [name] = [one.name for one in pkgutil.iter_modules(migrations.__path__) if "were_compared" in one.name]

    importlib.import_module(f"dossiers.migrations.{name}").fill(apps, None)

    assert comparing.waiting(Dossier.objects.get()) == []
    assert {scan.compared_by for scan in Scan.objects.all()} == {home.officer}
