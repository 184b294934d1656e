"""Typed readers of environment variables: each names what is missing or wrong and what to do."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on", "co", "có"}
_FALSE = {"0", "false", "no", "off", "khong", "không", ""}
EVERY_ADDRESS = {"0.0.0.0", "::", "[::]"}
"""What a server listens on to be reached from anywhere; nobody can open it as an address."""


def read_file(path: Path) -> None:
    """Read `KEY=value` lines; what the environment already holds wins."""
    if path.is_file():
        environ.Env.read_env(path, overwrite=False)


def text(name: str, *, default: str) -> str:
    return os.environ.get(name, "").strip() or default


def boolean(name: str, *, default: bool) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.strip().lower() in _TRUE:
        return True
    if raw.strip().lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={raw!r} không hợp lệ: ghi 1 (bật) hoặc 0 (tắt).")


def port(name: str, *, default: int) -> int:
    raw = text(name, default=str(default))
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw) <= 65535):
        raise ImproperlyConfigured(
            f"{name}={raw!r} không hợp lệ: ghi một số cổng từ 1 đến 65535, ví dụ 8000."
        )
    return int(raw)


def names(name: str, *, default: list[str]) -> list[str]:
    """A comma-separated list."""
    raw = text(name, default="")
    return [item.strip() for item in raw.split(",") if item.strip()] or default


def url(name: str, *, default: str) -> str:
    """An http(s) address that other machines can open, without a trailing slash."""
    raw = text(name, default=default).rstrip("/")
    parts = _split(raw)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name}={raw!r} không hợp lệ: ghi địa chỉ đầy đủ của cổng, ví dụ https://motcua.xa-vidu.gov.vn."
        )
    if parts.hostname in EVERY_ADDRESS:
        raise ImproperlyConfigured(
            f"{name} chưa có hoặc không mở được từ máy khác ({raw}): khi HOST nghe trên mọi mạng, "
            f"ghi địa chỉ mà điện thoại và máy khác mở được, ví dụ {name}=http://192.168.1.10:8000."
        )
    return raw


def redis_url(name: str) -> str:
    """Empty means the embedded worker and an in-process cache."""
    raw = text(name, default="")
    parts = _split(raw)
    if raw and (parts is None or parts.scheme not in {"redis", "rediss", "unix"}):
        raise ImproperlyConfigured(
            f"{name} không hợp lệ: ghi redis://:MẬT_KHẨU@MÁY:CỔNG/SỐ, "
            "hoặc để trống để chạy tiến trình nền kèm theo."
        )
    return raw


def virus_scanner(name: str) -> tuple[str, int] | str | None:
    """clamd's address, `tcp://MACHINE:PORT` or `unix:/PATH`; None when there is none."""
    raw = text(name, default="")
    if not raw:
        return None
    if raw.startswith("unix:/"):
        return raw.removeprefix("unix:")
    parts = _split(raw)
    if parts is None or parts.scheme != "tcp" or not parts.hostname or not parts.port:
        raise ImproperlyConfigured(
            f"{name}={raw!r} không hợp lệ: ghi tcp://MÁY:3310 hoặc unix:/đường/dẫn/clamd.ctl, "
            "hoặc để trống nếu không dùng ClamAV."
        )
    return parts.hostname, parts.port


