"""Exchanges with schools: issuing tasks; every school's snapshot answered at once, from the request to the processed data, through nginx with
signed requests; a large school's marks of 13 months; and what a stored mark takes. Each against LOAD DATA of the same rows, or against a row
for each mark, on the same server in the same run."""
import csv, datetime, glob, os, subprocess, time
from bench import BUILD, SCRATCH, SMALL, row, say
from portal import CONF, sql

os.environ["ONROLL_VAR"] = os.path.dirname(CONF)
SOCKET = [line.split()[-1] for line in open(CONF) if line.startswith("db_socket")][0]
TASKS, PUPILS, AT_ONCE = (3, 60, 2) if SMALL else (50, 1400, 4)
SIZE = ["--schools", "8", "--pupils", "2400"] if SMALL else ["--schools", "600", "--pupils", "200000"]
FIRST = datetime.date.today() - datetime.timedelta(396) # 13 months ago


def root(words):
    subprocess.run(["mariadb", "--no-defaults", "--local-infile=1", "-S", SOCKET, "-u", "root", "-e", words, "onroll"], check=True,
                   stderr=subprocess.DEVNULL)


def load_data(table, where="1"):
    """Seconds for the same rows from a file into a table like it; None when that is not allowed."""
    with open(SCRATCH + "/rows.tsv", "w") as f:
        subprocess.run(["mariadb", "--no-defaults", "-S", SOCKET, "-u", "onroll", "-N", "-B", "onroll", "-e",
                        "SELECT * FROM %s WHERE %s" % (table, where)], stdout=f, check=True)
    try:
        root("SET GLOBAL local_infile = ON; DROP TABLE IF EXISTS like_it; CREATE TABLE like_it LIKE %s" % table)
        start = time.monotonic()
        root("SET SESSION sql_mode = ''; LOAD DATA LOCAL INFILE '%s/rows.tsv' INTO TABLE like_it" % SCRATCH)
        return time.monotonic() - start
    except subprocess.CalledProcessError:
        say("LOAD DATA is not allowed here: run it as root, who may switch it on")
        return None
    finally:
        subprocess.call(["mariadb", "--no-defaults", "-S", SOCKET, "-u", "root", "-e", "SET GLOBAL local_infile = OFF; DROP TABLE IF EXISTS "
                         "onroll.like_it"], stderr=subprocess.DEVNULL)


def against(what, took, figure, loaded, goal):
    row(what, figure, "LOAD DATA %.2f s" % loaded if loaded else "", "%.1f x" % (took / loaded) if loaded else "", "< %g x" % goal,
        took / loaded < goal if loaded else None)


def runners():
    for child in [subprocess.Popen([BUILD + "/onroll-work"], stderr=subprocess.DEVNULL) for _ in range(2)]:
        if child.wait():
            raise SystemExit("bench: onroll-work failed")


def due(tasks, data, schools="F", pick=None):
    """Tasks that are due now; the number of the first."""
    words = ["SET sql_mode = ''"]
    for n in range(tasks):
        words.append("INSERT INTO exchange_task (name, way, data, group_kind, schools, repeats, at_minute, first_on, window_minutes, "
                     "wait_minutes, state, next_at, created_at) VALUES ('Bench', 'G', '%s', 'A', '%s', 'O', 0, '2026-09-01', 0, 1440, 'A', "
                     "UTC_TIMESTAMP() - INTERVAL 1 SECOND, UTC_TIMESTAMP())" % (data, schools))
        if pick:
            words.append("INSERT INTO exchange_task_school (task_id, school_id) VALUES (LAST_INSERT_ID(), %s)" % pick)
    sql("; ".join(words))
    return int(sql("SELECT MAX(id) FROM exchange_task")[0][0]) - tasks + 1


