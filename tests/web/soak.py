"""Run after run of tasks, with two agents for each school that race each other, two runners at once, and now and then a kill -9 of either:
nothing is lost, nothing comes twice, and no program grows. SOAK=long says by what."""
import os
import signal
import subprocess
import time

from people import one, sql
from wire import VAR, done, ok

BUILD = os.environ.get("B", "build")
LONG = os.environ.get("SOAK") == "long"
RUNS, BATCH, EACH = (1000, 50, 6) if LONG else (16, 4, 6)  # of tasks; at a time; schools of each
KEYS = [VAR + "/first.keys", VAR + "/second.keys"]
GROWTH = 1.15  # of the memory of a program, from 10 % of the way to its end; or as many MB:
MB = 2.0


def agents(*arguments):
    return subprocess.Popen([f"{BUILD}/tests/web/soak_agents", *arguments], stdout=subprocess.DEVNULL, stderr=open(VAR + "/log/soak.log", "a"))


def ended(child):
    """Exit code, and the most memory that it had, in MB."""
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, used.ru_maxrss / 1024


def runners(kill=False):
    """Two at once; returns the memory of the larger one."""
    two = [subprocess.Popen([f"{BUILD}/onroll-work"], stderr=open(VAR + "/log/work.log", "a")) for _ in range(2)]
    if kill:
        time.sleep(0.2)
        os.kill(two[0].pid, signal.SIGKILL)
    codes = [ended(one_) for one_ in two]
    if not kill and [code for code, _ in codes] != [0, 0]:
        raise SystemExit(f"onroll-work: {codes}")
    return max(mb for _, mb in codes)


def workers():
    """Memory of all processes of the pool that agents speak to, in MB."""
    parent = open(VAR + "/run/exchange.pid").read().strip()
    children = open(f"/proc/{parent}/task/{parent}/children").read().split()
    total = 0
    for pid in children:
        with open(f"/proc/{pid}/smaps_rollup") as f:
            total += next(int(line.split()[1]) for line in f if line.startswith("Private_Dirty"))
    return total / 1024


