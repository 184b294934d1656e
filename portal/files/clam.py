"""ClamAV: each file is shown to the virus scanner of the office, where it has one (`CLAMAV`)."""

import socket
import struct

from django.conf import settings

from portal.files.refusals import RefusedFile

_SECONDS = 20
_CHUNK = 64 * 1024


def infected(name: str) -> RefusedFile:
    return RefusedFile(
        f"Tệp bị chặn vì có dấu hiệu vi-rút ({name}). "
        "Không mở tệp này; báo quản trị hệ thống và quét lại giấy."
    )


def check(content: bytes) -> None:
    """INSTREAM: nothing leaves unless an address is set; a scanner that does not answer lets nothing in."""
    if settings.CLAMAV is None:
        return
    try:
        answer = _ask(content)
    except OSError as error:
        raise RefusedFile(
            "Chưa kiểm tra được vi-rút vì chương trình diệt vi-rút không trả lời. "
            "Thử lại sau ít phút, hoặc báo quản trị hệ thống."
        ) from error
    if answer.endswith(" FOUND"):
        raise infected(answer.removeprefix("stream: ").removesuffix(" FOUND")[:80])
    if not answer.endswith(" OK"):
        raise RefusedFile("Chương trình diệt vi-rút không kiểm tra được tệp này. Báo quản trị hệ thống.")


def _ask(content: bytes) -> str:
    with _connection() as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        said = b""
        while part := connection.recv(4096):
            said += part
    return said.rstrip(b"\0\n").decode(errors="replace")


def _connection() -> socket.socket:
    where = settings.CLAMAV
    if isinstance(where, tuple):
        return socket.create_connection(where, timeout=_SECONDS)
    assert where is not None
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(_SECONDS)
    try:
        connection.connect(where)
    except OSError:
        connection.close()
        raise
    return connection
