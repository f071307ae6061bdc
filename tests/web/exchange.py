"""An exchange from end to end. On the authority's pages a weekly task is made for twelve schools; at its time onroll-work issues it; twelve
agents, each with its own school's exports, answer it over HTTPS, one killed and one cut off while it sends; the data is processed under the
rules. Then an officer keeps an NC year against a school's, and a task of changed data brings it to where that school's system picks it up."""
import csv
import datetime
import html
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.parse
import zoneinfo

from people import Browser, one, sql
from wire import PORT, VAR, done, ok

BUILD = os.environ.get("B", "build")
HOME = VAR + "/schools"
CERT = VAR + "/tls/cert.pem"
SOON = 5  # seconds that making the task takes at most


class Line(threading.Thread):
    """The network of one school. `most`: after so many bytes nothing more gets through; `broken`: and the connection ends."""

    def __init__(self):
        super().__init__(daemon=True)
        self.passed, self.most, self.broken = 0, None, False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def run(self):
        while True:
            client, _ = self.listener.accept()
            if self.most == 0:
                client.close()
                continue
            server = socket.create_connection(("127.0.0.1", PORT))
            threading.Thread(target=self.pass_on, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self.pass_on, args=(server, client, False), daemon=True).start()

    def pass_on(self, source, to, out):
        try:
            while piece := source.recv(65536):
                self.passed += len(piece) if out else 0
                if out and self.most is not None and self.passed > self.most:
                    if not self.broken:
                        continue
                    self.most = 0
                    break
                to.sendall(piece)
        except OSError:
            pass
        for s in (source, to):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class School:
    def __init__(self, id_, laestab, name):
        self.id, self.laestab, self.name = id_, laestab, name
        self.home = f"{HOME}/{laestab}"
        self.exports, self.imports, self.state = (f"{self.home}/{kind}" for kind in ("exports", "imports", "state"))
        for folder in (self.exports, self.imports, self.state):
            os.makedirs(folder)
        self.configure(PORT)

    def configure(self, port):
        with open(self.home + "/agent.conf", "w") as out:
            out.write(f"server = https://localhost:{port}\nca_file = {CERT}\nstate_dir = {self.state}\njitter_seconds = 0\n"
                      f"system = SIMS\nsystem_version = 7.180\nphase_2 = yes\nservices = yes\n"
                      f"quiet_seconds = 0\nsource = folder {self.exports} *.csv\ndestination = folder {self.imports}\n")

    def start(self, *arguments):
        return subprocess.Popen([f"{BUILD}/onroll-agent", "-c", self.home + "/agent.conf", *arguments],
                                stdout=subprocess.DEVNULL, stderr=open(self.home + "/log", "a"))

    def run(self):
        return self.start().wait(60)

    def log(self):
        return open(self.home + "/log").read()[-500:]

    def rows(self):
        """Of its export, but for the last line, which says which night it is."""
        with open(self.exports + "/night.csv", newline="", encoding="utf-8-sig") as f:
            return list(csv.DictReader(f))[:-1]

    def change(self, deed):
        """Writes its export anew, after deed has changed its rows."""
        with open(self.exports + "/night.csv", newline="", encoding="utf-8-sig") as f:
            lines = csv.DictReader(f)
            names, rows = lines.fieldnames, list(lines)
        deed(rows)
        with open(self.exports + "/night.csv", "w", newline="", encoding="utf-8") as f:
            out = csv.DictWriter(f, list(dict.fromkeys(names + [n for row in rows for n in row])))
            out.writeheader()
            out.writerows(rows)


def work():
    subprocess.run([f"{BUILD}/onroll-work"], stderr=open(VAR + "/log/work.log", "a"), check=True)


def until(condition, seconds=60, deed=lambda: time.sleep(0.05)):
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        deed()
    return found


def answers(run_):
    """{school's number: (state, delivery, words)}"""
    return {row[0]: row[1:] for row in
            sql(f"SELECT school_id, state, COALESCE(delivery_id, 0), words FROM exchange_answer WHERE run_id = {run_}")}


def states(run_):
    return "".join(sorted(state for state, _, _ in answers(run_).values()))


def words_of(page):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.split("<main", 1)[-1])))


# ---- the wizard, page by page, as a browser sends it ----

