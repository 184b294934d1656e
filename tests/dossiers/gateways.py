"""Throw-away servers on the loopback: one that takes mail by SMTP, one that takes text messages by HTTP."""

import json
import socketserver
import threading
import time
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Mail(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs; the server's `answers` stand in for its own once."""

    def handle(self):
        self._say("220 ready")
        while line := self.rfile.readline():
            verb = line.split()[0].decode().upper() if line.split() else ""
            if (answer := self._override(verb)) is not None:
                if answer == "hang":
                    time.sleep(self.server.patience)
                    return
                if answer == "drop":
                    return
                self._say(answer)
            elif verb == "DATA":
                self._say("354 go on")
                self._take()
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _override(self, verb):
        waiting = self.server.answers.get(verb)
        return waiting.pop(0) if waiting else None

    def _take(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._say("250 taken")

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class _Texts(BaseHTTPRequestHandler):
    """Takes a message once by its key; `answers` come first: a code, or `hang` after it has taken it."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key, server = self.headers["Idempotency-Key"], self.server
        server.asked.append((key, body, self.headers["Authorization"]))
        with server.lock:
            answer = server.answers.pop(0) if server.answers else None
            is_known = key in server.taken
            if answer in {None, "hang", "refuse-known"} and not is_known:
                server.taken[key] = body
        if answer == "hang":
            time.sleep(server.patience)
            return
        if isinstance(answer, int):
            self._answer(answer, {})
        else:
            self._answer(409 if is_known and server.says_known else 200, {"id": f"nha-mang-{key[:8]}"})

    def _answer(self, code, body):
        raw = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(raw)))
        if code == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_):
        pass


class _MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def mail_server(**answers):
    with _MailServer(("127.0.0.1", 0), _Mail) as server:
        server.letters, server.patience = [], 3
        server.answers = {verb: list(said) for verb, said in answers.items()}
        yield from _serving(server)


@contextmanager
def text_gateway(*answers, says_known=True):
    with ThreadingHTTPServer(("127.0.0.1", 0), _Texts) as server:
        server.daemon_threads = True
        server.answers, server.asked, server.taken, server.patience = list(answers), [], {}, 3
        server.says_known, server.lock = says_known, threading.Lock()
        server.url = f"http://127.0.0.1:{server.server_address[1]}/gui"
        yield from _serving(server)


def _serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
