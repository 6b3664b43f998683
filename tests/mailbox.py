"""A mail server on loopback that keeps what it is sent."""

import contextlib
import email
import email.policy
import socketserver
import threading

from ckan.lib import jobs


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        """Speak as much SMTP (RFC 5321) as a client needs who has one mail."""
        self._say("220 uji")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "DATA":
                self._say("354 .")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.kept.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
            self._say("221 uji" if verb == "QUIT" else "250 uji")
            if verb == "QUIT":
                return

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@contextlib.contextmanager
def mailbox():
    """Serve; yield the address of the server and the list of messages that have come."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.kept = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield "127.0.0.1:{1}".format(*server.server_address), server.kept
        finally:
            server.shutdown()


def deliver():
    """Do the queued mails, and leave nothing else on the queue."""
    queue = jobs.get_queue()
    for job in queue.jobs:
        if job.func_name.endswith("mail.send"):
            job.perform()
    queue.empty()
