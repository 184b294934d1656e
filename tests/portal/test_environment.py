import os
import re
import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal import environment

pytestmark = pytest.mark.once

WRONG = [
    ("DEBUG", "maybe", "ghi 1 (bật) hoặc 0 (tắt)"),
    ("PORT", "http", "ghi một số cổng từ 1 đến 65535"),
    ("PORT", "70000", "ghi một số cổng từ 1 đến 65535"),
    ("PORT", "²", "ghi một số cổng từ 1 đến 65535"),
    ("BASE_URL", "motcua.example.vn", "ghi địa chỉ đầy đủ của cổng"),
    ("BASE_URL", "ftp://motcua.example.vn", "ghi địa chỉ đầy đủ của cổng"),
    ("BASE_URL", "http://[::1", "ghi địa chỉ đầy đủ của cổng"),
    ("HOST", "0.0.0.0", "ghi địa chỉ mà điện thoại và máy khác mở được, ví dụ BASE_URL="),
    ("REDIS_URL", "localhost:6379", "ghi redis://"),
    ("REDIS_URL", "http://localhost", "ghi redis://"),
    ("SECRET_KEY", "short", "cần ít nhất 50 ký tự"),
    ("DATABASE_URL", "mysql://u:p@h/d", "ghi postgres://"),
    ("DATABASE_URL", "postgres://u:p@h", "ghi postgres://"),
    ("DATABASE_URL", "postgres://u:p@h:port/d", "ghi postgres://"),
    ("EMAIL_URL", "mail.example.vn", "ghi smtp+tls://"),
    ("EMAIL_URL", "smtp://", "ghi smtp+tls://"),
    ("EMAIL_FROM", "motcua", "ghi một địa chỉ thư"),
    ("SMS_GATEWAY_URL", "sms.example.vn", "ghi địa chỉ đầy đủ, ví dụ https://sms"),
    ("DATA_DIR", "/proc/none", "không tạo được thư mục"),
]


def start(folder, **variables):
    """The settings as a fresh process reads them."""
    return subprocess.run(
        [sys.executable, "-c", "from portal import settings; print(settings.BASE_URL)"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATA_DIR": str(folder), "DATABASE_URL": "", "REDIS_URL": ""} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_wrong_value_stops_the_start_with_what_to_do(tmp_path, name, value, sentence):
    done = start(tmp_path, **{name: value})

    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert sentence in last
    assert name in last or (name == "HOST" and "BASE_URL" in last)


def test_passwords_stay_out_of_the_sentence(tmp_path):
    wrong = (
        ("DATABASE_URL", "mysql://u:bimat@h/d"),
        ("REDIS_URL", "http://:bimat@h"),
        ("EMAIL_URL", "imap://u:bimat@h"),
        ("SMS_GATEWAY_URL", "ftp://u:bimat@h"),
    )
    for name, value in wrong:
        assert "bimat" not in start(tmp_path, **{name: value}).stderr


def test_without_any_setting_it_starts_at_the_local_address(tmp_path):
    done = start(tmp_path)

    assert (done.returncode, done.stdout.strip()) == (0, "http://127.0.0.1:8000")


def test_host_on_every_address_starts_when_people_are_told_where(tmp_path):
    done = start(tmp_path, HOST="0.0.0.0", BASE_URL="http://192.168.1.10:8000/")

    assert done.stdout.strip() == "http://192.168.1.10:8000"


def test_data_folder_without_the_right_to_write_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    with pytest.raises(ImproperlyConfigured, match="không có quyền ghi"):
        environment.directory("DATA_DIR", default=tmp_path)


def test_new_data_folder_is_its_owners_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))

    folder = environment.directory("DATA_DIR", default=tmp_path)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_key_is_made_once_and_kept_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "")

    first = environment.secret_key("SECRET_KEY", keep_in=tmp_path / "secret-key")
    second = environment.secret_key("SECRET_KEY", keep_in=tmp_path / "secret-key")

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_key_of_the_process_that_came_first_counts(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "")
    kept = tmp_path / "secret-key"
    real_link = os.link

    def another_is_faster(draft, target):
        kept.write_text("k" * 60)
        real_link(draft, target)

    monkeypatch.setattr(os, "link", another_is_faster)

    assert environment.secret_key("SECRET_KEY", keep_in=kept) == "k" * 60


def test_lines_of_the_file_give_way_to_the_environment(tmp_path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text("PORT=8123\nHOST=10.0.0.7\n# note\n")
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.delenv("HOST", raising=False)

    environment.read_file(file)
    port, host = environment.port("PORT", default=8000), environment.text("HOST", default="")
    monkeypatch.setenv("HOST", "")  # restored when the test ends

    assert (port, host) == (9000, "10.0.0.7")


def test_postgresql_connections_are_pooled(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p%40ss@db:5433/motcua")

    config = environment.database("DATABASE_URL", sqlite_in=tmp_path)

    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db", 5433, "motcua")
    assert config["PASSWORD"] == "p@ss"
    assert config["CONN_MAX_AGE"] == 0
    assert config["OPTIONS"]["pool"]["max_size"] >= 4
    assert config["OPTIONS"]["options"] == "-c jit=off"


def test_example_file_lists_every_variable_that_is_read():
    sources = [settings.BASE_DIR / "portal/settings.py", settings.BASE_DIR / "docker-compose.yml"]
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', sources[0].read_text()))
    read |= set(re.findall(r"\$\{([A-Z_]+)", sources[1].read_text()))
    example = (settings.BASE_DIR / ".env.example").read_text()

    assert set(re.findall(r"^([A-Z_]+)=$", example, re.MULTILINE)) == read


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", environment.MailServer()),
        ("smtp://thu.example.vn", environment.MailServer("thu.example.vn", 25)),
        (
            "smtp+tls://motcua%40xa.vn:b%C3%AD:m%E1%BA%ADt@thu.example.vn",
            environment.MailServer("thu.example.vn", 587, "motcua@xa.vn", "bí:mật", starts_tls=True),
        ),
        (
            "smtps://u:p@thu.example.vn:4650",
            environment.MailServer("thu.example.vn", 4650, "u", "p", is_tls=True),
        ),
    ],
)
def test_a_mail_server_is_read_from_its_address(monkeypatch, url, server):
    monkeypatch.setenv("EMAIL_URL", url)

    assert environment.mail_server("EMAIL_URL") == server
