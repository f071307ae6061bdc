"""onroll-read against openpyxl, SheetJS and Python's csv module: every cell of 100,000 x 15, from a file that lies in
the page cache, our answer thrown away. Twice by one measure for both: as commands, start and all; and the reading alone, which the peers
time from the file to the last cell, and of which ours is what is left without the time that it takes over a table of one row. And
the hardest: our whole process with its sandbox against the peers' reading alone. Each has the same goal."""
import os, shutil, statistics, subprocess, sys
from bench import BUILD, SCRATCH, SMALL, Run, cpu_milliseconds, faster, milliseconds, ratios, row, say, side_by_side, skipped

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = 200 if SMALL else 100000
XLSX, CSV = SCRATCH + "/table.xlsx", SCRATCH + "/table.csv"
ROW_XLSX, ROW_CSV = SCRATCH + "/row.xlsx", SCRATCH + "/row.csv"
READ = [BUILD + "/onroll-read"]
PYTHON_CSV = ["/usr/bin/python3", HERE + "/peer/csv_read.py"]


def peers():
    there = {"openpyxl": ["/usr/bin/python3", HERE + "/peer/openpyxl_read.py", XLSX],
             "SheetJS": ["node", HERE + "/peer/sheetjs_read.js", XLSX]}
    if subprocess.call(["/usr/bin/python3", "-c", "import openpyxl"], stderr=subprocess.DEVNULL):
        skipped("onroll-read against openpyxl", "python3-openpyxl")
        del there["openpyxl"]
    if not shutil.which("node") or not os.path.isdir(HERE + "/node_modules/xlsx"):
        skipped("onroll-read against SheetJS", "xlsx (npm ci --prefix tests/bench)")
        del there["SheetJS"]
    return there


def same_cells(name, cells):
    if cells != ROWS * 15:
        sys.exit("bench: %s reads %d cells of %d: there is nothing to compare" % (name, cells, ROWS * 15))


def compare(kind, given, one_row, against, goals):
    commands = {"onroll-read": (READ, given), "one row": (READ, one_row),
                **{name: (command, None) for name, command in against.items()}}
    for name, command in against.items():
        same_cells(name, int(Run(command).said["cells"]))
    runs = side_by_side(commands)
    for name, list_ in runs.items():
        say("%-12s %s ms, CPU %s ms, %.0f MB, %d page faults" % (name, milliseconds(list_), cpu_milliseconds(list_),
                                                                max(r.mb for r in list_), min(r.faults for r in list_)))
    ours, start = runs["onroll-read"], statistics.median(r.whole for r in runs["one row"])
    for name in against:
        faster("%s, %d x 15: as two commands" % (kind, ROWS), [r.whole for r in ours], [r.whole for r in runs[name]], name, goals[name])
        faster("%s, the reading alone" % kind, [r.whole - start for r in ours], [r.wall for r in runs[name]], name, goals[name])
        faster("%s, our whole process and the peer's reading alone" % kind, [r.whole for r in ours], [r.wall for r in runs[name]], name, goals[name])
        say("%s alone takes %.1f x as long as our whole process, and %.1f x the CPU time" % (name, *ratios(runs[name], ours)))
    return max(r.mb for r in ours)


def main():
    subprocess.check_call([BUILD + "/tests/bench/sheet_make", str(ROWS), XLSX, CSV])
    subprocess.check_call([BUILD + "/tests/bench/sheet_make", "1", ROW_XLSX, ROW_CSV])
    for given in (XLSX, CSV):
        same_cells("onroll-read", int(Run(["sh", "-c", '"$0" --csv < "$1" | %s /dev/stdin' % " ".join(PYTHON_CSV)] +
                                          READ + [given]).said["cells"]))
    mb = compare("XLSX", XLSX, ROW_XLSX, peers(), {"openpyxl": 5, "SheetJS": 3})
    row("XLSX, %d x 15: memory of onroll-read" % ROWS, "%.0f MB" % mb, "", "", "< 64 MB", mb < 64)
    compare("CSV", CSV, ROW_CSV, {"csv": PYTHON_CSV + [CSV]}, {"csv": 10})


main()
