"""docker-compose.yml, the Dockerfile and bin/stack say the same, and what they say runs."""

import importlib.util
import re
import sys
import urllib.error

import pytest
import yaml
from django.conf import settings

ROOT = settings.BASE_DIR
SECRETS = {"SECRET_KEY": "s" * 60, "POSTGRES_PASSWORD": "p1", "REDIS_PASSWORD": "r1"}
ASKED = {"BASE_URL": "https://motcua.example.vn"} | SECRETS


def load_stack():
    spec = importlib.util.spec_from_file_location("stack", ROOT / "bin" / "stack.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["stack"] = module
    spec.loader.exec_module(module)
    return module


stack = load_stack()


@pytest.fixture
def local(tmp_path):
    ports = {"web": 18000, "postgres": 15432, "redis": 16379}
    return stack.Stack(stack.read(ASKED), tmp_path, ports)


def test_all_services_are_described():
    services = stack.read(ASKED)

    assert set(services) == {"prepare", "web", "worker", "beat", "postgres", "redis"}
    for name, service in services.items():
        assert bool(service.healthcheck) == (name != "prepare")


@pytest.mark.parametrize("name", ASKED)
def test_secrets_and_address_have_no_default(name):
    with pytest.raises(stack.StackError, match=f"Thiếu {name}"):
        stack.read(ASKED | {name: ""})


def test_application_processes_share_image_settings_and_files():
    raw = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    application = [raw[name] for name in ("prepare", "web", "worker", "beat")]

    for key in ("image", "environment", "volumes"):
        assert all(service[key] == application[0][key] for service in application)
    assert not any("privileged" in service or "user" in service for service in raw.values())
    assert all(port.startswith("127.0.0.1:") for port in raw["web"]["ports"])
    published = [name for name, service in raw.items() if "ports" in service]
    assert published == ["web"]


def test_every_setting_of_the_containers_is_one_the_application_reads():
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "portal/settings.py").read_text()))

    assert set(stack.read(ASKED)["web"].environment) <= read


def test_stack_runs_the_commands_of_the_file_with_its_settings(local):
    for name in ("prepare", "web", "worker"):
        service = local.services[name]
        assert local.command(service) == service.command
    for name in ("prepare", "web", "worker", "beat"):
        service = local.services[name]
        given = local.environment(service)
        assert service.environment.keys() <= given.keys()
        assert given["SECRET_KEY"] == SECRETS["SECRET_KEY"]
        assert given["DATABASE_URL"] == "postgres://motcua:p1@127.0.0.1:15432/motcua"
        assert given["REDIS_URL"] == "redis://:r1@127.0.0.1:16379/0"
        assert given["DATA_DIR"] == str(local.folder / "files")
        assert (given["HOST"], given["PORT"]) == ("127.0.0.1", "18000")
    assert local.command(local.services["redis"])[:5] == local.services["redis"].command


def test_image_runs_as_a_user_without_rights_and_holds_what_bin_setup_installs():
    image = (ROOT / "Dockerfile").read_text()
    setup = (ROOT / "bin/setup").read_text()
    system = re.search(r"packages=\((.*?)\)", setup).group(1).split()

    users = re.findall(r"^USER (\S+)", image, re.MULTILINE)
    assert users == ["motcua"]
    assert "--uid 10001" in image
    assert image.index("USER motcua") < image.index("CMD")
    assert set(system) <= set(image.replace("\\", " ").split())
    assert "--require-hashes" in image
    assert 'CMD ["gunicorn", "portal.wsgi"]' in image


def test_image_is_built_from_the_code_and_nothing_else():
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]

    assert all((ROOT / name).exists() for name in kept)
    assert not {"tests", "var", ".env", ".git", "docs"} & set(kept)


def test_pinned_requirements_are_hashed_and_name_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        packages = re.findall(r"^[\w.\[\],-]+==", text, re.MULTILINE)
        assert len(packages) > 20
        assert text.count("--hash=sha256:") >= len(packages)
        assert "://" not in text


@pytest.mark.servers
def test_described_production_starts_answers_works_and_stops():
    with stack.throw_away() as running:
        for service in running.services.values():
            if service.healthcheck:
                assert running.is_healthy(service), service.name
        assert '"database": true' in stack.ask(running, "/readyz")
        assert stack.ask(running, "/healthz") == "ok"
        page = stack.ask(running, "/dang-nhap/")
        assert "<h1" in page
        style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page).group(1)
        assert "{" in stack.ask(running, style)
        stack.have_a_job_done(running)
        web = running.services["web"].environment
        web["BASE_URL"] = "https://other.example.vn"
        with pytest.raises(urllib.error.HTTPError, match="400"):
            stack.ask(running, "/dang-nhap/")
        processes = list(running.running.values())

    assert all(process.poll() is not None for process in processes)
    assert not running.folder.exists()


@pytest.mark.servers
@pytest.mark.django_db
def test_readiness_says_what_is_missing(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["queue"] is False
