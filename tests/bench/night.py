"""A night of a whole authority: every school's file lies in the drop folder; two runners, as on two cores, take all of them in, match and
weigh every row and write what changes. Against LOAD DATA of the same pupils into a table with the same indexes. The night after that
comes as one file of the whole authority."""
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


def drop_files(night, folder):
    subprocess.check_call([BUILD + "/onrollctl", "demo", "--night", str(night), "--files", folder] + SIZE, stdout=subprocess.DEVNULL)
    for results in glob.glob(folder + "/*/results-*.csv"):
        os.remove(results)  # the night is of pupils, as LOAD DATA is


def drop_one_file(night, folder):
    """The same rows as from the schools, less their headings and the remark at the end of each. How many bytes."""
    drop_files(night, SCRATCH + "/apart")
    names = sorted(glob.glob(SCRATCH + "/apart/*/night-%03d.csv" % night))
    own = folder + "/" + os.path.basename(os.path.dirname(names[0]))[:3] # the authority's number
    os.mkdir(own)
    with open(own + "/night.csv", "wb") as whole:
        for number, name in enumerate(names):
            lines = open(name, "rb").readlines()
            whole.writelines(lines[number > 0:-1])
        return whole.tell()


def run_night(what):
    """Seconds. A runner that finds nothing to do ends; as from cron, the next one comes with the next minute."""
    def runner():
        return subprocess.Popen([BUILD + "/onroll-work"], stderr=subprocess.DEVNULL).pid
    start, most, minutes, running = time.monotonic(), 0, 1, {runner() for _ in range(RUNNERS)}
    while running:
        pid, status, used = os.wait4(-1, os.WNOHANG)
        running.discard(pid)
        if status:
            raise SystemExit("bench: onroll-work ended with status %d" % status)
        if pid:
            most = max(most, used.ru_maxrss / 1024)
        elif time.monotonic() - start > 60 * minutes:
            minutes += 1
            running |= {runner()} if len(running) < RUNNERS else set()
        else:
            time.sleep(0.02)
    took = time.monotonic() - start
    done, left, changed, new, conflicts = client(
        "SELECT COUNT(in_file), SUM(waiting_files), SUM(last_changed), SUM(last_new), SUM(conflicts_active + conflicts_other) "
        "FROM school_status").split()
    say("%s: of %s schools, %s files left; %s pupils changed, %s new, %s conflicts open: %.1f s, %.0f pupils/s, %.0f MB a runner" %
        (what, done, left, changed, new, conflicts, took, pupils / took, most))
    return took


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
    drop_files(2, drop)
    took = run_night("a file from each school")
    size = drop_one_file(3, drop)
    whole = run_night("one file of %.0f MB" % (size / 1e6))
    row("night: all of it in one file", "%.1f s" % whole, "a file a school %.1f s" % took, "%.1f x" % (whole / took), "", None)
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
