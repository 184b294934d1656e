"""The frame of both faces: pages that must always appear, and what the stylesheets promise."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.views import csrf, defaults

from portal.models import Job
from portal.models.job import JobState
from tests.dossiers.factories import OfficerFactory
from tests.each import keeps

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)
STYLESHEETS = sorted(path for path in (ROOT / "static/css").glob("*.css") if path.name != "print.css")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCREENS = [path for path in TEMPLATES if "print" not in path.relative_to(ROOT / "templates").parts]
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


# Pages that must always appear


@pytest.mark.django_db
def test_sign_in_page_asks_for_name_and_password(client):
    page = client.get(reverse("portal:login")).content.decode()

    assert page.count("<h1") == 1
    assert re.search(r'<label\s+for="id_username"', page)
    assert "Mật khẩu" in page


@pytest.mark.django_db
def test_wrong_password_is_told_in_the_summary_that_takes_the_focus(client):
    OfficerFactory(username="hong")

    page = client.post(reverse("portal:login"), {"username": "hong", "password": "sai"}).content.decode()

    assert re.search(r'class="error-summary" role="alert" tabindex="-1" autofocus', page)
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in page


@pytest.mark.django_db
def test_locked_out_officer_reads_how_long_to_wait(client):
    OfficerFactory(username="hong")

    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = client.post(reverse("portal:login"), {"username": "hong", "password": "sai"})

    assert response.status_code == 429
    assert "15 phút" in response.content.decode()


@pytest.mark.django_db
def test_officer_finds_the_way_to_a_new_password_and_out(client):
    client.force_login(OfficerFactory(full_name="Lê Thị Hồng"))

    page = client.get(reverse("portal:password-change")).content.decode()

    assert "Lê Thị Hồng" in page
    assert page.count("<h1") == 1
    assert f'action="{reverse("portal:logout")}" method="post"' in page


@pytest.mark.django_db
def test_citizens_see_what_they_can_do_here(client):
    page = client.get(reverse("portal:start")).content.decode()

    assert "Bạn cần làm gì?" in page
    assert reverse("portal:login") in page
    assert "<script" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("signed_in", [False, True])
def test_missing_page_says_so_to_citizens_and_officers(client, signed_in):
    if signed_in:
        client.force_login(OfficerFactory())

    response = client.get("/khong-co-trang-nay/")

    assert response.status_code == 404
    assert "Không tìm thấy trang này" in response.content.decode()
    assert ('class="nav"' in response.content.decode()) is signed_in


@pytest.mark.parametrize(
    ("answer", "status", "heading"),
    [
        (lambda request: defaults.bad_request(request, ValueError()), 400, "Máy chủ không hiểu yêu cầu này"),
        pytest.param(
            lambda request: defaults.permission_denied(request, PermissionError()),
            403,
            "Bạn không có quyền",
            marks=pytest.mark.django_db,
        ),
        (csrf.csrf_failure, 403, "Trang đã mở quá lâu"),
        (defaults.server_error, 500, "Hệ thống gặp lỗi"),
    ],
)
def test_refusals_and_failures_speak_vietnamese(rf, answer, status, heading):
    request = rf.get("/")
    request.user = AnonymousUser()

    response = answer(request)

    page = response.content.decode()
    assert response.status_code == status
    assert heading in page
    assert page.count("<h1") == 1


@pytest.mark.django_db
def test_form_sent_from_a_stale_page_is_refused_in_vietnamese():
    response = Client(enforce_csrf_checks=True).post(reverse("portal:login"), {"username": "hong"})

    assert response.status_code == 403
    assert "Trang đã mở quá lâu" in response.content.decode()


# Components


class PaperForm(forms.Form):
    name = forms.CharField(label="Họ và tên")
    papers = forms.MultipleChoiceField(
        label="Giấy tờ", choices=[("a", "Tờ khai")], widget=forms.CheckboxSelectMultiple
    )


def test_error_summary_leads_to_each_field():
    summary = render_to_string("components/error_summary.html", {"form": PaperForm({})})

    assert '<a href="#id_name">Họ và tên</a>' in summary
    assert '<a href="#div_id_papers">Giấy tờ</a>' in summary


def test_pages_of_a_list_keep_its_filters(rf):
    page = Paginator(range(1710), 50).page(3)
    request = rf.get("/ho-so/?loc=tre&page=3")
    request.user = AnonymousUser()

    drawn = render_to_string("components/pagination.html", {"page_obj": page}, request)

    assert 'href="?loc=tre&amp;page=2" rel="prev"' in drawn
    assert 'href="?loc=tre&amp;page=4" rel="next"' in drawn
    assert "101–150 trong 1.710" in drawn


@pytest.mark.parametrize(
    ("state", "polls"),
    [(JobState.QUEUED, True), (JobState.RUNNING, True), (JobState.DONE, False), (JobState.FAILED, False)],
)
def test_progress_is_asked_for_until_the_job_is_over(state, polls):
    job = Job(state=state, done=21, total=50)

    drawn = render_to_string("components/progress.html", {"job": job, "poll_url": "/viec/1/"})

    assert ("hx-trigger" in drawn) is polls


# Nothing from elsewhere, nothing inline


@keeps(TEMPLATES)
def test_templates_load_nothing_from_another_host_and_nothing_inline(path):
    text = path.read_text()

    assert not re.search(r"""(src|href|action)\s*=\s*["'](https?:)?//""", text)
    if path in SCREENS:
        assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text)
        inline = r'<script(?![^>]*\bsrc=)(?! type="application/ld\+json">)'
        assert not re.search(inline, text)


