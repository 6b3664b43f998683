"""A small web server on loopback that plays a source: it replays real answers, or breaks as sources do."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Loopback:
    """Answers each path by a function `(request) -> (status, headers, body)`; counts what was asked."""

    def __init__(self):
        self.routes = {}
        self.requested = []
        played = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                parts = urlsplit(self.path)
                self.query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
                length = int(self.headers.get("Content-Length", 0))
                self.body = self.rfile.read(length)
                played.requested.append(self.path)
                route = played.routes.get(parts.path)
                status, headers, body = route(self) if route else (404, {}, b"")
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_arguments):
                """Keep the test's output clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path, body, status=200, **headers):
        """Let a path answer always the same."""
        content = body if isinstance(body, bytes) else body.encode()
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.routes[path] = lambda _request: (status, names, content)

    def close(self):
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()
