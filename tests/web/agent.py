"""The real agent of a school against the real site, through nginx and TLS: from the one-time code on a page to data that onroll-work has
processed, out of a folder, a command and a system that speaks OneRoster; killed and cut off at random; and what is sent to the school."""
import csv
import hashlib
import http.server
import io
import json
import os
import random
import re
import signal
import socket
import ssl
import subprocess
import threading
import time
import urllib.parse

from people import Browser, one, sql
from wire import PORT, SITE, VAR, ask, done, ok

BUILD = os.environ.get("B", "build")
HOME = VAR + "/agent"
CERT = VAR + "/tls/cert.pem"
EXPORTS, IMPORTS, STATE = HOME + "/exports", HOME + "/imports", HOME + "/state"
for folder in (EXPORTS, IMPORTS, STATE):
    os.makedirs(folder)


# ---- the agent ----

def configure(**more):
    names = {"server": SITE.rstrip("/"), "ca_file": CERT, "state_dir": STATE, "jitter_seconds": 0, "quiet_seconds": 0,
             "source": f"folder {EXPORTS} *.csv", "destination": f"folder {IMPORTS}", "timeout_seconds": 20, **more}
    with open(HOME + "/agent.conf", "w") as out:
        out.writelines(f"{name} = {value}\n" for name, value in names.items() if value is not None)


def start(*arguments):
    return subprocess.Popen([f"{BUILD}/onroll-agent", "-c", HOME + "/agent.conf", *arguments], stdout=subprocess.PIPE,
                            stderr=open(HOME + "/log", "a"), text=True)


def run(*arguments):
    agent = start(*arguments)
    said = agent.communicate(timeout=120)[0]
    return agent.returncode, said


def log():
    return open(HOME + "/log").read()[-600:]


def run_killed(most):
    """Lets it run for a while and kills it. True: it came to its end before."""
    agent = start()
    try:
        agent.wait(random.uniform(0, most))
    except subprocess.TimeoutExpired:
        agent.send_signal(signal.SIGKILL)
    agent.communicate()
    return agent.returncode == 0


def work_until(condition):
    for _ in range(40):
        subprocess.run([f"{BUILD}/onroll-work"], stderr=open(VAR + "/log/work.log", "a"), check=True)
        if condition():
            return True
        time.sleep(0.2)
    return False


# ---- tasks, as the authority's pages will make them ----

def task(data, way="G", group="A", years=0):
    sql(f"""SET sql_mode = '';
        INSERT INTO exchange_task (name, way, data, group_kind, years, schools, repeats, at_minute, first_on, window_minutes, wait_minutes,
            created_at) VALUES ('Test', '{way}', '{data}', '{group}', {years}, 'P', 'O', 0, '2026-09-01', 0, 60, UTC_TIMESTAMP());
        INSERT INTO exchange_run (task_id, due_at, issued_at) VALUES (LAST_INSERT_ID(), UTC_TIMESTAMP(), UTC_TIMESTAMP());
        INSERT INTO exchange_answer (run_id, school_id, state, offer_at, gives_up_at, changed_at) VALUES (LAST_INSERT_ID(), {SCHOOL}, 'W',
            UTC_TIMESTAMP() - INTERVAL 1 SECOND, UTC_TIMESTAMP() + INTERVAL 1 DAY, UTC_TIMESTAMP())""")
    return one("SELECT MAX(id) FROM exchange_answer")


def state(answer):
    return one(f"SELECT state FROM exchange_answer WHERE id = {answer}")


def deliveries():
    return int(one(f"SELECT COUNT(*) FROM delivery WHERE source = 'A' AND school_id = {SCHOOL}"))


def delivered(answer):
    """Hash, state and rows of the answer's delivery."""
    rows = sql(f"SELECT LOWER(HEX(d.sha256)), d.state, d.row_count, d.complete FROM delivery d JOIN exchange_answer w ON w.delivery_id = d.id "
               f"WHERE w.id = {answer}")
    return rows[0] if rows else ["", "", "0", "0"]


def write(name, content):
    with open(f"{EXPORTS}/{name}", "wb") as out:
        out.write(content)
    return hashlib.sha256(content).hexdigest()