@keeps(STYLESHEETS)
def test_stylesheets_load_nothing_from_another_host(path):
    assert not re.search(r"""url\(\s*["']?(https?:)?//|https?:""", path.read_text())


# The promises of the stylesheets


def _tokens(*names):
    """Custom properties as the last of these files leaves them."""
    found = {}
    for name in names:
        text = COMMENT.sub("", (ROOT / "static/css" / name).read_text())
        found |= dict(re.findall(r"(--[\w-]+):\s*([^;]+);", text))
    return found


def _contrast(one, other):
    """WCAG 2.2, contrast ratio of two hexadecimal colours."""

    def luminance(colour):
        digits = colour.lstrip("#")
        digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


PAIRS = [
    *(
        (ink, ground)
        for ink in ("--ink", "--ink-quiet")
        for ground in ("--paper", "--surface", "--accent-soft")
    ),
    *((colour, "--paper") for colour in ("--accent", "--late", "--soon", "--done")),
    ("--paper", "--accent"),
    ("--paper", "--accent-deep"),
]
STAFF_PAIRS = [
    *PAIRS,
    *((colour, "--surface") for colour in ("--accent", "--late", "--soon", "--done")),
    *((colour, "--accent-soft") for colour in ("--accent", "--late", "--soon", "--done")),
    *(("--ink", ground) for ground in ("--late-soft", "--soon-soft", "--done-soft")),
    ("--ink-quiet", "--soon-soft"),
    ("--paper", "--late"),
]


@pytest.mark.parametrize(("one", "other"), STAFF_PAIRS)
def test_staff_read_at_contrast_four_and_a_half(one, other):
    tokens = _tokens("tokens.css")

    assert _contrast(tokens[one], tokens[other]) >= 4.5


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_citizens_read_at_contrast_seven(one, other):
    tokens = _tokens("tokens.css", "citizen-tokens.css")

    assert _contrast(tokens[one], tokens[other]) >= 7


def test_edges_of_fields_and_the_focus_are_seen():
    tokens = _tokens("tokens.css")

    assert _contrast(tokens["--line-control"], tokens["--paper"]) >= 3
    assert tokens["--focus"] == "3px solid var(--accent)"


@keeps(STYLESHEETS)
def test_stylesheets_are_whole_and_use_only_tokens_that_exist(path):
    text = COMMENT.sub("", path.read_text())

    assert text.count("{") == text.count("}")
    assert "/*" not in text
    assert "!important" not in text
    assert not re.search(r"#[\w-]+[^;{}]*\{", text), "no ids in selectors"
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= set(_tokens("tokens.css"))


def test_citizens_tokens_only_change_what_staff_have():
    assert set(_tokens("citizen-tokens.css")) <= set(_tokens("tokens.css"))


DRESSED = {
    name
    for sheet in STYLESHEETS
    for name in re.findall(r"\.([a-zA-Z][\w-]*)", COMMENT.sub("", sheet.read_text()))
}


@keeps(SCREENS)
def test_every_class_of_a_template_is_dressed(path):
    markup = re.sub(r"\{#.*?#\}", "", path.read_text())

    used = set()
    for value in re.findall(r'class="((?:\{[%{].*?[%}]\}|[^"])*)"', markup):
        used |= set(re.sub(r"\{[%{].*?[%}]\}", " ", value).split())

    assert {name for name in used if not name.endswith("--")} <= DRESSED
