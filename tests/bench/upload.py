"""A list of 2,000 rows from the upload to its preview: what a browser waits for through nginx, and the share of every step. The
steps are timed in a run of their own of the program's code (tests/bench/flow_bench.c); what they leave of the browser's time
is nginx, TLS, FastCGI, taking the form apart, the session, and the pages around the preview."""
import re, statistics, time
from bench import RUNS, Figure, row, say
from portal import LIST, ROWS, Browser, largest_school, make_list, sql, timed_steps

WORDS = {"encrypt": "encrypt", "keep": "keep the file", "read": "read (onroll-read)", "recognise": "recognise",
         "store-rows": "store the rows", "load": "load list and roll", "join": "join rows of one child",
         "candidates": "read the candidates", "match": "match", "store-matches": "store what was matched", "weigh": "weigh",
         "render": "render the list", "other": "other statements of the steps"}


def browse(browser, content):
    """Seconds of: sending the file, ticking that all are there, the preview."""
    times = []
    batch = browser.post("/school/bulk", {"kind": "bulk", "token": browser.token("/school/bulk")}, token=False)
    batch = re.search("/school/batches/[0-9]+", batch).group(0)
    token = browser.token(batch + "/files")
    for step in (lambda: browser.send(batch + "/files", token, "list.xlsx", content),
                 lambda: browser.post(batch + "/complete", {"complete": "1", "token": token}, token=False),
                 lambda: browser.get(batch + "/check?list=new")):
        start = time.monotonic()
        step()
        times.append(time.monotonic() - start)
    browser.post(batch + "/drop", {"token": token}, token=False)
    return times


def shares(school):
    """Milliseconds of each step in one run, all phases together."""
    took = {}
    for (_, step), runs in timed_steps(school, 1).items():
        took[step] = took.get(step, 0) + runs[0][0]
    return took


def main():
    school = largest_school()
    make_list(school)
    browser = Browser(sql("SELECT email FROM person WHERE role = 'school_admin' AND school_id = %s LIMIT 1" % school)[0][0])
    content = open(LIST, "rb").read()
    browse(browser, content)
    times, steps = [], []
    for _ in range(RUNS):
        times.append(browse(browser, content))
        steps.append(shares(school))
    whole = Figure([sum(t) for t in times])
    for i, words in enumerate(("sending the file", "ticking that all are there", "the preview")):
        say("%-28s %s ms" % (words, Figure([t[i] for t in times])))
    rest = whole.median
    for step, words in WORDS.items():
        took = statistics.median(s.get(step, 0) for s in steps)
        rest -= took
        say("%5.1f %%  %6.1f ms  %s" % (100 * took / whole.median, took, words))
    say("%5.1f %%  %6.1f ms  nginx, TLS, FastCGI, the form, the session, the pages around it" % (100 * rest / whole.median, rest))
    row("upload to preview, %d rows, through nginx" % ROWS, "%s ms" % whole, "", "", "", None)


main()