def roll(padding=0):
    """The school's own pupils as its system would export them; padding: bytes in a column that nobody reads."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(["UPN", "Surname", "Forename", "DOB", "Sex", "NC year", "Notes of the office"])
    rows = sql(f"SELECT upn, surname, forename, date_of_birth, sex, nc_year FROM pupil WHERE school_id = {SCHOOL} AND state = 'R'")
    for row in rows:
        lines.writerow([*row, random.randbytes(padding // len(rows) // 2).hex()])
    return out.getvalue().encode(), len(rows)


# ---- tests ----

def test_enrolling(school):
    configure(ca_file="/dev/null")
    status, page = school.post("/school/agent/code")
    code = re.search(r"onroll-agent enrol ([A-Z0-9-]{24})", page)
    ok(status == 200 and code, "a school's administrator makes a code", page)
    ok(run()[0] == 1, "an agent that is not enrolled says so")
    ok(run("enrol", code.group(1))[0] == 1 and "certificate" in log(), "a certificate that does not fit is not accepted", log())
    configure()
    ok(run("enrol", "AAAA-AAAA-AAAA-AAAA-AAAA")[0] == 1 and "not known" in log(), "nor is a code that is none", log())
    returncode, said = run("enrol", code.group(1))
    ok(returncode == 0 and "Larkfield" in said, "it enrols", said + log())
    ok(os.stat(STATE + "/agent.key").st_mode & 0o777 == 0o600, "its key is its own")
    ok(run()[0] == 0, "there is nothing to do", log())
    ok(one(f"SELECT seen_at IS NOT NULL AND version <> '' FROM agent WHERE school_id = {SCHOOL}") == "1", "it was heard from")


def red():
    """How many lines of the school's list of readiness are not so."""
    return browser.ask("GET", "/school/exchanges/ready")[1].count("govuk-tag--red") - 1


def test_ready():
    ok(red() == 3, "nothing is known of the school's system", red())
    configure(system="SIMS", system_version="7.150", phase_2="yes", services="no")
    ok(run()[0] == 0 and red() == 2, "the configuration says what it has", red())
    with open(HOME + "/look", "w") as out:
        out.write("#!/bin/sh\necho system = SIMS\necho 'system_version = 7.180.12'\necho 'services = yes'\n")
    os.chmod(HOME + "/look", 0o755)
    configure(system="SIMS", system_version="7.150", phase_2="yes", services="no", ready_command=HOME + "/look")
    ok(run()[0] == 0 and red() == -1, "what a command finds counts before it", (red(), log()))
    configure(phase_2="yes", ready_command="exit 1")
    ok(run()[0] == 0 and red() == 3, "of a command that fails nothing is known", red())
    configure()


def test_snapshot():
    content, pupils = roll()
    write("old.csv", b"UPN\n")
    os.utime(EXPORTS + "/old.csv", (1, 1))
    sent = write("snapshot.csv", content)
    answer, other = task("snapshot"), task("changed", group="L")
    ok(run()[0] == 0, "the agent answers", log())
    found = delivered(answer)
    ok(state(answer) == "R" and found[0] == sent and found[3] == "1", "the newest file has come, as a complete one", found)
    ok(delivered(other)[3] == "0", "for a group the same file says nothing of who is not in it", delivered(other))
    ok(work_until(lambda: delivered(answer)[1] == "sorted"), "onroll-work reads it", delivered(answer))
    ok(delivered(answer)[2] == str(pupils), f"with its {pupils} pupils", delivered(answer))
    ok(work_until(lambda: one(f"SELECT COUNT(*) FROM import i JOIN batch b ON b.school_id = i.school_id AND b.id = i.batch_id JOIN "
                              f"exchange_answer w ON w.delivery_id = i.delivery_id WHERE w.id = {answer} AND b.state IN ('listed', 'applied')")
                  == "1"), "and processes it under the rules")
    ok(not [name for name in os.listdir(STATE) if name.startswith(("get-", "making"))], "the agent keeps nothing of it", os.listdir(STATE))