def hidden(page):
    return [(name, html.unescape(value)) for name, value in
            re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.split("<main", 1)[1])]


def make_task(officer, *pages):
    page = officer.ask("GET", "/la/exchanges/new")[1]
    for answers_ in pages:
        page = officer.ask("GET", "/la/exchanges/new?" + urllib.parse.urlencode(hidden(page) + answers_))[1]
    runs = words_of(page)
    ok("Check your answers" in runs, "the wizard comes to its last page", runs)
    status, _ = officer.ask("POST", "/la/exchanges/new", hidden(page))
    task = one("SELECT MAX(id) FROM exchange_task")
    ok(status == 303 and task, "and sets up the task")
    return task, runs


def picked(schools):
    return [("schools", "pick")] + [("s", school.id) for school in schools]


# ---- tests ----

def test_enrolling(admin, schools):
    for school in schools:
        page = admin.post(f"/la/schools/{school.id}/agent/code")[1]
        school.start("enrol", re.search(r"onroll-agent enrol ([A-Z0-9-]{24})", page).group(1)).wait(60)
    ended = [agent.wait(60) for agent in [school.start() for school in schools]]
    ok(ended == [0] * 12 and one("SELECT COUNT(DISTINCT school_id) FROM agent WHERE seen_at IS NOT NULL") == "12",
       "twelve agents enrol with codes and are heard from", [school.log() for school in schools if school.log()])


def test_weekly(officer, schools):
    """Due at the next full minute, which is waited for."""
    now = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/London")) + datetime.timedelta(seconds=SOON)
    due = now.replace(second=0, microsecond=0) + datetime.timedelta(minutes=1)
    day = (due.weekday(), f"{due:%d/%m/%Y}", f"{due:%H:%M}")
    task, said = make_task(officer, [("what", "G.snapshot")], [("group", "A")], picked(schools), [("repeats", "W"), ("d", day[0])],
                           [("first", day[1]), ("at", day[2]), ("window", "0"), ("wait", "60")], [("name", "Snapshots of twelve")])
    ok(f"Every {due:%A} at" in said, "each week", said)
    work()
    ok(one(f"SELECT COUNT(*) FROM exchange_run WHERE task_id = {task}") == "0" or time.time() >= due.timestamp(), "not before its time")
    time.sleep(max(0.0, due.timestamp() - time.time()))
    work()
    runs = sql(f"SELECT id, UNIX_TIMESTAMP(due_at), late FROM exchange_run WHERE task_id = {task}")
    ok([row[1:] for row in runs] == [[str(int(due.timestamp())), "0"]], "at its time it is issued, once", (due, runs))
    following = datetime.datetime.combine(due.date() + datetime.timedelta(7), due.time(), due.tzinfo)
    ok(one(f"SELECT UNIX_TIMESTAMP(next_at) FROM exchange_task WHERE id = {task}") == str(int(following.timestamp())), "next in a week")
    return runs[0][0]


def test_killed(run_, school):
    """While it sends; what has come before does not come again."""
    line = Line()
    line.start()
    line.most = 1_500_000
    school.configure(line.port)
    agent = school.start()
    parts = f"SELECT COUNT(*) FROM exchange_part p JOIN exchange_answer a ON a.id = p.answer_id WHERE a.run_id = {run_} AND a.school_id = " \
            f"{school.id}"
    came = until(lambda: line.passed > line.most and int(one(parts)))
    agent.send_signal(signal.SIGKILL)
    ok(agent.wait() == -signal.SIGKILL and came >= 2 and answers(run_)[school.id][0] == "T", f"one is killed after {came} parts of its data")
    line.passed, line.most = 0, None
    ok(school.run() == 0 and answers(run_)[school.id][0] in "RD", "and goes on", school.log())
    size = os.path.getsize(school.exports + "/night.csv")
    ok(line.passed < size - (came - 1) * 524288, "with what was left alone", (line.passed, size, came))


def test_cut(run_, school):
    line = Line()
    line.start()
    line.most, line.broken = 700_000, True
    school.configure(line.port)
    ok(school.run() == 1 and answers(run_)[school.id][0] == "T", "the network of another is cut while it sends", school.log())
    ok(school.run() == 1, "and stays so for a while")
    line.broken, line.most = False, None
    ok(school.run() == 0 and answers(run_)[school.id][0] in "RD", "until it is there again", school.log())


