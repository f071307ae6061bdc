"""The pupils of a school of 400, the authority's schools and its dashboard: pages a second through nginx, against pages in PHP-FPM
with OPcache that run the same statements for the same session and show the same HTML (tests/bench/peer). Both behind one nginx with
the same TLS, with as many children as Onroll's pool has workers; wrk asks both in turn. And how the dashboard grows with the number of
schools."""
import html, os, re, shutil, signal, subprocess, time
from bench import BUILD, RUNS, SCRATCH, SMALL, Figure, cpu_seconds, row, say, skipped
from portal import ADDRESS, CONF, Browser, sql

HERE = os.path.dirname(os.path.abspath(__file__))
SITE, PEER = os.path.dirname(CONF), SCRATCH + "/peer"
SECONDS = 1 if SMALL else 5
OFFICER = "admin@la.example"
# How each of the program's statements begins, and words that are in that one alone.
STATEMENTS = {"session": ("SELECT p.id, COALESCE(p.school_id, 0), p.name", "FROM session"),
              "pupils": ("SELECT id, upn, surname", " ORDER BY sort_name, id LIMIT"),
              "classes": ("SELECT nc_year, class, pupils", ""),
              "window": ("SELECT w.school_id", "w.closes_on >= ?"),
              "schools": ("SELECT id, laestab, name", "closed_on IS NULL"),
              "migrations": ("SELECT b.school_id, b.id, b.state", "u.row_sum"),
              "waiting": ("SELECT (SELECT COUNT(*) FROM match_case", ""),
              "settings": ("SELECT name, value FROM setting", ""),
              "desks": ("SELECT id, name, laestab, phase, on_roll FROM school WHERE id = ?", ""),
              "statuses": ("SELECT school_id, UNIX_TIMESTAMP(received_at), in_file", ""),
              "pauses": ("SELECT p.school_id, p.id", "b.name FROM pause"),
              "next_by_kind": ("SELECT t.schools, t.phase, UNIX_TIMESTAMP(MIN(t.next_at))", ""),
              "next_by_school": ("SELECT n.school_id, UNIX_TIMESTAMP(MIN(n.next_at))", ""),
              "not_answered": ("SELECT a.school_id, COUNT(*) FROM exchange_answer a", ""),
              "hidden": ("SELECT hidden FROM hidden_columns", ""),
              "people": ("SELECT p.id, COALESCE(p.school_id, 0), p.name", "ORDER BY p.name, p.id"),
              "days": ("SELECT day, received, processed FROM authority_day", "")}
PHP_FPM = "php-fpm8.2"
NGINX = """server {
        listen 127.0.0.1:%(port)d ssl http2;
        server_name localhost;
        ssl_certificate %(site)s/tls/cert.pem;
        ssl_certificate_key %(site)s/tls/key.pem;
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
        ssl_session_cache shared:onroll:5m;
        access_log %(site)s/log/nginx-access.log onroll;
        include %(site)s/nginx/headers.conf;
        location ~ ^/(pupils|schools|dashboard)$ {
                fastcgi_buffer_size 16k;
                fastcgi_buffers 64 64k;
                fastcgi_busy_buffers_size 256k;
                fastcgi_max_temp_file_size 0;
                fastcgi_param SCRIPT_FILENAME %(here)s/peer/$1.php;
                fastcgi_param PEER %(peer)s;
                fastcgi_param REQUEST_METHOD $request_method;
                fastcgi_param QUERY_STRING $query_string;
                fastcgi_param REQUEST_URI $request_uri;
                fastcgi_pass unix:%(peer)s/php.sock;
        }
}
"""


def statements():
    """The texts as the program holds them."""
    texts = open(BUILD + "/onroll-web", "rb").read().split(b"\0")
    found = {}
    for name, (begin, within) in STATEMENTS.items():
        match = [t.decode() for t in texts if t.startswith(begin.encode()) and within.encode() in t]
        if len(match) != 1:
            raise SystemExit("bench: %d statements begin with %s" % (len(match), begin))
        found[name] = match[0]
    return found


def php(value):
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def setting(name):
    return [line.split(" = ")[1].strip() for line in open(CONF) if line.startswith(name + " ")][0]


def write_peer(workers):
    os.mkdir(PEER)
    with open(PEER + "/queries.php", "w") as f:
        f.write("<?php return [%s];\n" % ", ".join("%s => %s" % (php(k), php(v)) for k, v in statements().items()))
    with open(PEER + "/settings.php", "w") as f:
        f.write("<?php return ['socket' => %s, 'key' => %s, 'authority' => %s];\n" %
                (php(setting("db_socket")), php(open(setting("key_file")).read().strip()), php(setting("authority_name"))))
    user = "user = root\ngroup = root\n" if os.getuid() == 0 else ""
    with open(PEER + "/fpm.conf", "w") as f:
        f.write("[global]\nerror_log = %s/fpm.log\npid = %s/fpm.pid\n[peer]\n%slisten = %s/php.sock\nlisten.mode = 0600\npm = static\n"
                "pm.max_children = %d\n" % (PEER, PEER, user, PEER, workers))