def test_kills():
    """Eight parts, and kills all over the transfer: one delivery, with the right bytes."""
    before = deliveries()
    sent = write("big.csv", roll(4_000_000)[0])
    answer = task("changed")
    ends = [run_killed(0.5) for _ in range(25)]
    ok(not all(ends), f"it was killed {ends.count(False)} times")
    ok(run()[0] == 0, "and runs to its end", log())
    ok(delivered(answer)[0] == sent and deliveries() == before + 1, "one delivery, whole", (delivered(answer), deliveries() - before))
    ok(one(f"SELECT COUNT(*) FROM exchange_part WHERE answer_id = {answer}") == "0", "and no part is left")


class Cutter(threading.Thread):
    """Stands between the agent and nginx, and cuts connections after some bytes."""

    def __init__(self, cuts):
        super().__init__(daemon=True)
        self.cuts, self.made = cuts, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def run(self):
        while True:
            client, _ = self.listener.accept()
            limit = random.randrange(500, 400_000) if self.made < self.cuts else None
            self.made += 1
            server = socket.create_connection(("127.0.0.1", PORT))
            threading.Thread(target=self.pass_on, args=(client, server, limit), daemon=True).start()
            threading.Thread(target=self.pass_on, args=(server, client, None), daemon=True).start()

    @staticmethod
    def pass_on(source, to, limit):
        passed = 0
        try:
            while (piece := source.recv(65536)) and (limit is None or (passed := passed + len(piece)) < limit):
                to.sendall(piece)
        except OSError:
            pass
        for s in (source, to):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def test_network():
    before = deliveries()
    sent = write("cut.csv", roll(4_000_000)[0])
    answer = task("changed")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = closed.getsockname()[1]
    configure(server=f"https://localhost:{nobody}")
    ok(run()[0] == 1 and state(answer) == "W", "without a network nothing happens")
    cutter = Cutter(12)
    cutter.start()
    configure(server=f"https://localhost:{cutter.port}")
    runs = 0
    while run()[0] != 0 and runs < 12:
        runs += 1
    ok(cutter.made > 12 and delivered(answer)[0] == sent, f"cut 12 times, in {runs + 1} runs all has come", (cutter.made, log()))
    ok(deliveries() == before + 1, "once")
    configure()


def test_gone():
    write("leavers.csv", b"UPN\nA\n")
    os.utime(EXPORTS + "/leavers.csv", (1000, 1000))
    for name in os.listdir(EXPORTS):
        os.utime(f"{EXPORTS}/{name}", (1000, 1000))
    with open(EXPORTS + "/snapshot.gone", "w") as out:
        out.write("all: The school has deleted its leavers in bulk\nleavers: since 2024\n")
    before, answer = deliveries(), task("snapshot", group="V")
    ok(run()[0] == 0 and state(answer) == "U", "a folder says that all of it is gone", (state(answer), log()))
    ok(sql(f"SELECT kind, words FROM exchange_gone WHERE answer_id = {answer} ORDER BY kind") ==
       [["all", "The school has deleted its leavers in bulk"], ["leavers", "since 2024"]], "kind by kind")
    ok(deliveries() == before, "and nothing was delivered")
    write("newer.csv", roll(1000)[0])
    answer = task("snapshot")
    ok(run()[0] == 0 and state(answer) == "R", "newer data beside it counts", (state(answer), log()))
    os.remove(EXPORTS + "/snapshot.gone")
    configure(quiet_seconds=60)
    write("fresh.csv", roll(1000)[0])
    answer = task("changed")
    ok(run()[0] == 0 and "still being written" in one(f"SELECT words FROM exchange_answer WHERE id = {answer}"), "a file is left alone at first")
    configure(max_age_hours=24)
    for name in os.listdir(EXPORTS):
        os.utime(f"{EXPORTS}/{name}", (1000, 1000))
    answer = task("changed")
    ok(run()[0] == 0 and "hours old" in one(f"SELECT words FROM exchange_answer WHERE id = {answer}"), "one that is too old is not sent")
    configure(source=f"folder {HOME}/state/none")
    answer = task("changed")
    ok(run()[0] == 0 and state(answer) == "W", "a folder that is not there is a failure, not an answer", state(answer))
    ok("cannot be opened" in one(f"SELECT words FROM exchange_answer WHERE id = {answer}"), "which says why")
    configure()


def command(text):
    with open(HOME + "/command", "w") as out:
        out.write("#!/bin/sh\n" + text)
    os.chmod(HOME + "/command", 0o755)
    configure(source=f"command {HOME}/command")


