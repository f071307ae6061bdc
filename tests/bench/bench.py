"""What the benches share: runs side by side, medians, and the table at the end. Nothing here knows what is measured."""
import os, statistics, subprocess, sys, time

BUILD = os.environ.get("B", "build")
SMALL = os.environ.get("SIZE") == "small"
RUNS = int(os.environ.get("RUNS", "1" if SMALL else "7"))
SCRATCH = os.environ["SCRATCH"]


class Run:
    """One run of a program: seconds, and seconds of CPU time, by its own word ("seconds N", "cpu N") where it tells them; seconds of
    the whole process; MB; page faults; what it said. What one that is given a file says is thrown away."""

    def __init__(self, command, given=None):
        start = time.monotonic()
        with open(given or os.devnull) as stdin, open(os.devnull if given else SCRATCH + "/said", "w+") as said:
            child = subprocess.Popen(command, stdin=stdin, stdout=said, close_fds=False)
            _, status, used = os.wait4(child.pid, 0)
            self.whole = time.monotonic() - start
            said.seek(0)
            self.said = dict(line.split(None, 1) for line in said.read().splitlines())
        if status:
            sys.exit("bench: %s ended with status %d" % (" ".join(command), status))
        self.wall = float(self.said.get("seconds", self.whole))
        self.cpu = float(self.said.get("cpu", used.ru_utime + used.ru_stime))
        self.mb = used.ru_maxrss / 1024
        self.faults = used.ru_minflt


class Figure:
    """Several measurements of one thing."""

    def __init__(self, values, unit=1000, digits=0):
        self.median, self.low, self.high = (f(values) * unit for f in (statistics.median, min, max))
        self.digits = digits

    def __str__(self):
        return "%.*f (%.*f-%.*f)" % (self.digits, self.median, self.digits, self.low, self.digits, self.high)


def cpu_seconds(parents):
    """CPU time that running programs and their children have used, those that have ended as well: a worker is replaced now and then."""
    used = 0
    for name in os.listdir("/proc"):
        try:
            stat = open("/proc/%s/stat" % name).read() if name.isdigit() else ""
        except OSError:
            continue
        field = stat.rpartition(")")[2].split()
        if field and (int(name) in parents or int(field[1]) in parents):
            used += int(field[11]) + int(field[12])
        if field and int(name) in parents:
            used += int(field[13]) + int(field[14])
    return used / os.sysconf("SC_CLK_TCK")


def side_by_side(commands):
    """{name: (command, file on standard input)}: RUNS of each, taken in turn so that all meet the same machine."""
    runs = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, (command, given) in commands.items():
            runs[name].append(Run(command, given))
    return runs


def milliseconds(runs):
    return Figure([r.wall for r in runs], digits=1 if max(r.wall for r in runs) < 0.1 else 0)


def cpu_milliseconds(runs):
    return Figure([r.cpu for r in runs], digits=1 if max(r.cpu for r in runs) < 0.1 else 0)


def say(words):
    print("   " + words, flush=True)


def row(what, ours, peer, ratio, goal, reached):
    """A line of the table at the end. reached: None when there is no goal."""
    word = {None: "", True: "reached", False: "MISSED"}[None if SMALL else reached]
    with open(SCRATCH + "/table", "a") as table:
        print(what, ours, peer, ratio, goal, word, sep="\t", file=table)


def skipped(what, missing):
    say("SKIPPED %s: %s is missing" % (what, missing))
    with open(SCRATCH + "/table", "a") as table:
        print(what, "", "", "", "", "SKIPPED: no " + missing, sep="\t", file=table)


def ratios(peer, ours):
    """How many times as long runs of the peer take, by their own word where they tell it, and how many times the CPU time."""
    return [statistics.median(getattr(r, kind) for r in peer) / statistics.median(getattr(r, kind) for r in ours) for kind in ("wall", "cpu")]


def faster(what, ours, peer, peer_name, goal):
    """Seconds of ours against those of a peer."""
    digits = 1 if max(ours) < 0.1 else 0
    wall, peer_wall = Figure(ours, digits=digits), Figure(peer)
    ratio = peer_wall.median / wall.median
    row(what, "%s ms" % wall, "%s %s ms" % (peer_name, peer_wall), "%.1f x" % ratio, ">= %g x" % goal, ratio >= goal)