def start_fpm():
    command = [shutil.which(PHP_FPM, path=os.environ["PATH"] + ":/usr/sbin"), "-F", "-y", PEER + "/fpm.conf",
               "-d", "opcache.enable=1", "-d", "opcache.validate_timestamps=0", "-d", "display_errors=0", "-d", "log_errors=1"]
    fpm = subprocess.Popen(command + (["-R"] if os.getuid() == 0 else []), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        if os.path.exists(PEER + "/php.sock"):
            return fpm
        time.sleep(0.05)
    raise SystemExit("bench: php-fpm did not start: see %s/fpm.log" % PEER)


def join_nginx(port):
    """The peer's server into the running nginx."""
    with open(SITE + "/nginx/peer.conf", "w") as f:
        f.write(NGINX % {"port": port, "site": SITE, "here": HERE, "peer": PEER})
    path = SITE + "/nginx/nginx.conf"
    text = open(path).read()
    if "peer.conf" not in text:
        open(path, "w").write(text.rstrip().rstrip("}") + "        include %s/nginx/peer.conf;\n}\n" % SITE)
    os.kill(int(open(SITE + "/run/nginx.pid").read()), signal.SIGHUP)
    time.sleep(1)


def pages_a_second(url, cookie):
    said = subprocess.run(["wrk", "-t1", "-c4", "-d%ds" % SECONDS, "-H", "Cookie: " + cookie, url], stdout=subprocess.PIPE,
                          check=True, text=True).stdout
    if "Non-2xx" in said:
        raise SystemExit("bench: %s\n%s" % (url, said))
    return float(re.search("Requests/sec: *([0-9.]+)", said).group(1)), int(re.search("([0-9]+) requests in", said).group(1))


def cells(page):
    """As a browser sees them: an apostrophe may be written in two ways, and a cell ends where the next begins."""
    return [html.unescape(cell) for cell in re.findall("<t[hd][ >].*?(?=</?t[hdrb])", page, re.S)]


def programs():
    """All that has part in answering: nginx, the pools, PHP, the database."""
    files = [SITE + "/run/nginx.pid", SITE + "/run/la.pid", SITE + "/run/school.pid", SITE + "/db/mysqld.pid", PEER + "/fpm.pid"]
    return [int(open(name).read()) for name in files]


def measured(urls, cookie):
    """{url: [(pages a second, CPU milliseconds a page)]}, taken in turn."""
    found = {url: [] for url in urls}
    for _ in range(RUNS):
        for url, runs in found.items():
            before = cpu_seconds(programs())
            rate, pages = pages_a_second(url, cookie)
            runs.append((rate, (cpu_seconds(programs()) - before) / pages * 1000))
    return found


def same_page(ours, peer, browser, other):
    page, theirs = browser.get(ours), other.get(peer)
    if not cells(page) or cells(page) != cells(theirs):
        raise SystemExit("bench: the cells of %s differ: there is nothing to compare" % ours)
    say("%s: %d bytes, %d cells; %s" % (ours, len(page.encode()), len(cells(page)),
                                       "the two pages are the same byte for byte" if page == theirs else "the cells are the same"))


def compare(what, ours, peer, browser, other, goal):
    same_page(ours, peer, browser, other)
    mine, php_ = measured([ADDRESS + ours, other.base + peer], browser.cookie).values()
    rate, php_rate = (Figure([run[0] for run in runs], 1) for runs in (mine, php_))
    cpu, php_cpu = (Figure([run[1] for run in runs], 1, 1) for runs in (mine, php_))
    say("CPU time of all programs a page: %s ms, PHP-FPM %s ms: %.2f x" % (cpu, php_cpu, php_cpu.median / cpu.median))
    ratio = rate.median / php_rate.median
    row(what, "%s pages/s" % rate, "PHP-FPM %s pages/s" % php_rate, "%.2f x" % ratio, ">= %g x" % goal, ratio >= goal)


def stand(schools):
    """An authority of that many schools, each somewhere on its way (desk.sql)."""
    sql(open(HERE + "/desk.sql").read() % {"schools": schools})


def growth(browser, path):
    """The dashboard ten times as large, twice."""
    before = None
    for schools in (3,) if SMALL else (60, 600, 6000):
        stand(schools)
        browser.connect(ADDRESS) # the last one has been idle for long
        browser.get(path)
        runs = measured([ADDRESS + path], browser.cookie)[ADDRESS + path]
        a_page, cpu = Figure([1 / run[0] for run in runs], 1000, 1), Figure([run[1] for run in runs], 1, 1)
        say("%d schools: a page every %s ms, CPU time %s ms" % (schools, a_page, cpu))
        if before:
            times = cpu.median / before.median
            row("dashboard: from %d to %d schools" % (schools / 10, schools), "%s ms" % cpu, "%s ms of CPU time" % before,
                "%.1f x" % times, "<= 11 x", times <= 11)
        before = cpu


def missing():
    for program, package in (("wrk", "wrk"), (PHP_FPM, "php8.2-fpm")):
        if not shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin"):
            return package
    modules = subprocess.run([shutil.which(PHP_FPM, path=os.environ["PATH"] + ":/usr/sbin"), "-m"], stdout=subprocess.PIPE, text=True).stdout
    for module, package in (("pdo_mysql", "php8.2-mysql"), ("Zend OPcache", "php8.2-opcache"), ("sodium", "php8.2-sodium")):
        if module not in modules:
            return package
    return None


def main():
    lacks = missing()
    if lacks:
        return skipped("pages against PHP-FPM", lacks)
    port = int(re.search(":([0-9]+)", ADDRESS[8:]).group(1)) + 1
    write_peer(int(setting("workers_school")))
    fpm = start_fpm()
    try:
        join_nginx(port)
        person = sql("SELECT email FROM person WHERE role = 'school_admin' AND school_id = 1 LIMIT 1")[0][0]
        stand(3 if SMALL else 600)
        for what, email, ours, peer, goal in (("a school's pupils", person, "/school/pupils", "/pupils", 1.5),
                                              ("the authority's schools", OFFICER, "/la", "/schools", 1.5),
                                              ("the dashboard", OFFICER, "/la/dashboard", "/dashboard", 2)):
            browser = Browser(email)
            compare("page: " + what, ours, peer, browser, browser.elsewhere("https://localhost:%d" % port), goal)
        growth(browser, "/la/dashboard")
    finally:
        fpm.terminate()
        fpm.wait()


main()