def test_command():
    content = b"UPN,Surname,Forename,DOB\r\n" + b"B801200005001,Quagmirish,Zoe,2015-03-04\r\n"
    with open(HOME + "/content", "wb") as out:
        out.write(content)
    command(f"""echo "addresses: deleted in 2024" > "$ONROLL_GONE"
echo "$ONROLL_DATA $ONROLL_GROUP $ONROLL_YEARS $ONROLL_MONTHS" > {HOME}/asked
cat {HOME}/content\n""")
    answer = task("att-absences", years=1 << 5 | 1 << 6)
    sql(f"UPDATE exchange_task t JOIN exchange_run r ON r.task_id = t.id JOIN exchange_answer w ON w.run_id = r.id SET t.months = 3 WHERE "
        f"w.id = {answer}")
    ok(run()[0] == 0 and delivered(answer)[0] == hashlib.sha256(content).hexdigest(), "a command's output is sent", log())
    ok(open(HOME + "/asked").read() == "att-absences years 1,2 3\n", "it was told what is asked", open(HOME + "/asked").read())
    ok(sql(f"SELECT kind, words FROM exchange_gone WHERE answer_id = {answer}") == [["addresses", "deleted in 2024"]], "and part of it is gone")
    command("echo 'leavers: none are kept'; exit 3\n")
    answer = task("snapshot")
    ok(run()[0] == 0 and state(answer) == "U", "exit code 3 says that all is gone", log())
    command("exit 7\n")
    answer = task("snapshot")
    ok(run()[0] == 0 and state(answer) == "W" and "code 7" in one(f"SELECT words FROM exchange_answer WHERE id = {answer}"),
       "another says that it failed")
    ok(one(f"SELECT outcome FROM exchange_attempt WHERE answer_id = {answer}") == "F", "and the try is on record")
    configure()


class Roster(http.server.BaseHTTPRequestHandler):
    """A school's system: OneRoster 1.1 and 1.2, 40 things to a page whatever is asked for."""
    pupils, gone, tokens, seen = [], set(), 0, []

    def log_message(self, *_):
        pass

    def send(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self):
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        Roster.tokens += 1
        good = self.headers["Authorization"] == "Basic b25yb2xsOnMzY3JldA==" and "grant_type=client_credentials" in form
        self.send(200 if good else 401, {"access_token": "t0ken", "token_type": "bearer"} if good else {"error": "invalid_client"})

    def do_GET(self):
        url = urllib.parse.urlparse(self.path)
        name = url.path.rsplit("/", 1)[1]
        offset = int(urllib.parse.parse_qs(url.query)["offset"][0])
        Roster.seen.append(self.path)
        if self.headers["Authorization"] != "Bearer t0ken":
            return self.send(401, {})
        if name in Roster.gone:
            return self.send(410, {})
        at = ({"roles": [{"roleType": "primary", "role": "student", "org": {"sourcedId": "school"}}]} if "/v1p2/" in self.path else
              {"role": "student", "orgs": [{"sourcedId": "school"}]})
        things = {"students": [{"sourcedId": f"p{i}", "status": "active", "givenName": forename, "familyName": surname, "grades": [year], **at,
                                "userIds": [{"type": "LDAP", "identifier": "x"}, {"type": "UPN", "identifier": upn}]}
                               for i, (upn, surname, forename, _, year) in enumerate(Roster.pupils)]
                  + [{"sourcedId": "old", "status": "tobedeleted", "role": "student", "givenName": "Old", "familyName": "One"}],
                  "orgs": [{"sourcedId": "school", "name": "School", "type": "school", "identifier": LAESTAB}],
                  "demographics": [{"sourcedId": f"p{i}", "birthDate": born} for i, (_, _, _, born, _) in enumerate(Roster.pupils)],
                  "classes": [{"sourcedId": "c", "title": "1A", "classType": "homeroom"}],
                  "enrollments": [{"sourcedId": "e", "role": "student", "user": {"sourcedId": "p0"}, "class": {"sourcedId": "c"}}]}[name]
        return self.send(200, {"users" if name == "students" else name: things[offset:offset + 40]})