def on_roll(school):
    """{UPN: (class, NC year)}"""
    return {upn: rest for upn, *rest in
            sql(f"SELECT upn, class, nc_year FROM pupil WHERE school_id = {school.id} AND state = 'R' AND upn <> ''")}


def test_processed(run_, schools):
    ok(until(lambda: states(run_) == "D" * 11 + "R", 90, work), "the data of eleven is processed", answers(run_))
    half = schools[-1]
    ok(answers(run_)[half.id][0] == "R" and one(f"SELECT b.state FROM import i JOIN batch b ON b.school_id = i.school_id AND b.id = i.batch_id "
                                                f"WHERE i.delivery_id = {answers(run_)[half.id][1]}") == "open",
       "that of the twelfth, which has half of its pupils, is held for a person", answers(run_)[half.id])
    deliveries = [delivery for _, delivery, _ in answers(run_).values()]
    ok(len(set(deliveries)) == 12 and one("SELECT COUNT(*) FROM delivery WHERE source = 'A'") == "12", "each came once", deliveries)
    wrong, same = [], 0
    for school in schools[:-1]:
        now, rows = on_roll(school), school.rows()
        came = one(f"SELECT d.row_count FROM delivery d WHERE d.id = {answers(run_)[school.id][1]}")
        wrong += [(school.laestab, came, len(rows))] if came != str(len(rows)) else []
        for row in rows:
            if row["UPN"] in now:
                same += now[row["UPN"]][0] == row["Class"]
                wrong += [(school.laestab, row["UPN"], now[row["UPN"]], row["Class"])] if now[row["UPN"]][0] != row["Class"] else []
    ok(not wrong and same > 2000, f"{same} pupils are in the classes that their schools say", wrong[:5])


def test_run_page(officer, run_, schools, shown):
    page = officer.ask("GET", f"/la/exchanges/runs/{run_}")[1]
    said = words_of(page)
    missing = [school.name for school in schools if said.count(school.name) < 2]
    ok(not missing, "the run's page has each school's answer, and its tries", (missing, said))
    missing = [words for words in shown if words not in said]
    ok(not missing, f"and each step: {', '.join(shown)}", (missing, said[:300]))


def test_asked(officer, school):
    """A task for one NC year; the folder has them all."""
    school.change(lambda rows: [row.update({"Class": "Asked"}) for row in rows[:-1]])
    rows, before = school.rows(), on_roll(school)
    task, said = make_task(officer, [("what", "G.changed")], [("group", "Y"), ("y", "12")], picked([school]), [("repeats", "O")],
                           [("first", f"{datetime.date.today() + datetime.timedelta(30):%d/%m/%Y}"), ("at", "02:00"), ("window", "0"),
                            ("wait", "60")], [("name", "One year")])
    ok("Year 8" in said and any(row["NC year"] == "8" for row in rows), "a task asks for one NC year of a school that has it", said)
    version = dict(hidden(officer.ask("GET", f"/la/exchanges/{task}")[1]))["version"]
    ok(officer.post(f"/la/exchanges/{task}/run", version=version)[0] == 303, "and is run now")
    run_ = one(f"SELECT id FROM exchange_run WHERE task_id = {task}")
    ok(school.run() == 0 and until(lambda: states(run_) == "D", 60, work), "the school answers with its whole folder", answers(run_))
    now = on_roll(school)
    wrong = [(upn, now.get(upn), of) for row in rows if (upn := row["UPN"]) in before
             if (of := row["NC year"]) and (now[upn][0] == "Asked") != (of == "8")]
    ok(not wrong, "the pupils of that year have what came, and nobody else", wrong[:5])
    delivery = answers(run_)[school.id][1]
    batch, total, done_, unasked = sql(f"SELECT batch_id, row_total, row_done, unasked FROM import WHERE delivery_id = {delivery}")[0]
    others = sum(row["NC year"] != "8" for row in school.rows())
    ok(total == done_ and int(total) > int(unasked) >= others > 0, "all rows are done, those of others as not asked for",
       (total, done_, unasked, others))
    said = words_of(officer.ask("GET", f"/la/schools/{school.id}/imports/{batch}")[1])
    ok("Changes alone. Asked for: Year 8" in said and f"{unasked} rows of pupils in other NC years than Year 8" in said,
       "and the import's page says so", said)


