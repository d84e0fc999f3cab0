"""Local pages under real host names: a small web server that browsers use as their proxy."""

import html
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from threading import Thread
from urllib.parse import urlsplit

_BROKEN = (ConnectionError, ssl.SSLError, TimeoutError)  # a browser that went away in mid-talk


Address = tuple[str, int] | str


class Pages(ThreadingHTTPServer):
    """Answers for every host on the net, so that none is ever reached.

    A page that was not ``put`` has the title 'PATH of HOST'.
    """

    def __init__(self, secure: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.secure = secure
        self._titles: dict[str, str] = {}

    @property
    def proxy(self) -> str:
        """Where browsers find it: ADDRESS:PORT."""
        return f"127.0.0.1:{self.server_port}"

    def put(self, address: str, title: str) -> None:
        """Give the page at HOST/PATH its title."""
        self._titles[address] = title

    def title(self, host: str, path: str) -> str:
        """The title of a page."""
        return self._titles.get(host + path, f"{path} of {host}")

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: Address) -> None:
        """Tell of errors, save of browsers that went away."""
        if not isinstance(sys.exc_info()[1], _BROKEN):
            super().handle_error(request, client_address)


class _Talk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: Pages

    def do_CONNECT(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.request = self.server.secure.wrap_socket(self.connection, server_side=True)
        self.setup()
        self.close_connection = False

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        host = parts.hostname or self.headers.get("Host", "").partition(":")[0]
        if parts.path == "/favicon.ico":
            self._answer(404, "text/plain", "")
            return
        title = html.escape(self.server.title(host, parts.path))
        page = f"<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1>"
        self._answer(200, "text/html; charset=utf-8", page + "<textarea></textarea>")

    def do_POST(self) -> None:
        self.close_connection = True  # its body is left unread
        self._answer(404, "text/plain", "")

    def _answer(self, status: int, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by http.server
        """Say nothing: a browser asks for many things."""

    def finish(self) -> None:
        try:
            super().finish()
        finally:
            self.request.close()  # the wrapped one, even when the talk over it never began


@contextmanager
def serve(folder: Path) -> Iterator[Pages]:
    """Serve until left; the throw-away key lives in the folder."""
    with Pages(_throw_away_identity(folder)) as pages:
        thread = Thread(target=pages.serve_forever, name="pages")
        thread.start()
        try:
            yield pages
        finally:
            pages.shutdown()
            thread.join()


def _throw_away_identity(folder: Path) -> ssl.SSLContext:
    key, certificate = folder / "pages.key", folder / "pages.crt"
    subprocess.run(  # noqa: S603 - a fixed command
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=humanward tests"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
        timeout=30,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
