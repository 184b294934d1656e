"""Cổng gửi: the two ways out of the house, e-mail by SMTP and text messages by HTTP, each with a folder
instead where none is set.

A gateway takes one letter and gives back the reference under which it was taken. The token goes with every
try: a gateway that knows it takes nothing twice. What it says on refusing may name people, so errors here are
our own words and a code.
"""

import http.client
import json
import smtplib
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from dossiers.models import MessageChannel
from portal.errors import DomainError

TIMEOUT = 10
"""Seconds that a gateway is waited for."""
_PASSING = frozenset({408, 425, 429})
ALREADY_TAKEN = 409
"""The gateway knows the token: it took the message before."""


@dataclass(frozen=True)
class Letter:
    token: str
    recipient: str
    subject: str
    body: str


class Refused(DomainError):
    """The gateway will not take this message, now or later."""


class NotTaken(DomainError):
    """Not this time; the same message may be tried again."""


class Unreachable(NotTaken):
    """The gateway does not answer: others need not be tried now either."""


class Gateway(Protocol):
    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def send(self, letter: Letter) -> str: ...


def is_real(channel: str) -> bool:
    """Whether messages of this channel leave the machine; without a server they only become files."""
    return bool(settings.EMAIL_HOST if channel == MessageChannel.EMAIL else settings.SMS_GATEWAY_URL)


def gateway(channel: str) -> "Gateway":
    if not is_real(channel):
        return FolderGateway.of(channel)
    return SmtpGateway() if channel == MessageChannel.EMAIL else HttpGateway()


class FolderGateway:
    """Ghi vào tệp: where no server is set, and where an office rehearses. One file a token."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, channel: str) -> Self:
        return cls(settings.DATA_DIR / ("mail" if channel == MessageChannel.EMAIL else "sms"))

    def __enter__(self) -> Self:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def send(self, letter: Letter) -> str:
        file = self._folder / f"{letter.token}.txt"
        file.write_text(f"{letter.recipient}\n{letter.subject}\n\n{letter.body}\n", encoding="utf-8")
        file.chmod(0o600)
        return f"tệp {file.parent.name}/{file.name}"


class SmtpGateway:
    """One connection for the letters of a run. Mail servers know doubles by the Message-ID: the token."""

    def __init__(self) -> None:
        self._backend = EmailBackend(timeout=TIMEOUT, fail_silently=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._backend.close()
        except (smtplib.SMTPException, OSError):
            self._backend.connection = None  # the letters were taken; only the farewell failed

    def send(self, letter: Letter) -> str:
        host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
        reference = f"<{letter.token}@{host}>"
        mail = EmailMessage(
            letter.subject,
            letter.body,
            settings.DEFAULT_FROM_EMAIL,
            [letter.recipient],
            headers={"Message-ID": reference, "Auto-Submitted": "auto-generated"},
        )
        try:
            self._backend.open()
            self._backend.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            code = max((answer[0] for answer in error.recipients.values()), default=0)
            raise _by_code(code, "Máy chủ thư không nhận địa chỉ này") from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise _by_code(error.smtp_code, "Máy chủ thư không nhận thư này") from error
        except smtplib.SMTPAuthenticationError as error:
            self._drop()
            raise Unreachable("Máy chủ thư không nhận tài khoản gửi thư: kiểm tra EMAIL_URL.") from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Unreachable("Máy chủ thư không trả lời.") from error
        return reference

    def _drop(self) -> None:
        """A broken connection is not spoken to again."""
        if self._backend.connection is not None:
            self._backend.connection.close()
            self._backend.connection = None


class HttpGateway:
    """POST of `{"to", "text", "reference"}`, answered with 2xx and, where the gateway has one, `{"id"}`."""

    def __init__(self) -> None:
        # No handler of redirects: one would carry the key and a number to an address that nobody set.
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.HTTPHandler,
            urllib.request.HTTPSHandler,
            urllib.request.HTTPDefaultErrorHandler,
            urllib.request.HTTPErrorProcessor,
        ):
            self._opener.add_handler(handler())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def send(self, letter: Letter) -> str:
        request = urllib.request.Request(
            settings.SMS_GATEWAY_URL,
            json.dumps({"to": letter.recipient, "text": letter.body, "reference": letter.token}).encode(),
            {
                "Content-Type": "application/json; charset=utf-8",
                "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
                "Idempotency-Key": letter.token,
            },
        )
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                return _reference(answer.read(10_000)) or letter.token
        except urllib.error.HTTPError as error:
            with error:
                if error.code == ALREADY_TAKEN:
                    return _reference(error.read(10_000)) or letter.token
            if error.code >= 500 or error.code in _PASSING:
                raise NotTaken(f"Cổng tin nhắn đang bận (mã {error.code}).") from error
            if error.code in {401, 403}:
                raise Unreachable("Cổng tin nhắn không nhận khóa: kiểm tra SMS_GATEWAY_TOKEN.") from error
            raise Refused(f"Cổng tin nhắn không nhận tin này (mã {error.code}).") from error
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable("Cổng tin nhắn không trả lời.") from error


def _by_code(code: int, sentence: str) -> DomainError:
    """SMTP: 5xx is for good, 4xx for now."""
    kind = Refused if code >= 500 else NotTaken
    return kind(f"{sentence} (mã {code}).")


def _reference(answer: bytes) -> str:
    try:
        said = json.loads(answer)
    except ValueError:
        return ""
    found = said.get("id", "") if isinstance(said, dict) else ""
    return str(found)[:100] if isinstance(found, str | int) else ""
