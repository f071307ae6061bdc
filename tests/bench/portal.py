"""The running site that the benches of matching, upload and pages share (tests/bench/run starts it): who signs in, what the
steps of a list's way cost. Knows no bench."""
import copy, http.client, os, re, ssl, subprocess, urllib.parse
from bench import BUILD, SCRATCH, SMALL

ADDRESS = os.environ.get("ONROLL_SITE", "https://localhost:0/").rstrip("/")
CONF = os.environ.get("ONROLL_CONF", "")
PASSWORD = "invented-children-only"
LIST = SCRATCH + "/list.xlsx"
ROWS = 50 if SMALL else 2000


def sql(words):
    """Rows of a query, as lists of texts."""
    socket = [line.split()[-1] for line in open(CONF) if line.startswith("db_socket")][0]
    out = subprocess.run(["mariadb", "--no-defaults", "-S", socket, "-u", "onroll", "-N", "-B", "onroll", "-e", words],
                         stdout=subprocess.PIPE, check=True, text=True).stdout
    return [line.split("\t") for line in out.splitlines()]


def largest_school():
    return sql("SELECT school_id FROM pupil WHERE state = 'R' GROUP BY school_id ORDER BY COUNT(*) DESC, 1 LIMIT 1")[0][0]


def make_list(school):
    subprocess.check_call([BUILD + "/tests/bench/flow_bench", "list", school, str(ROWS), LIST])


def timed_steps(school, runs):
    """{(phase, step): [(milliseconds, of them waiting for the database, of CPU)] of each run}, without a first run."""
    said = subprocess.run([BUILD + "/tests/bench/flow_bench", "steps", school, str(runs + 1), LIST],
                          stdout=subprocess.PIPE, check=True, text=True).stdout
    steps = {}
    for line in said.splitlines():
        phase, step, *numbers = line.split()
        steps.setdefault((phase, step), []).append([float(n) for n in numbers])
    return {key: list_[1:] for key, list_ in steps.items()}


class Browser:
    """Somebody signed in, on one connection."""

    def __init__(self, email):
        self.cookie = ""
        self.connect(ADDRESS)
        self.post("/sign-in", {"email": email, "password": PASSWORD}, token=False)
        if not self.cookie:
            raise SystemExit("bench: %s cannot sign in" % email)

    def connect(self, base):
        self.base = base
        address = urllib.parse.urlsplit(base)
        self.connection = http.client.HTTPSConnection(address.hostname, address.port,
                                                      context=ssl._create_unverified_context())

    def elsewhere(self, base):
        """The same person with the same session at another address."""
        other = copy.copy(self)
        other.connect(base)
        return other

    def ask(self, method, path, body=None, headers={}):
        """The status, the page, and where it leads."""
        self.connection.request(method, path, body, {"Cookie": self.cookie, "Origin": ADDRESS, **headers})
        answer = self.connection.getresponse()
        page = answer.read().decode()
        cookie = answer.getheader("Set-Cookie")
        if cookie:
            self.cookie = cookie.split(";")[0]
        if answer.status >= 400:
            raise SystemExit("bench: %s %s: %d" % (method, path, answer.status))
        return answer.status, page, answer.getheader("Location")

    def get(self, path):
        return self.ask("GET", path)[1]

    def token(self, path):
        return re.search('name="token" value="([0-9a-f]+)"', self.get(path)).group(1)

    def post(self, path, fields, token=True):
        if token:
            fields = {**fields, "token": token}
        return self.ask("POST", path, urllib.parse.urlencode(fields),
                        {"Content-Type": "application/x-www-form-urlencoded"})[2]

    def send(self, path, token, name, content):
        """A form with a file."""
        mark = "----bench"
        parts = ['--%s\r\nContent-Disposition: form-data; name="token"\r\n\r\n%s\r\n' % (mark, token),
                 '--%s\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n'
                 'Content-Type: application/octet-stream\r\n\r\n' % (mark, name)]
        body = "".join(parts).encode() + content + ("\r\n--%s--\r\n" % mark).encode()
        return self.ask("POST", path, body, {"Content-Type": "multipart/form-data; boundary=" + mark})[2]