def test_roster():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Roster)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERT, VAR + "/tls/key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"https://localhost:{server.server_address[1]}"
    Roster.pupils = sql(f"SELECT upn, surname, forename, date_of_birth, nc_year FROM pupil WHERE school_id = {SCHOOL} AND state = 'R' AND "
                        f"upn <> ''")
    names = {"source": "oneroster", "oneroster_url": base + "/ims/oneroster/v1p1", "oneroster_token_url": base + "/token",
             "oneroster_client_id": "onroll", "oneroster_client_secret": "s3cret"}
    configure(**names)
    answer = task("snapshot")
    ok(run()[0] == 0 and state(answer) == "R", "a OneRoster system answers", log())
    ok(Roster.tokens == 1 and len([p for p in Roster.seen if "/students" in p]) >= 3, "page by page, with one token", Roster.seen[:5])
    ok(work_until(lambda: delivered(answer)[1] == "sorted") and delivered(answer)[2] == str(len(Roster.pupils)),
       f"its {len(Roster.pupils)} pupils are read", (delivered(answer), sql(f"SELECT message, notes FROM delivery ORDER BY id DESC LIMIT 1")))
    configure(**{**names, "oneroster_url": base + "/ims/oneroster/rostering/v1p2", "oneroster_version": "1.2", "oneroster_scope": "roster"})
    Roster.pupils = Roster.pupils[:50]
    answer = task("changed")
    ok(run()[0] == 0 and work_until(lambda: delivered(answer)[1] == "sorted") and delivered(answer)[2] == "50", "and so are they by 1.2",
       (delivered(answer), log()))
    configure(**names)
    Roster.gone = {"demographics"}
    answer = task("snapshot")
    ok(run()[0] == 0 and state(answer) == "R" and one(f"SELECT kind FROM exchange_gone WHERE answer_id = {answer}") == "demographics",
       "what it has no more is named")
    Roster.gone = {"students"}
    answer = task("snapshot")
    ok(run()[0] == 0 and state(answer) == "U", "without pupils all is gone", state(answer))
    Roster.gone = set()
    Roster.pupils = [("", "A" * 100_000, "B", "2015-01-01", "3")] * 1000
    answer = task("snapshot")
    ok(run()[0] == 0 and state(answer) == "W" and "does not come to an end" in one(f"SELECT words FROM exchange_answer WHERE id = {answer}") and
       len([p for p in Roster.seen if "/students" in p]) < 100, "a system that sends without end is left", state(answer))
    Roster.gone, Roster.pupils = set(), []
    answer = task("snapshot")
    ok(run()[0] == 0 and state(answer) == "W" and "no pupils" in one(f"SELECT words FROM exchange_answer WHERE id = {answer}"),
       "an empty list is a failure, not a school without pupils", state(answer))
    configure(**{**names, "oneroster_client_secret": "wrong"})
    answer = task("changed")
    ok(run()[0] == 0 and "401" in one(f"SELECT words FROM exchange_answer WHERE id = {answer}"), "a wrong secret is said")
    server.shutdown()
    configure()