def issue(first, schools):
    """Tasks of every kind that are due now, once; each of other schools, so that all have their turn."""
    lines = ["SET sql_mode = ''"]
    for n in range(first, first + BATCH):
        way, data = [("G", "changed"), ("S", "changed"), ("G", "changed"), ("G", "attainment")][(n + n // 100) % 4]
        lines.append(f"INSERT INTO exchange_task (name, way, data, group_kind, schools, repeats, at_minute, first_on, window_minutes, "
                     f"wait_minutes, state, next_at, created_at) VALUES ('Soak {n}', '{way}', '{data}', 'A', 'P', 'O', 0, '2026-09-01', 0, "
                     f"1440, 'A', UTC_TIMESTAMP() - INTERVAL 1 SECOND, UTC_TIMESTAMP())")
        lines.append("SET @task = LAST_INSERT_ID()")
        picks = ", ".join(f"(@task, {schools[(n * EACH + i) % len(schools)]})" for i in range(EACH))
        lines.append(f"INSERT INTO exchange_task_school (task_id, school_id) VALUES {picks}")
    sql("; ".join(lines))


def answer(kill):
    two = [agents("answer", keys) for keys in KEYS]
    if kill:
        time.sleep(0.15)
        os.kill(two[0].pid, signal.SIGKILL)
    codes = [ended(one_)[0] for one_ in two]
    if kill:
        codes = [ended(agents("answer", keys))[0] for keys in KEYS]
    return codes


def soak(schools):
    memory = []
    for first in range(0, RUNS, BATCH):
        batch = first // BATCH
        issue(first, schools)
        work = runners(kill=batch % 4 == 2)
        if batch % 4 == 2:
            work = runners()
        codes = answer(kill=batch % 4 == 1)
        if codes != [0, 0]:
            raise SystemExit("soak_agents: " + open(VAR + "/log/soak.log").read()[-500:])
        work = max(work, runners())
        memory.append((work, workers()))
    leave = time.monotonic() + (120 if LONG else 30)
    while one("SELECT COUNT(*) FROM exchange_answer WHERE state <> 'D'") != "0" and time.monotonic() < leave:
        runners()
    return memory


def sound():
    counts = sql("SELECT COUNT(*), COUNT(DISTINCT task_id) FROM exchange_run")[0]
    ok(counts == [str(RUNS)] * 2, f"{RUNS} tasks have run, each once", counts)
    states = sql("SELECT state, COUNT(*) FROM exchange_answer GROUP BY state")
    ok(states == [["D", str(RUNS * EACH)]], f"all {RUNS * EACH} answers are done: nothing is lost", states)
    ok(one("SELECT COUNT(*) FROM (SELECT run_id FROM exchange_answer GROUP BY run_id HAVING COUNT(*) <> COUNT(DISTINCT school_id) OR "
           f"COUNT(*) <> {EACH}) x") == "0", "one of each school in each run")
    got = sql("SELECT COUNT(*), COUNT(DISTINCT a.delivery_id) FROM exchange_answer a JOIN exchange_run r ON r.id = a.run_id JOIN exchange_task t "
              "ON t.id = r.task_id WHERE t.way = 'G'")[0]
    came = one("SELECT COUNT(*) FROM delivery WHERE source = 'A'")
    ok(got == [came, came] and came == str(RUNS * EACH * 3 // 4), f"{came} deliveries for as many answers: nothing came twice", (got, came))
    wrong = one("SELECT COUNT(*) FROM exchange_answer a JOIN delivery d ON d.id = a.delivery_id WHERE d.sha256 <> a.sha256 OR d.school_id <> "
                "a.school_id OR d.file_name <> CONCAT('S', a.id, '.csv')")
    ok(wrong == "0", "each with the bytes that its own school sent", wrong)
    rows = sql("SELECT p.class, MAX(d.file_name = CONCAT(p.class, '.csv')) FROM (SELECT school_id, MAX(id) AS id FROM delivery WHERE source = "
               "'A' GROUP BY school_id) l JOIN delivery d ON d.id = l.id LEFT JOIN pupil p ON p.school_id = l.school_id AND CONCAT(p.class, "
               "'.csv') = d.file_name GROUP BY l.school_id, p.class")
    ok(rows and all(row[1] == "1" for row in rows), f"the pupil of each of {len(rows)} schools is in the class that was sent last",
       [row for row in rows if row[1] != "1"][:5])
    ok(one("SELECT COUNT(*) FROM exchange_part") == "0" and one("SELECT COUNT(*) FROM exchange_attempt WHERE outcome = ''") == "0",
       "no part and no try is left over")


def flat(memory):
    at = [memory[max(0, len(memory) * percent // 100 - 1)] for percent in (10, 50, 100)]
    for place, what in enumerate(("onroll-work", "the workers of the site")):
        start, half, end = (m[place] for m in at)
        ok(end < max(start * GROWTH, start + MB), f"{what}: {start:.1f} MB at 10 %, {half:.1f} at 50 %, {end:.1f} at 100 %", memory)


codes = [ended(agents("enrol", keys))[0] for keys in KEYS]
ok(codes == [0, 0], "two agents of each school enrol", open(VAR + "/log/soak.log").read()[-300:])
ids = [row[0] for row in sql("SELECT DISTINCT school_id FROM agent ORDER BY school_id")]
start = time.monotonic()
memory = soak(ids)
took = time.monotonic() - start
print(f"# {len(ids)} schools, {RUNS} runs of tasks, {RUNS * EACH} answers in {took:.0f} s: {RUNS / took:.1f} runs/s, "
      f"{RUNS * EACH / took:.0f} answers/s", flush=True)
sound()
flat(memory)
done()