def bench_issue():
    first = due(TASKS, "changed")
    start = time.monotonic()
    runners()
    took = time.monotonic() - start
    count = int(sql("SELECT COUNT(*) FROM exchange_answer a JOIN exchange_run r ON r.id = a.run_id WHERE r.task_id >= %d" % first)[0][0])
    say("%d runs with %d answers are issued by 2 runners in %.2f s: %.0f runs/s" % (TASKS, count, took, TASKS / took))
    loaded = load_data("exchange_answer", "run_id IN (SELECT id FROM exchange_run WHERE task_id >= %d)" % first)
    against("exchange: issuing %d runs of %d schools" % (TASKS, count // TASKS), took, "%.0f runs/s" % (TASKS / took), loaded, 5)
    sql("UPDATE exchange_answer SET state = 'C' WHERE state = 'W'")


def agents(folder, keys):
    """All at once, in as many processes; the seconds that it took them."""
    start = time.monotonic()
    children = [subprocess.Popen([BUILD + "/tests/web/soak_agents", "answer", part, folder], stdout=subprocess.DEVNULL) for part in keys]
    if any([child.wait() for child in children]):
        raise SystemExit("bench: soak_agents failed")
    return time.monotonic() - start


def enrol():
    """Files of keys, the schools shared out between them."""
    subprocess.check_call([BUILD + "/tests/web/soak_agents", "enrol", SCRATCH + "/keys"])
    lines = open(SCRATCH + "/keys").readlines()
    for n in range(AT_ONCE):
        with open("%s/keys.%d" % (SCRATCH, n), "w") as f:
            f.writelines(lines[n::AT_ONCE])
    return ["%s/keys.%d" % (SCRATCH, n) for n in range(AT_ONCE)]


def processed(task):
    """Runs onroll-work until every import of the task's files is done or waits for a person."""
    open_ = ("SELECT (SELECT COUNT(*) FROM exchange_answer a JOIN exchange_run r ON r.id = a.run_id JOIN delivery d ON d.id = a.delivery_id "
             "WHERE r.task_id = %d AND d.state = 'new') + (SELECT COUNT(*) FROM import i JOIN exchange_answer a ON a.delivery_id = i.delivery_id "
             "JOIN exchange_run r ON r.id = a.run_id JOIN batch b ON b.school_id = i.school_id AND b.id = i.batch_id "
             "WHERE r.task_id = %d AND b.state = 'open' AND b.hold <> 'held')" %
             (task, task))
    for _ in range(1000):
        runners()
        if sql(open_)[0][0] == "0":
            return
    raise SystemExit("bench: the data was not processed")


def bench_snapshots(keys):
    folder = SCRATCH + "/snapshots"
    subprocess.check_call([BUILD + "/onrollctl", "demo", "--night", "1", "--files", SCRATCH + "/first"] + SIZE, stdout=subprocess.DEVNULL)
    os.mkdir(folder)
    rows = 0
    for name in glob.glob(SCRATCH + "/first/*/night-001.csv"):
        os.rename(name, "%s/%s.csv" % (folder, name.split("/")[-2]))
    for name in glob.glob(folder + "/*.csv"):
        rows += sum(1 for _ in open(name, "rb")) - 2
    task = due(1, "snapshot")
    start = time.monotonic()
    runners()
    sent = agents(folder, keys)
    processed(task)
    took = time.monotonic() - start
    schools, = sql("SELECT COUNT(*) FROM exchange_answer a JOIN exchange_run r ON r.id = a.run_id WHERE r.task_id = %d AND a.delivery_id IS NOT "
                   "NULL" % task)[0]
    say("%s schools, %d rows: sent in %.1f s, processed after %.1f s: %.0f pupils/s" % (schools, rows, sent, took, rows / took))
    against("exchange: %s schools' snapshots at once, %d pupils, from request to processed" % (schools, rows), took, "%.1f s" % took,
            load_data("pupil"), 15)


def make_school():
    """The largest gets pupils of others until it is as large as wanted; writes its marks of 13 months."""
    school, laestab = sql("SELECT s.id, s.laestab FROM pupil p JOIN school s ON s.id = p.school_id WHERE p.state = 'R' GROUP BY s.id ORDER BY "
                          "COUNT(*) DESC LIMIT 1")[0]
    have = int(sql("SELECT COUNT(*) FROM pupil WHERE school_id = %s AND state = 'R' AND upn <> ''" % school)[0][0])
    if have < PUPILS:
        sql("UPDATE pupil SET school_id = %s WHERE school_id <> %s AND state = 'R' AND upn <> '' LIMIT %d" % (school, school, PUPILS - have))
    upns = [r[0] for r in sql("SELECT upn FROM pupil WHERE school_id = %s AND state = 'R' AND upn <> '' LIMIT %d" % (school, PUPILS))]
    days = [FIRST + datetime.timedelta(n) for n in range(396)]
    days = [d for d in days if d.weekday() < 5 and d.month != 8]
    os.mkdir(SCRATCH + "/marks")
    with open("%s/marks/%s.csv" % (SCRATCH, laestab), "w", newline="") as f:
        out = csv.writer(f)
        out.writerow(["UPN", "Date", "AM", "PM"])
        for n, upn in enumerate(upns):
            for i, day in enumerate(days):
                away = (i * 7 + n * 13) % 17 == 0
                out.writerow([upn, day.isoformat()] + (["IOMG"[(i + n) % 4]] * 2 if away else ["/", "\\"]))
    return school, laestab, len(upns) * 2 * len(days)


def bench_marks(keys):
    school, laestab, marks = make_school()
    task = due(1, "att-current", "P", school)
    start = time.monotonic()
    runners()
    agents(SCRATCH + "/marks", [key for key in keys if any(line.split()[2] == laestab for line in open(key))])
    processed(task)
    took = time.monotonic() - start
    held = int(sql("SELECT COALESCE(SUM(LENGTH(REPLACE(marks, CHAR(0), ''))), 0) FROM attendance WHERE school_id = %s" % school)[0][0])
    if held < marks * 0.9:
        raise SystemExit("bench: %d marks were sent, %d are held: %s" % (marks, held, sql("SELECT message, notes FROM delivery ORDER BY id DESC "
                                                                                          "LIMIT 1")))
    say("%d marks from request to processed in %.1f s: %.0f marks/s" % (marks, took, marks / took))
    sql("CREATE TABLE mark_row (school_id INT UNSIGNED NOT NULL, pupil_id INT UNSIGNED NOT NULL, on_day DATE NOT NULL, half TINYINT UNSIGNED NOT "
        "NULL, code TINYINT UNSIGNED NOT NULL, batch_id INT UNSIGNED NULL, PRIMARY KEY (school_id, on_day, half, pupil_id)) ENGINE=InnoDB")
    sql("INSERT INTO mark_row SELECT school_id, pupil_id, starts_on + INTERVAL (FLOOR((seq - 1) / 10) * 7 + FLOOR((seq - 1) %% 10 / 2)) DAY, "
        "(seq - 1) %% 2, ORD(SUBSTRING(marks, seq, 1)), batch_id FROM attendance JOIN seq_1_to_80 ON seq <= LENGTH(marks) WHERE school_id = %s "
        "AND ORD(SUBSTRING(marks, seq, 1)) > 0" % school)
    rows = int(sql("SELECT COUNT(*) FROM mark_row")[0][0])
    against("exchange: %d marks of 13 months of %d pupils, from request to processed" % (marks, PUPILS), took, "%.0f marks/s" % (marks / took),
            load_data("mark_row"), 10)
    bench_size(school, held, rows)
    sql("DROP TABLE mark_row")


def bench_size(school, held, rows):
    """Both anew and in the order of their keys, as bytes of the pages that they fill."""
    sql("CREATE TABLE mark_weeks LIKE attendance")
    sql("INSERT INTO mark_weeks SELECT * FROM attendance WHERE school_id = %s" % school)
    sql("ALTER TABLE mark_row FORCE")
    sql("ANALYZE TABLE mark_weeks, mark_row")
    size = dict(sql("SELECT table_name, data_length FROM information_schema.tables WHERE table_schema = 'onroll' AND table_name IN ('mark_weeks', "
                    "'mark_row')"))
    ours, other = int(size["mark_weeks"]) / held, int(size["mark_row"]) / rows
    say("a mark takes %.1f bytes in weeks, %.1f as a row of its own" % (ours, other))
    row("exchange: bytes of a stored mark", "%.1f" % ours, "a row each %.1f" % other, "%.2f x" % (ours / other), "< 0.1 x", ours < other * 0.1)
    sql("DROP TABLE mark_weeks")


keys = enrol()
bench_issue()
bench_snapshots(keys)
bench_marks(keys)