def test_sent():
    pupil, year, upn = sql(f"SELECT id, nc_year, upn FROM pupil WHERE school_id = {SCHOOL} AND state = 'R' AND upn <> '' AND nc_year IN "
                           f"('3', '4') LIMIT 1")[0]
    sql(f"REPLACE INTO conflict (school_id, pupil_id, field, theirs, ours, cohort, verdict, state, batch_id, opened_at) VALUES ({SCHOOL}, "
        f"{pupil}, 'nc_year', '2', '{year}', 'N', 'C', 'K', 1, UTC_TIMESTAMP())")
    answer = task("changed", way="S")
    ok(run()[0] == 0 and state(answer) == "D", "what is sent to the school is fetched and confirmed", (state(answer), log()))
    name = f"{LAESTAB[:3]}LLLL_CTF_{LAESTAB}_001.xml"
    ok(os.listdir(IMPORTS) == [name], "under its numbered name", os.listdir(IMPORTS))
    text = open(f"{IMPORTS}/{name}").read()
    ok(f"<UPN>{upn}</UPN>" in text and f"<NCyearActual>{year}</NCyearActual>" in text, "with the pupil and the year", text[:300])
    os.remove(f"{IMPORTS}/{name}")
    picked = []
    answers = [task("changed", way="S") for _ in range(6)]

    def pick():  # the school's system takes each file as soon as it is there
        for found in os.listdir(IMPORTS):
            if found.endswith(".xml") and not found.startswith("."):
                os.remove(f"{IMPORTS}/{found}")
                picked.append(found)

    ends = []
    for _ in range(20):
        ends.append(run_killed(0.25))
        pick()
    run()
    pick()
    ok(not all(ends), f"it was killed {ends.count(False)} times")
    ok([state(answer) for answer in answers] == ["D"] * 6 and not os.listdir(IMPORTS), "all six were confirmed", [state(a) for a in answers])
    ok(len(picked) == len(set(picked)) == 6, "and each was put there once", picked)
    configure(destination=f"command cat > {HOME}/handed; echo $ONROLL_FILE >> {HOME}/handed")
    answer = task("changed", way="S")
    ok(run()[0] == 0 and state(answer) == "D" and f"{LAESTAB[:3]}LLLL_CTF_" in open(HOME + "/handed").read(), "or handed to a command", log())
    configure(destination=f"command exit 1")
    answer = task("changed", way="S")
    ok(run()[0] == 0 and state(answer) == "W", "one that fails has not got it", state(answer))
    configure()


def again(answer):
    sql(f"UPDATE exchange_answer SET next_at = NULL WHERE id = {answer}")
    return run()[0]


def test_folder():
    """The school's system is another user, and may be slow to take a file when its number comes again."""
    os.chmod(IMPORTS, 0o2770)
    sql(f"UPDATE ctf_counter SET last_n = 999 WHERE school_id = {SCHOOL}")
    path = f"{IMPORTS}/{LAESTAB[:3]}LLLL_CTF_{LAESTAB}_001.xml"
    with open(path, "w") as out:
        out.write("of the last time")
    answer = task("changed", way="S")
    ok(run()[0] == 0 and state(answer) == "W" and "still lies" in one(f"SELECT words FROM exchange_answer WHERE id = {answer}"),
       "a file that its system has not taken is not replaced", log())
    ok(open(path).read() == "of the last time" and again(answer) == 0 and state(answer) == "W", "however often it is tried")
    os.remove(path)
    ok(again(answer) == 0 and state(answer) == "D" and "<CTfile" in open(path).read(), "the next has its place then", (state(answer), log()))
    ok(os.stat(path).st_mode & 0o777 == 0o660, "and whoever may write the folder may take it", oct(os.stat(path).st_mode))
    os.remove(path)
    answer = task("changed", way="S")
    os.symlink(HOME + "/content", f"{IMPORTS}/.onroll-{answer}.new")
    before = open(HOME + "/content").read()
    ok(run()[0] == 0 and state(answer) == "W" and open(HOME + "/content").read() == before, "a link that somebody put there is not written to")
    os.remove(f"{IMPORTS}/.onroll-{answer}.new")
    ok(again(answer) == 0 and state(answer) == "D", "and without it all is well", (state(answer), log()))
    os.remove(f"{IMPORTS}/{os.listdir(IMPORTS)[0]}")
    os.chmod(IMPORTS, 0o700)


