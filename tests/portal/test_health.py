import pytest
from django.db import OperationalError, connection


def test_alive_needs_no_login_and_no_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_ready_when_all_it_leans_on_is_there(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": True, "queue": True, "files": True}
    assert "no-store" in answer["Cache-Control"]


def test_not_ready_without_database(client, monkeypatch):
    def refuse(*_, **__):
        raise OperationalError("no connection")

    monkeypatch.setattr(connection, "cursor", refuse)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["database"] is False


@pytest.mark.django_db
def test_not_ready_when_files_cannot_be_written(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"

    assert client.get("/readyz").json()["files"] is False


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(client, path):
    assert client.post(path).status_code == 405
