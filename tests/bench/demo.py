"""The demo authority of the largest real size: how long it takes to make it in an empty database."""
import os, subprocess, time
from bench import BUILD, SCRATCH, SMALL, row, say

schools, pupils = (3, 600) if SMALL else (600, 200000)
dir_ = SCRATCH + "/demo"
database = "app/deploy/mariadb"
socket = subprocess.run([database, "start", dir_], stdout=subprocess.PIPE, check=True, text=True).stdout.strip()
try:
    conf = SCRATCH + "/demo.conf"
    with open(conf, "w") as f:
        f.write("db_socket = %s\ndb_user = onroll\ndb_name = onroll\nsql_dir = %s/sql\nkey_file = %s.key\n" % (socket, os.getcwd(), conf))
    os.environ["ONROLL_CONF"] = conf
    subprocess.check_call([BUILD + "/onrollctl", "key", conf + ".key"])
    subprocess.check_call([BUILD + "/onrollctl", "setup"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    start = time.monotonic()
    subprocess.check_call([BUILD + "/onrollctl", "demo", "--schools", str(schools), "--pupils", str(pupils)],
                          stdout=subprocess.DEVNULL)
    took = time.monotonic() - start
    say("%d schools and %d pupils: %.1f s" % (schools, pupils, took))
    row("demo: %d schools, %d pupils" % (schools, pupils), "%.1f s" % took, "", "", "< 60 s", took < 60)
finally:
    subprocess.call([database, "stop", dir_])