def optional_url(name: str) -> str:
    """An http(s) address, or nothing."""
    raw = text(name, default="")
    parts = _split(raw)
    if raw and (parts is None or parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ImproperlyConfigured(
            f"{name} không hợp lệ: ghi địa chỉ đầy đủ, ví dụ https://sms.example.vn/v1/send, hoặc để trống."
        )
    return raw


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over; without a host it only becomes files."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False


def mail_server(name: str) -> MailServer:
    """`smtp://` in clear, `smtp+tls://` with STARTTLS, `smtps://` encrypted from the first byte."""
    raw = text(name, default="")
    if not raw:
        return MailServer()
    parts, ports = _split(raw), {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts is None or parts.scheme not in ports or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name} không hợp lệ: ghi smtp+tls://NGƯỜI_DÙNG:MẬT_KHẨU@MÁY:587 (hoặc smtps://, smtp://), "
            "hoặc để trống để ghi thư ra tệp."
        )
    return MailServer(
        parts.hostname,
        parts.port or ports[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp+tls",
        is_tls=parts.scheme == "smtps",
    )


def mail_address(name: str, *, default: str) -> str:
    """`motcua@xa-vidu.gov.vn`, or `Một Cửa <motcua@xa-vidu.gov.vn>`."""
    raw = text(name, default=default)
    if not re.fullmatch(r"([^<>]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)", raw):
        raise ImproperlyConfigured(
            f"{name}={raw!r} không hợp lệ: ghi một địa chỉ thư, ví dụ motcua@xa-vidu.gov.vn."
        )
    return raw


def directory(name: str, *, default: Path) -> Path:
    """A folder that exists (made when missing) and can be written to."""
    path = Path(text(name, default=str(default))).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)  # personal data: the owner's alone
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}={path}: không tạo được thư mục ({error.strerror}). Chọn thư mục khác hoặc cấp quyền ghi."
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"{name}={path}: không có quyền ghi vào thư mục này. Chọn thư mục khác hoặc cấp quyền ghi."
        )
    return path


def secret_key(name: str, *, keep_in: Path) -> str:
    """The value given, else a key made on the first start and kept in a file that only its owner reads."""
    given = text(name, default="")
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured(
                f"{name} quá ngắn: cần ít nhất 50 ký tự ngẫu nhiên, hoặc để trống để hệ thống tự tạo."
            )
        return given
    if not keep_in.exists():
        # Written aside and linked into place: of two processes that start together both read one whole key.
        draft = keep_in.with_name(f"{keep_in.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, keep_in)
        except FileExistsError:
            pass  # the other one was first, its key counts
        finally:
            draft.unlink()
    return keep_in.read_text().strip()


def database(name: str, *, sqlite_in: Path) -> dict[str, Any]:
    """PostgreSQL by address, else SQLite in the data folder."""
    raw = text(name, default="")
    if not raw:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(sqlite_in / "motcua.sqlite3"),
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
            },
        }
    parts = _split(raw)
    if parts is None or parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} không hợp lệ: ghi postgres://NGƯỜI_DÙNG:MẬT_KHẨU@MÁY:CỔNG/TÊN, "
            "hoặc để trống để dùng SQLite."
        )
    config: dict[str, Any] = environ.Env.db_url_config(raw)
    config["ENGINE"] = "portal.postgresql"  # which hands out no connection that a restart broke
    config["CONN_MAX_AGE"] = 0  # the pool keeps the connections
    # The figures' one query holds a hundred conditions: to compile it takes seconds, to run it does not.
    config["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}, "options": "-c jit=off"}
    return config


def cache(redis: str) -> dict[str, Any]:
    if redis:
        return {"BACKEND": "portal.caches.RedisCache", "LOCATION": redis}
    # Room for the pages of one office's procedures beside what else is remembered.
    return {
        "BACKEND": "portal.caches.MemoryCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }


def broker(redis: str, *, queue_in: Path) -> tuple[str, dict[str, Any]]:
    """Celery's broker: Redis, else a folder of messages that web and worker share."""
    if redis:
        return redis, {"visibility_timeout": 3600}
    folders = {
        "data_folder_in": queue_in / "messages",
        "data_folder_out": queue_in / "messages",
        "processed_folder": queue_in / "done",
        "control_folder": queue_in / "control",
    }
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    paths = {key: str(folder) for key, folder in folders.items()}
    return "filesystem://localhost", paths | {"store_processed": False, "polling_interval": 0.2}


def _split(raw: str) -> SplitResult | None:
    """The parts of an address; None when its brackets or its port make no sense."""
    try:
        parts = urlsplit(raw)
        parts.port  # noqa: B018 (reading it checks it)
    except ValueError:
        return None
    return parts
