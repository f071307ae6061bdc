"""The site as people use it, signed in, with forms and their tokens; and the database behind it, to see what became of that."""
import http.client
import re
import ssl
import subprocess
import urllib.parse

from wire import PORT, SITE, VAR


def sql(text):
    got = subprocess.run(["mariadb", f"--socket={VAR}/db/mysqld.sock", "-uonroll", "onroll", "-N", "-B", "-e", text],
                         capture_output=True, text=True, check=True)
    return [line.split("\t") for line in got.stdout.splitlines()]


def one(text):
    rows = sql(text)
    return rows[0][0] if rows else None


class Browser:
    def __init__(self, email):
        self.cookies = {}
        self.ask("POST", "/sign-in", {"email": email, "password": "invented-children-only"})
        self.token = re.search(r'name="token" value="([0-9a-f]+)"', self.ask("GET", "/account")[1]).group(1)

    def ask(self, method, path, form=None):
        """form: a dictionary, or pairs."""
        c = http.client.HTTPSConnection("localhost", PORT, timeout=60, context=ssl._create_unverified_context())
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Origin": SITE.rstrip("/")}
        if form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        c.request(method, path, urllib.parse.urlencode(form) if form is not None else None, sent)
        answer = c.getresponse()
        page = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer.status, page

    def post(self, path, **form):
        return self.ask("POST", path, {**form, "token": self.token})
