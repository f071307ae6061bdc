"""A school's list of 2,000 rows against an authority of 200,000 pupils: the statements that read the candidates, and all of
matching. The time of the plain SQL is the time that the same run spends in the database's client for the same statements:
executing them and fetching every row."""
from bench import RUNS, Figure, row, say
from portal import ROWS, largest_school, make_list, sql, timed_steps

school = largest_school()
make_list(school)
steps = timed_steps(school, RUNS)
runs = range(len(steps["match", "match"]))
held = sql("SELECT COUNT(*) FROM pupil")[0][0]


def total(column, *names):
    """Of the steps named, or of all of matching: one number a run."""
    chosen = [list_ for (phase, step), list_ in steps.items() if phase == "match" and (step in names or not names)]
    return [sum(list_[i][column] for list_ in chosen) for i in runs]


whole, plain, used = (Figure(values, 1) for values in (total(0, "candidates", "match"), total(1, "candidates"),
                                                       total(2, "candidates", "match")))
say("%d rows against %s pupils: candidates and matching %s ms, of our CPU %s ms" % (ROWS, held, whole, used))
say("reading the same candidates by plain SQL: %s ms" % plain)
say("with loading the list and the roll, and storing what was found: %s ms" % Figure(total(0), 1))
ratio = whole.median / plain.median
row("matching %d rows against %s pupils" % (ROWS, held), "%s ms" % whole, "plain SQL %s ms" % plain, "%.2f x" % ratio,
    "< 2 x", ratio < 2)
row("  our CPU time of it", "%s ms" % used, "", "", "", None)
