"""Raw requests to the site that `tests/site with` started, and TAP for the tests in Python."""
import os
import re
import socket
import ssl
import time

SITE = os.environ["ONROLL_SITE"]
VAR = os.environ["ONROLL_VAR"]
PORT = int(re.search(r":(\d+)/", SITE).group(1))
_count = [0, 0]


def ok(good, what, more=""):
    _count[0] += 1
    _count[1] += not good
    print(f"{'' if good else 'not '}ok {_count[0]} - {what}", flush=True)
    if not good and more:
        print("#   " + str(more)[:400].replace("\n", "\n#   "), flush=True)


def skip(what, why):
    _count[0] += 1
    print(f"ok {_count[0]} - {what} # SKIP {why}", flush=True)


def done():
    print(f"1..{_count[0]}")
    raise SystemExit(_count[1] != 0)


def connect(timeout=20, tls=True):
    plain = socket.create_connection(("127.0.0.1", PORT), timeout)
    if not tls:
        return plain
    context = ssl.create_default_context(cafile=VAR + "/tls/cert.pem")
    return context.wrap_socket(plain, server_hostname="localhost")


class Answer:
    def __init__(self, raw):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.raw = raw
        self.status = int(lines[0].split(" ")[1]) if lines[0].startswith("HTTP/") else 0
        self.headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:]]

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def get(self, name):
        return (self.all(name) or [""])[0]


def complete(raw):
    length = re.search(rb"\r\nContent-Length: (\d+)\r\n.*?\r\n\r\n", raw, re.S)
    return bool(length) and len(raw) >= length.end() + int(length.group(1))


def send(data, tls=True, timeout=20):
    """Sends bytes on a connection of its own and reads until all is there or it is closed."""
    with connect(timeout, tls) as s:
        raw = b""
        try:
            s.sendall(data)
        except OSError:
            pass  # refused before all of it was sent: the answer is there to be read
        try:
            while (piece := s.recv(65536)) and not complete(raw := raw + piece):
                pass
        except OSError:
            pass
    return Answer(raw)


def ask(method, path, headers=(), body=b"", **options):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return send("\r\n".join(lines).encode() + b"\r\n\r\n" + body, **options)


def timed(call):
    start = time.monotonic()
    return call(), time.monotonic() - start