def test_back(officer, schools, upn, ours, theirs):
    """The officer keeps the authority's NC year; the school's system gets it as a file."""
    school = schools[0]
    conflict = one(f"SELECT c.id FROM conflict c JOIN pupil p ON p.school_id = c.school_id AND p.id = c.pupil_id WHERE p.upn = '{upn}' AND "
                   f"p.school_id = {school.id} AND c.field = 'nc_year' AND c.state = ''")
    ok(conflict and on_roll(school)[upn][1] == ours, "an NC year that differs waits for a person", (conflict, on_roll(school)[upn]))
    path = f"/la/schools/{school.id}/conflicts/{conflict}"
    page = officer.ask("GET", path)[1]
    ok(officer.ask("POST", path, hidden(page) + [("answer", "keep")])[0] == 303 and
       one(f"SELECT state FROM conflict WHERE school_id = {school.id} AND id = {conflict}") == "K", "an officer keeps ours")
    task, _ = make_task(officer, [("what", "S.changed")], [("group", "A")], picked(schools), [("repeats", "O")],
                        [("first", f"{datetime.date.today() + datetime.timedelta(30):%d/%m/%Y}"), ("at", "02:00"), ("window", "0"),
                         ("wait", "60")], [("name", "Corrected years")])
    page = officer.ask("GET", f"/la/exchanges/{task}")[1]
    version = dict(hidden(page))["version"]
    ok(officer.post(f"/la/exchanges/{task}/run", version=version)[0] == 303, "what is sent to schools is run now")
    run_ = one(f"SELECT id FROM exchange_run WHERE task_id = {task}")
    ended = [agent.wait(60) for agent in [s.start() for s in schools]]
    ok(ended == [0] * 12 and states(run_) == "D" * 12, "twelve agents fetch what there is for them", answers(run_))
    name = f"{school.laestab[:3]}LLLL_CTF_{school.laestab}_001.xml"
    ok([os.listdir(s.imports) for s in schools] == [[name]] + [[]] * 11, "one file lies where a school's system picks it up",
       [os.listdir(s.imports) for s in schools])
    pupils = re.findall(r"<UPN>(\w+)</UPN>.*?<NCyearActual>(\w+)</NCyearActual>", open(f"{school.imports}/{name}").read(), re.S)
    ok(pupils == [(upn, ours)], f"with the pupil in year {ours}, not {theirs}", pupils)
    return run_


def main():
    schools = [School(*row) for row in sql("SELECT id, laestab, name FROM school ORDER BY laestab LIMIT 12")]
    subprocess.run([f"{BUILD}/onrollctl", "demo", "--night", "1", "--files", HOME + "/night", "--schools", "12", "--pupils", "2400"],
                   stdout=subprocess.DEVNULL, check=True)
    for school in schools:
        shutil.copy(f"{HOME}/night/{school.laestab}/night-001.csv", school.exports + "/night.csv")
    upn, (_, ours) = next((upn, at) for upn, at in on_roll(schools[0]).items()
                          if any(row["UPN"] == upn and row["NC year"] == at[1] == "8" for row in schools[0].rows()))
    schools[0].change(lambda rows: [row.update({"NC year": "7"}) for row in rows if row["UPN"] == upn])
    schools[-1].change(lambda rows: rows.__delitem__(slice(0, len(rows) // 2)))
    for school in schools[1:3]:  # so much that there is time to kill it; nobody reads that column
        school.change(lambda rows: [row.update({"Notes of the office": os.urandom(2_000_000 // len(rows)).hex()}) for row in rows[:-1]])
    admin, officer = Browser("admin@la.example"), Browser("officer@la.example")
    test_enrolling(admin, schools)
    run_ = test_weekly(officer, schools)
    agents = [school.start() for school in schools[3:] + schools[:1]]
    test_killed(run_, schools[1])
    test_cut(run_, schools[2])
    ok([agent.wait(60) for agent in agents] == [0] * 10, "ten others answer", [s.log() for s in schools])
    test_processed(run_, schools)
    test_run_page(officer, run_, schools, ["On time", "Done 11", "Received 1"])
    test_asked(officer, schools[0])
    sent = test_back(officer, schools, upn, ours, "7")
    test_run_page(officer, sent, schools, ["Run by", "Done 12", "Nothing to send"])
    done()


main()
