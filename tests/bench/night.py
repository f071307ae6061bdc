"""A night of a whole authority: every school's file lies in the drop folder; two runners, as on two cores, take all of them in, match and
weigh every row and write what changes. Against LOAD DATA of the same pupils into a table with the same indexes."""
import glob, os, subprocess, time
from bench import BUILD, SCRATCH, SMALL, row, say

schools, pupils = (3, 600) if SMALL else (500, 150000)
RUNNERS = 2
dir_ = SCRATCH + "/night"
database = "app/deploy/mariadb"
socket = subprocess.run([database, "start", dir_], stdout=subprocess.PIPE, check=True, text=True,
                        env={**os.environ, "ONROLL_DB_MEMORY": "512M"}).stdout.strip()
SIZE = ["--schools", str(schools), "--pupils", str(pupils)]


def client(words, user="onroll", database_=True):
    return subprocess.run(["mariadb", "--no-defaults", "--local-infile=1", "-S", socket, "-u", user, "-N", "-B"] +
                          (["onroll"] if database_ else []) + ["-e", words], stdout=subprocess.PIPE, check=True, text=True).stdout


def load_data():
    """Seconds for the same rows, from a file to a table like pupil."""
    with open(SCRATCH + "/pupils.tsv", "w") as f:
        subprocess.run(["mariadb", "--no-defaults", "-S", socket, "-u", "onroll", "-N", "-B", "onroll", "-e", "SELECT * FROM pupil"],
                       stdout=f, check=True)
    client("CREATE TABLE like_pupil LIKE pupil")
    start = time.monotonic()
    client("SET SESSION sql_mode = ''; LOAD DATA LOCAL INFILE '%s/pupils.tsv' INTO TABLE like_pupil" % SCRATCH)
    return time.monotonic() - start


def run_night():
    """Seconds, and the most memory of a runner in MB."""
    start, most = time.monotonic(), 0
    runners = [subprocess.Popen([BUILD + "/onroll-work"], stderr=subprocess.DEVNULL) for _ in range(RUNNERS)]
    for runner in runners:
        _, status, used = os.wait4(runner.pid, 0)
        most = max(most, used.ru_maxrss / 1024)
        if status:
            raise SystemExit("bench: onroll-work ended with status %d" % status)
    return time.monotonic() - start, most


try:
    conf, drop = SCRATCH + "/night.conf", SCRATCH + "/drop"
    with open(conf, "w") as f:
        f.write("db_socket = %s\ndb_user = onroll\ndb_name = onroll\nsql_dir = %s/sql\nkey_file = %s.key\nread_program = %s/onroll-read\n"
                "mail_dir = %s\ndrop_dir = %s\ndrop_quiet_seconds = 0\n" %
                (socket, os.getcwd(), conf, os.path.abspath(BUILD), SCRATCH, drop))
    os.environ["ONROLL_CONF"] = conf
    subprocess.check_call([BUILD + "/onrollctl", "key", conf + ".key"])
    subprocess.check_call([BUILD + "/onrollctl", "setup"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.check_call([BUILD + "/onrollctl", "demo"] + SIZE, stdout=subprocess.DEVNULL)
    subprocess.check_call([BUILD + "/onrollctl", "demo", "--night", "2", "--files", drop] + SIZE, stdout=subprocess.DEVNULL)
    for results in glob.glob(drop + "/*/results-*.csv"):
        os.remove(results)  # the night is of pupils, as LOAD DATA is
    took, most = run_night()
    changed, new, conflicts, files = client(
        "SELECT SUM(last_changed), SUM(last_new), SUM(conflicts_active + conflicts_other), COUNT(in_file) FROM school_status").split()
    say("%s files of %d pupils, %s changed, %s new, %s conflicts: %.1f s, %.0f pupils/s, %.0f MB a runner" %
        (files, pupils, changed, new, conflicts, took, pupils / took, most))
    try:
        client("SET GLOBAL local_infile = ON", "root", False)
        loaded = load_data()
        row("night: %d schools, %d pupils, from files to done" % (schools, pupils), "%.1f s" % took, "LOAD DATA %.1f s" % loaded,
            "%.1f x" % (took / loaded), "< 10 x", took / loaded < 10)
    except subprocess.CalledProcessError:
        say("LOAD DATA is not allowed here: run it as root, who may switch it on")
        row("night: %d schools, %d pupils, from files to done" % (schools, pupils), "%.1f s" % took, "", "", "< 10 x of LOAD DATA", None)
finally:
    subprocess.call([database, "stop", dir_])
