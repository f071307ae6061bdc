"""onroll-read against openpyxl, SheetJS and Python's csv module: every cell of 100,000 x 15, from a file that lies in
the page cache. Ours is the whole process with its sandbox, its answer thrown away; the peers' time is from the file to the last
cell, without the start of their language. A second line of each takes both as commands, start and all."""
import os, shutil, subprocess, sys
from bench import BUILD, SCRATCH, SMALL, Run, cpu_milliseconds, faster, milliseconds, row, say, side_by_side, skipped, whole_processes

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = 200 if SMALL else 100000
XLSX, CSV = SCRATCH + "/table.xlsx", SCRATCH + "/table.csv"
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


def compare(kind, given, against, goals):
    commands = {"onroll-read": (READ, given), **{name: (command, None) for name, command in against.items()}}
    for name, command in against.items():
        same_cells(name, int(Run(command).said["cells"]))
    runs = side_by_side(commands)
    for name, list_ in runs.items():
        say("%-12s %s ms, CPU %s ms, %.0f MB, %d page faults" % (name, milliseconds(list_), cpu_milliseconds(list_),
                                                                max(r.mb for r in list_), min(r.faults for r in list_)))
    ours = runs["onroll-read"]
    for name in against:
        faster("%s, %d x 15: onroll-read" % (kind, ROWS), ours, runs[name], name, goals[name])
        whole_processes("%s, as two commands" % kind, ours, runs[name], name)
    return max(r.mb for r in ours)


def main():
    subprocess.check_call([BUILD + "/tests/bench/sheet_make", str(ROWS), XLSX, CSV])
    for given in (XLSX, CSV):
        same_cells("onroll-read", int(Run(["sh", "-c", '"$0" --csv < "$1" | %s /dev/stdin' % " ".join(PYTHON_CSV)] +
                                          READ + [given]).said["cells"]))
    mb = compare("XLSX", XLSX, peers(), {"openpyxl": 5, "SheetJS": 3})
    row("XLSX, %d x 15: memory of onroll-read" % ROWS, "%.0f MB" % mb, "", "", "< 64 MB", mb < 64)
    compare("CSV", CSV, {"csv": PYTHON_CSV + [CSV]}, {"csv": 10})


main()
