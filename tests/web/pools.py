"""The pools behind nginx: slow clients hold no worker, a dead worker is replaced, an end lets requests finish."""
import glob
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import threading
import time

from wire import VAR, ask, connect, done, ok, skip, timed


def supervisor(pool):
    return int(open(f"{VAR}/run/{pool}.pid").read())


def workers(pool):
    return open(f"/proc/{supervisor(pool)}/task/{supervisor(pool)}/children").read().split()


def wait_for(condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_slow_clients():
    slow = []
    for start in (b"GET /sign-in HT", b"POST /account HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                  b"Content-Length: 1000\r\n\r\na="):
        for _ in range(40):
            s = connect()
            s.sendall(start)
            slow.append((start, s))
    times = []
    for _ in range(20):
        answer, seconds = timed(lambda: ask("GET", "/sign-in"))
        times.append(seconds)
        if answer.status != 200:
            times.append(99)
    ok(max(times) < 2, "80 slow clients: others are answered at once", sorted(times)[-3:])
    slow[0][1].settimeout(15)
    slow[-1][1].settimeout(20)
    for index, what in ((0, "headers"), (-1, "a body")):
        try:
            got = slow[index][1].recv(1000)[:12]
        except OSError as fault:
            got = fault
        ok(got in (b"", b"HTTP/1.1 408") or isinstance(got, ConnectionResetError), f"who takes too long over {what} is let go", repr(got))
    for _, s in slow:
        s.close()


def record(kind, content=b"", request=1, claimed=None):
    """A record of FastCGI; claimed: a length that is not the content's."""
    return struct.pack(">BBHHBx", 1, kind, request, len(content) if claimed is None else claimed, 0) + content


def test_hostile_peer():
    """What nginx never sends. The socket lets in nginx's user alone: this is the second line."""
    begin, params = 1, 4
    opened = record(begin, struct.pack(">HB5x", 1, 0))
    method = b"\x0e\x03REQUEST_METHODGET"
    for what, data in {
        "nonsense": b"GET / HTTP/1.0\r\n\r\n",
        "half a record": opened[:5],
        "a request without parameters": opened + record(params) + record(5),
        "parameters cut off": opened + record(params, method, claimed=500),
        "a parameter said to be of 2 GB": opened + record(params, b"\xff\xff\xff\xff\xff\xff\xff\xffA") + record(params),
        "a record of management": record(9, b"\x0f\x00FCGI_MAX_CONNS..", 0),
        "an unknown record": record(77, b"abc"),
    }.items():
        for _ in range(3):
            s = socket.socket(socket.AF_UNIX)
            s.connect(VAR + "/run/school.sock")
            s.sendall(data)
            s.close()
        ok(ask("GET", "/sign-in").status == 200, f"after {what} from a peer the pool answers")
    silent = []
    for _ in workers("school"):
        s = socket.socket(socket.AF_UNIX)
        s.connect(VAR + "/run/school.sock")
        s.sendall(opened + record(params, method, claimed=500))
        silent.append(s)
    answer, seconds = timed(lambda: ask("GET", "/sign-in"))
    ok(answer.status == 200 and seconds < 15, f"silent peers hold all workers for {seconds:.0f} s and no longer", answer.raw[:100])
    for s in silent:
        s.close()


def test_dead_worker():
    before = workers("school")
    os.kill(int(before[0]), signal.SIGKILL)
    ok(wait_for(lambda: len(workers("school")) == len(before) and before[0] not in workers("school"), 10),
       "a killed worker is replaced", workers("school"))
    ok(ask("GET", "/sign-in").status == 200, "and pages are answered")
    ok(len(workers("la")) == len(before), "the other pool was left alone")


def test_hang_up():
    """Workers told to end, all in turn, while requests run: each finishes what it has begun."""
    statuses, stop = [], threading.Event()

    def visit():
        while not stop.is_set():
            statuses.append(ask("GET", "/sign-in").status)

    visitors = [threading.Thread(target=visit) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for worker in workers("school"):
        time.sleep(0.5)
        os.kill(int(worker), signal.SIGTERM)
        wait_for(lambda: worker not in workers("school"), 5)
        wait_for(lambda: len(workers("school")) == 2, 10)
    stop.set()
    for visitor in visitors:
        visitor.join()
    bad = [status for status in statuses if status != 200]
    ok(len(statuses) > 20 and not bad, f"{len(statuses)} requests while workers ended one by one: none failed", bad[:20])


def test_end():
    pid = supervisor("la")
    os.kill(pid, signal.SIGTERM)
    ok(wait_for(lambda: not open(f"/proc/{pid}/cmdline").read() if os.path.exists(f"/proc/{pid}") else True, 10),
       "a pool ends when it is told to")
    ok(ask("GET", "/sign-in").status == 200 and ask("GET", "/la").status == 502, "and the other one goes on")


def test_other_user():
    conf = VAR + "/other.conf"
    with open(conf, "w") as out:
        out.write(open(VAR + "/onroll.conf").read() + "nginx_user = nobody\n")
    if os.path.exists(VAR + "/run/la.sock"):
        os.unlink(VAR + "/run/la.sock")
    web = open(f"/proc/{supervisor('school')}/cmdline").read().split("\0")[0]
    with open(VAR + "/log/other.log", "w") as log:
        pool = subprocess.Popen([web, "--pool", "la"], env={**os.environ, "ONROLL_CONF": conf}, stderr=log)
    wait_for(lambda: os.path.exists(VAR + "/run/la.sock"), 5)
    ok(ask("GET", "/la").status == 502 and "peer-refused" in open(VAR + "/log/other.log").read(),
       "who is not nginx's user is not answered")
    pool.terminate()
    pool.wait(10)


def test_socket_handed_over():
    """As systemd does it: the socket is there before the pool and stays when it ends."""
    activate = shutil.which("systemd-socket-activate")
    if not activate:
        skip("a socket that systemd hands over", "systemd-socket-activate is not installed")
        return
    path = VAR + "/run/la.sock"
    os.unlink(path)
    web = open(f"/proc/{supervisor('school')}/cmdline").read().split("\0")[0]
    with open(VAR + "/log/activate.log", "w") as log:
        pool = subprocess.Popen([activate, "-E", "ONROLL_CONF", "-l", path, web, "--pool", "la"], stderr=log)
    wait_for(lambda: os.path.exists(path), 5)
    answer = ask("GET", "/la")
    ok(answer.status == 303, "a socket that systemd hands over is served", answer.raw[:100])
    open_files = [os.readlink(link) for link in glob.glob(f"/proc/{pool.pid}/fd/*")]
    flags = re.search(r"flags:\s*0(\d+)", open(f"/proc/{pool.pid}/fdinfo/3").read()).group(1)
    ok("socket:" in " ".join(open_files) and int(flags, 8) & os.O_CLOEXEC, "and not left to what the pool starts", flags)
    pool.terminate()
    ok(pool.wait(10) == 0, "the pool ends with code 0")


ok(glob.glob(VAR + "/run/*.sock") != [], "the pools have their sockets")
for test in (test_slow_clients, test_hostile_peer, test_dead_worker, test_hang_up, test_end, test_other_user, test_socket_handed_over):
    test()
done()