class Stranger(http.server.BaseHTTPRequestHandler):
    """A site that was taken over: what an agent is asked, and what it says to that."""
    asked, said, part = [], [], b"data"

    def log_message(self, *_):
        pass

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        if self.path.endswith("/answers/take"):
            got = Stranger.asked.pop(0) if Stranger.asked else None
            return self.answer(200, json.dumps(got).encode()) if got else self.answer(204, b"")
        Stranger.said.append((self.path.rsplit("/", 1)[1], body))
        return self.answer(200, b"{}")

    def do_PUT(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(409, json.dumps({"detail": "No."}).encode())

    def do_GET(self):
        self.answer(200, Stranger.part)


def test_stranger():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERT, VAR + "/tls/key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    configure(server=f"https://localhost:{server.server_address[1]}")
    with open(HOME + "/secret.gone", "w") as out:
        out.write("all: a secret\n")
    good = hashlib.sha256(Stranger.part).hexdigest()
    get = {"way": "get", "data": "snapshot", "group": "years", "years": [], "months": 0, "run": 1, "parts": []}
    send = {"way": "send", "data": "changed", "parts": [{"n": 1}]}
    bad = ([{**get, "data": data} for data in ("../secret", "a\nLD_PRELOAD=x", "", "x" * 41)] + [{**get, "group": "../secret"}] +
           [{**get, "years": [year]} for year in ("$(id)", "1;2")] +
           [{**send, "file": {"name": name, "sha256": good}} for name in ("../evil.xml", "/evil.xml", ".evil.xml", "evil.sh", "a/b.xml")] +
           [{**send, "file": {"name": "good.xml", "sha256": good[::-1]}}])
    Stranger.asked = [{**one_, "id": 900 + n} for n, one_ in enumerate(bad)]
    ok(run()[0] == 0, "the agent of a site that was taken over goes on", log())
    said = [what for what, _ in Stranger.said if what != "agent"]
    ok(said == ["failed"] * len(bad), f"{len(bad)} strange things are refused, each with a reason", Stranger.said[-3:])
    ok("a secret" not in str(Stranger.said) and not os.listdir(IMPORTS) and not os.path.exists(HOME + "/evil.xml"), "nothing is told or written")
    Stranger.asked, Stranger.said = [{**send, "id": 999, "file": {"name": "good.xml", "sha256": good}}], []
    ok(run()[0] == 0 and os.listdir(IMPORTS) == ["good.xml"] and Stranger.said[-1][0] == "confirm", "what is sound is taken", Stranger.said)
    os.remove(IMPORTS + "/good.xml")
    Stranger.asked, Stranger.said = [{**get, "id": 998}], []
    ok(run()[0] == 0 and "did not take" in Stranger.said[-1][1] and not [n for n in os.listdir(STATE) if n.startswith("get-")],
       "what a site does not take is said, and not kept", Stranger.said)
    server.shutdown()
    configure()


def test_names():
    """Of files, which a school's system chooses."""
    for name in ("n" * 200 + ".csv", "Schüler\udce4 .csv"):
        for old in os.listdir(EXPORTS):
            os.remove(f"{EXPORTS}/{old}")
        write(name, roll(1000 + len(name))[0])
        answer = task("changed")
        ok(run()[0] == 0 and state(answer) == "R", f"a file of a name with {len(name)} letters comes", (state(answer), log()))


TASKS = {"ref": "12", "name": "Nightly roll", "way": "get", "data": "snapshot", "group": "years", "years": "1,2", "repeats": "weekly",
         "days": "mon,thu", "at": "02:15"}
XML = """<?xml version="1.0" encoding="UTF-8"?>
<tasks><!-- of the school's system -->
  <task ref="12" name="Nightly roll" way="get" data="snapshot" group="years" years="1,2" repeats="weekly" days="mon,thu" at="02:15">set &amp; up</task>
  <task ref="14" name="Marks &lt;b&gt;"/>
</tasks>"""


def existing():
    return sql(f"SELECT ref, name, described, repeats, answer, off_at IS NOT NULL FROM existing_task WHERE school_id = {SCHOOL} ORDER BY ref")


def listed(text):
    with open(HOME + "/tasks", "w") as out:
        out.write(text)


def test_existing():
    """Tasks of the school's own system: listed, seen and decided at the authority, switched off, confirmed."""
    officer = Browser("officer@la.example")
    page = f"/la/schools/{SCHOOL}/data/existing"
    listed("<tasks><task")
    configure(tasks=HOME + "/tasks", tasks_off=f"file {HOME}/decided")
    ok(run()[0] == 1 and "no sound XML" in log() and not existing(), "a list that is broken is said", log())
    answer = task("tasks", group="A")
    run()
    ok(state(answer) == "W" and "no sound XML" in one(f"SELECT words FROM exchange_answer WHERE id = {answer}"), "to whoever asks for it, too")
    sql(f"UPDATE exchange_answer SET next_at = NULL WHERE id = {answer}")
    listed(json.dumps({"tasks": [TASKS, {**TASKS, "ref": "13", "name": "Again"}]}))
    ok(run()[0] == 0 and state(answer) == "D", "a list in JSON answers", (state(answer), log()))
    ok(existing() == [["12", "Nightly roll", "", "W", "", "0"], ["13", "Again", "", "W", "", "0"]], "and is reported", existing())
    listed(XML)
    ok(run()[0] == 0 and existing() == [["12", "Nightly roll", "set & up", "W", "", "0"], ["14", "Marks <b>", "", "", "", "0"]],
       "XML as well; what is there no more is forgotten", (existing(), log()))
    text = officer.ask("GET", page)[1]
    ok("Nightly roll" in text and "Marks &lt;b&gt;" in text and "2 tasks are not settled" in text, "the authority sees them", text[-2000:])
    ok(not os.path.exists(HOME + "/decided"), "nothing is decided yet")
    found = dict(sql(f"SELECT ref, CONCAT(id, ' ', ver) FROM existing_task WHERE school_id = {SCHOOL}"))
    for ref, decision in (("12", "A"), ("14", "D")):
        number, version = found[ref].split()
        ok(officer.post(f"{page}/{number}", answer=decision, version=version)[0] == 303, f"{ref}: {decision}")
    configure(tasks=HOME + "/tasks", tasks_off="command exit 1")
    ok(run()[0] == 1 and [t[5] for t in existing()] == ["0", "0"], "a command that fails switches nothing off", (existing(), log()))
    configure(tasks=HOME + "/tasks", tasks_off=f"file {HOME}/decided")
    ok(run()[0] == 0 and [t[4:] for t in existing()] == [["A", "1"], ["D", "1"]], "decided, switched off and confirmed", (existing(), log()))
    decided = json.load(open(HOME + "/decided"))["tasks"]
    ok(sorted((t["ref"], t["decision"]) for t in decided) == [("12", "accepted"), ("14", "dropped")], "the school's system was told", decided)
    ok("not settled" not in officer.ask("GET", page)[1], "all is settled")
    ok(one("SELECT CONCAT(data, ' ', repeats, ' ', days, ' ', at_minute) FROM exchange_task WHERE name = 'Nightly roll'") == "snapshot W 9 135",
       "Onroll has the task in its place")
    configure()


def test_two_agents():
    """One machine's agent at a time: a second process leaves it alone."""
    command("sleep 3; cat " + HOME + "/content\n")
    answer = task("attainment")
    first = start()
    time.sleep(1)
    began = time.monotonic()
    ok(run()[0] == 0 and time.monotonic() - began < 1.5, "a second one ends at once")
    first.communicate()
    ok(first.returncode == 0 and state(answer) == "R", "the first goes on", state(answer))
    configure()


def test_revoked(school):
    agent = one(f"SELECT id FROM agent WHERE school_id = {SCHOOL}")
    answer = task("changed")
    ok(school.post(f"/school/agent/{agent}/revoke")[0] == 303, "the school revokes the key")
    ok(run()[0] == 1 and state(answer) == "W" and "revoked" in log(), "the agent is not answered any more", log())
    ok(ask("GET", "/api/v1/agent").status == 401, "nor is anybody without a key")
    key = open(STATE + "/agent.key").read()
    ok(run("enrol", "AAAA-AAAA-AAAA-AAAA-AAAA")[0] == 1 and open(STATE + "/agent.key").read() == key, "a code that is none changes nothing")
    code = re.search(r"onroll-agent enrol ([A-Z0-9-]{24})", school.post("/school/agent/code")[1]).group(1)
    ok(run("enrol", code)[0] == 0 and open(STATE + "/agent.key").read() != key, "it enrols again, with another key", log())
    ok(run()[0] == 0 and state(answer) == "R", "and answers", log())
    ok(not os.path.exists(STATE + "/enrolling.key") and os.stat(STATE + "/agent.key").st_mode & 0o777 == 0o600, "one key is kept",
       os.listdir(STATE))


random.seed(20261126)
SCHOOL, LAESTAB = sql("SELECT id, laestab FROM school WHERE name LIKE 'Larkfield Primary%'")[0]
browser = Browser("admin@larkfield-primary-school.example")
test_enrolling(browser)
for test in (test_ready, test_snapshot, test_kills, test_network, test_gone, test_command, test_roster, test_sent, test_folder, test_stranger, test_names, test_existing, test_two_agents):
    test()
test_revoked(browser)
done()
