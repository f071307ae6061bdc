<?php
// The dashboard of all schools: the same statements and the same HTML as /la/dashboard.
require __DIR__ . '/page.php';

const PHASES = ['NS' => 'Nursery', 'PS' => 'Primary', 'MP' => 'Middle, deemed primary', 'MS' => 'Middle, deemed secondary',
    'SS' => 'Secondary', 'SP' => 'Special', 'AT' => 'All-through', 'EY' => 'Early years setting', 'PR' => 'Pupil referral unit',
    'NO' => 'Not on any roll'];
const STATES = ['error' => ['Error', 'red'], 'hold' => ['On hold', 'orange'], 'paused' => ['Paused', 'blue'],
    'unanswered' => ['Not answered', 'red'],
    'review' => ['To review', 'yellow'], 'behind' => ['Behind', 'purple'], 'silent' => ['No data', 'grey'],
    'up-to-date' => ['Up to date', 'green']];
const BANDS = ['none' => ['Nothing left', '●', 'green'], 'little' => ['Little left', '●', 'green'],
    'some' => ['Some left', '▲', 'amber'], 'much' => ['Much left', '■', 'red']];
const WITH = ['stopped' => 'An error or a hold', 'waiting' => 'Files not yet processed', 'conflicts' => 'Conflicts',
    'active' => 'Conflicts of active pupils', 'other' => 'Conflicts of non-active pupils',
    'people' => 'Unmatched pupils or proposed leavers', 'rejected' => 'Rejected rows',
    'claimed' => 'Pupils claimed by another school', 'upn' => 'UPN problems', 'difference' => 'A difference between roll and file'];
// The heading; whether it is a number; whether it sorts from the most first; where a number leads.
const COLUMNS = ['name' => ['School', false, false], 'state' => ['State', false, false],
    'share' => ['Processed, %', true, true], 'work' => ['Left to do', true, true, '/data'],
    'received' => ['Last data', false, true], 'next' => ['Next scheduled run', false, false], 'roll' => ['On roll', true, true], 'file' => ['In the file', true, true],
    'difference' => ['Difference', true, true], 'new' => ['New', true, true, '/data/last'],
    'changed' => ['Changed', true, true, '/data/last?show=changed'], 'missing' => ['Proposed leavers', true, true, '/leavers'],
    'unmatched' => ['Unmatched', true, true, '/matches'],
    'waiting' => ['Not yet processed', true, true, '/data/imports'],
    'active' => ['Conflicts, active pupils', true, true, '/conflicts?cohort=active'],
    'other' => ['Conflicts, non-active pupils', true, true, '/conflicts?cohort=other'],
    'rejected' => ['Rejected rows', true, true, '/data/imports'],
    'claimed' => ['Claimed by another school', true, true, '/leavers#claimed'],
    'upn' => ['UPN problems', true, true, '/upns'], 'oldest' => ['Oldest item, days', true, true],
    'owner' => ['Officer in charge', false, false]];
const STANDARD = ['amber_share' => 5, 'red_share' => 20, 'amber_days' => 3, 'red_days' => 7, 'behind_days' => 1, 'silent_days' => 2];

function number(int $n): string
{
    return $n > -1000 && $n < 1000 && $n >= 0 ? (string)$n : ($n < 0 ? '−' : '') . number_format(abs($n));
}

function count_of(int $n, string $one): string
{
    return $n === 1 ? "1 $one" : number($n) . " {$one}s";
}

function moment(int $at): string
{
    $clock = ['00:00' => 'midnight', '12:00' => 'noon'][date('H:i', $at)] ?? date(date('i', $at) === '00' ? 'ga' : 'g:ia', $at);
    return date('j F Y \a\t ', $at) . $clock;
}

function until(int $at): string
{
    return !$at ? 'somebody ends it' : (date('H:i', $at) === '00:00' ? date('j F Y', $at - 1) : moment($at));
}

function days(int $at, int $now): int
{
    return $now > $at ? intdiv($now - $at, 86400) : 0;
}

function ago(int $at, int $now, int $today): string
{
    $minutes = intdiv($now - $at, 60);
    if ($minutes < 1)
        return 'just now';
    if ($minutes < 60)
        return count_of($minutes, 'minute') . ' ago';
    $days = intdiv($today - strtotime('today', $at), 86400);
    if ($days === 0)
        return count_of(intdiv($minutes, 60), 'hour') . ' ago';
    if ($days === 1)
        return 'yesterday';
    return $days < 14 ? "$days days ago" : date('j F Y', $at);
}

/* What the page says of a school, by the same rules as model/desk_state.c. */
function judge(object $d, array $set, int $now): void
{
    $for = fn(int $since, int $days) => $days && days($since, $now) >= $days;
    $d->open = $d->missing + $d->unmatched + $d->active + $d->other + $d->rejected + $d->claimed + $d->upn;
    $d->left = $d->open + $d->waiting;
    $d->state = match (true) {
        $d->problem !== '' => 'error',
        $d->held > 0 => 'hold',
        $d->pause !== null => 'paused',
        $d->unanswered > 0 => 'unanswered',
        $d->open > 0 => 'review',
        $d->files && $for($d->since, $set['behind_days']) => 'behind',
        $for($d->received, $set['silent_days']) => 'silent',
        $for($d->received, $set['behind_days']) => 'behind',
        default => 'up-to-date',
    };
    $all = max($d->roll, $d->file ?? -1, $d->waiting, $d->left);
    $d->share = $d->left ? intdiv(($all - $d->left) * 100, $all) : 100;
    $old = fn(int $days) => $d->open && $d->oldest_at && $for($d->oldest_at, $days);
    $d->band = match (true) {
        !$d->left => 'none',
        $d->left * 100 >= $set['red_share'] * $all || $old($set['red_days']) => 'much',
        $d->left * 100 >= $set['amber_share'] * $all || $old($set['amber_days']) => 'some',
        default => 'little',
    };
    $d->oldest = $d->open && $d->oldest_at ? days($d->oldest_at, $now) : null;
    $d->difference = $d->file === null ? null : $d->roll - $d->file;
}

function desks(array $set, array $people, int $now): array
{
    $pauses = array_column(rows('pauses', [$now, $now]), null, 0);
    $staff = array_column($people, 2, 0);
    $kinds = rows('next_by_kind', []);
    $by_phase = array_column(array_filter($kinds, fn($k) => $k[0] === 'F'), 2, 1);
    $by_name = array_filter($kinds, fn($k) => $k[0] !== 'F');
    $by_school = $by_name ? array_column(rows('next_by_school', []), 1, 0) : [];
    $unanswered = array_column(rows('not_answered', [$now]), 1, 0);
    $statuses = array_column(rows('statuses', [0, 0]), null, 0);
    $desks = [];
    foreach (rows('desks', [0, 0]) as [$id, $name, $laestab, $phase, $roll]) {
        $t = $statuses[$id] ?? array_fill(0, 19, null);
        $d = (object)['id' => $id, 'name' => $name, 'laestab' => $laestab, 'phase' => $phase, 'roll' => (int)$roll,
            'received' => (int)$t[1], 'file' => $t[2] === null ? null : (int)$t[2], 'new' => (int)$t[3], 'changed' => (int)$t[4],
            'files' => (int)$t[5], 'waiting' => (int)$t[6], 'held' => (int)$t[7], 'missing' => (int)$t[8],
            'unmatched' => (int)$t[9], 'active' => (int)$t[10], 'other' => (int)$t[11], 'rejected' => (int)$t[12],
            'claimed' => (int)$t[13], 'upn' => (int)$t[14], 'oldest_at' => (int)$t[15], 'problem' => (string)$t[17],
            'owner' => $staff[$t[18]] ?? '', 'pause' => $pauses[$id] ?? null, 'since' => (int)$t[16],
            'next' => min(array_filter([$by_phase[''] ?? 0, $by_phase[$phase] ?? 0, $by_school[$id] ?? 0]) ?: [0]),
            'unanswered' => (int)($unanswered[$id] ?? 0)];
        judge($d, $set, $now);
        $desks[] = $d;
    }
    usort($desks, fn($a, $b) => $b->left <=> $a->left ?: strcasecmp($a->name, $b->name));
    return $desks;
}

function more(object $d, int $now): string
{
    return match ($d->state) {
        'error' => $d->problem,
        'hold' => count_of($d->held, 'file'),
        'paused' => 'until ' . until((int)$d->pause[2]) . ", by {$d->pause[4]}",
        'unanswered' => count_of($d->unanswered, 'time'),
        'silent' => $d->received ? 'for ' . count_of(days($d->received, $now), 'day') : 'yet',
        default => '',
    };
}

function figure(string $base, ?int $n, string $tail): string
{
    if ($n === null)
        return '<td>';
    $text = number($n);
    return $tail !== '' && $n ? "<td><a href=\"$base$tail\">$text</a>" : "<td>$text";
}

function line(string $text): string
{
    return $text === '' ? '<td>' : '<td class="onroll-line">' . h($text);
}

function body(array $desks, int $now): string
{
    $html = '';
    $today = strtotime('today', $now);
    foreach ($desks as $d) {
        $base = "/la/schools/$d->id";
        $name = h($d->name);
        [$words, $colour] = STATES[$d->state];
        [$left, $shape, $light] = BANDS[$d->band];
        $more = more($d, $now);
        $html .= "<tr><th scope=\"row\"><input type=\"checkbox\" name=\"school\" value=\"$d->id\" aria-label=\"Select $name\">" .
            "<a href=\"$base/data\">$name</a> <small>" . h($d->laestab) . ' ' . h(PHASES[$d->phase] ?? $d->phase) . '</small>' .
            "<td class=\"onroll-text\"><strong class=\"govuk-tag govuk-tag--$colour\">$words</strong>" .
            ($more !== '' ? ' <small>' . h($more) . '</small>' : '') .
            "<td class=\"onroll-band onroll-band--$light\"><svg aria-hidden=\"true\"><rect width=\"$d->share%\"/></svg>" .
            "<small><span aria-hidden=\"true\">$shape</span> $left, $d->share%</small>" .
            figure($base, $d->left, '/data') . line($d->received ? ago($d->received, $now, $today) : '') .
            line($d->next ? moment((int)$d->next) : '');
        foreach (array_slice(COLUMNS, 6, -1) as $key => $c)
            $html .= figure($base, $d->$key, $c[3] ?? '');
        $html .= line($d->owner);
    }
    return $html;
}

function sorts(string $url): string
{
    $html = '';
    foreach (COLUMNS as $key => [$text, $number, $most]) {
        $here = $key === 'work';
        $html .= '<th scope="col" class="govuk-table__header' . ($number ? ' govuk-table__header--numeric' : '') . '"' .
            ($here ? ' aria-sort="descending"' : '') . '><a class="onroll-sort" href="' . h($url . '?sort=' . ($most && !$here ? '-' : '') . $key) .
            '">' . h($text) . '<span class="onroll-sort__mark" aria-hidden="true">' . ($here ? '▼' : '') . '</span></a></th>';
    }
    return $html;
}

function tiles(array $desks): string
{
    $sum = fn(string $key) => array_sum(array_column($desks, $key));
    $held = $sum('held');
    $conflicts = $sum('active') + $sum('other');
    $people = $sum('unmatched') + $sum('missing');
    $files = $sum('files');
    $stopped = count(array_filter($desks, fn($d) => $d->problem !== '' || $d->held));
    $words = $conflicts === 1 ? 'conflict' : 'conflicts';
    $tiles = [$held ? [$held, $held === 1 ? 'file on hold' : 'files on hold', '/la/holds']
                    : [$stopped, $stopped === 1 ? 'school stopped by an error' : 'schools stopped by an error', '/la/dashboard?with=stopped'],
        [$files, $files === 1 ? 'file not yet processed' : 'files not yet processed', '/la/dashboard?with=waiting'],
        [$conflicts, $sum('active') ? $words . ', ' . number($sum('active')) . ' of active pupils' : $words, '/la/dashboard?with=conflicts'],
        [$people, $people === 1 ? 'pupil unmatched or maybe gone' : 'pupils unmatched or maybe gone', '/la/dashboard?with=people']];
    $html = '';
    foreach ($tiles as [$n, $text, $url])
        $html .= '<li class="onroll-card"><a class="govuk-link govuk-link--no-visited-state" href="' . h($url) .
            '"><span class="onroll-figure">' . number($n) . '</span> ' . h($text) . '</a></li>';
    return $html;
}

function boxes(): string
{
    $html = [];
    foreach (array_slice(COLUMNS, 1) as $key => [$text]) {
        $id = 'show' . ($html ? '-' . (count($html) + 1) : '');
        $html[] = "<div class=\"govuk-checkboxes__item\">\n<input class=\"govuk-checkboxes__input\" id=\"$id\" name=\"show\" type=\"checkbox\" value=\"$key\" checked>\n" .
            "<label class=\"govuk-label govuk-checkboxes__label\" for=\"$id\">" . h($text) . "</label>\n</div>";
    }
    return implode('', $html);
}

/* Thirty days, also those on which nothing happened: [words, received, processed]. */
function last_days(string $from): array
{
    $found = array_column(rows('days', [$from, $from]), null, 0);
    $days = [];
    for ($i = 0; $i < 30; $i++) {
        $at = strtotime("$from +$i days");
        $day = $found[date('Y-m-d', $at)] ?? [null, 0, 0];
        $days[] = [date('j F Y', $at), (int)$day[1], (int)$day[2]];
    }
    return $days;
}

function top(array $days): int
{
    $most = max(0, ...array_column($days, 1), ...array_column($days, 2));
    for ($step = 2; $most > 5 * $step; $step *= 10);
    return $most <= 0 ? $step : intdiv($most + $step - 1, $step) * $step;
}

function bars(array $days, int $top): string
{
    $html = '';
    foreach ($days as $i => $day) {
        $from = intdiv($i * 1000, 30);
        $room = intdiv((intdiv(($i + 1) * 1000, 30) - $from) * 4, 5);
        $wide = intdiv($room, 2);
        foreach (['second', 'main'] as $s => $tone) {
            $high = min(200, (int)($day[$s + 1] * 200 / $top + 0.5));
            $x = $from + intdiv($room, 8) + $s * $wide;
            if ($high)
                $html .= "<rect class=\"onroll-chart__bar onroll-tone-$tone\" x=\"$x\" y=\"" . 200 - $high . "\" width=\"$wide\" height=\"$high\"/>";
        }
    }
    foreach ($days as $i => [$words, $received, $processed]) {
        $x = intdiv($i * 1000, 30);
        $html .= "<rect class=\"onroll-chart__point\" x=\"$x\" y=\"0\" width=\"" . intdiv(($i + 1) * 1000, 30) - $x . '" height="200"><title>' .
            h("$words: Received " . number($received) . ', Processed ' . number($processed)) . '</title></rect>';
    }
    return $html;
}

function day_rows(array $days): string
{
    $html = '';
    foreach (array_reverse($days) as [$words, $received, $processed])
        $html .= '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">' . h($words) .
            '</th><td class="govuk-table__cell govuk-table__cell--numeric">' . number($received) .
            '</td><td class="govuk-table__cell govuk-table__cell--numeric">' . number($processed) . '</td></tr>';
    return $html;
}

$who = session();
$now = time();
$set = STANDARD;
foreach (rows('settings', []) as [$name, $value])
    $set[$name] = (int)$value;
$people = rows('people', [0]);
$desks = desks($set, $people, $now);
rows('hidden', [$who['id'], 'dashboard']);
$days = last_days(date('Y-m-d', strtotime('-29 days', $now)));
$top = top($days);
$schools = count_of(count($desks), 'school');
$choices = ['phase' => ['Phase', [['', 'All phases']]], 'state' => ['State', [['', 'All states']]],
    'band' => ['How much is left', [['', 'Any']]], 'with' => ['With', [['', 'Anything']]],
    'owner' => ['Officer in charge', [['', 'Anybody'], ['0', 'Nobody']]]];
foreach (PHASES as $key => $words)
    $choices['phase'][1][] = [$key, $words];
foreach (STATES as $key => [$words])
    $choices['state'][1][] = [$key, $words];
foreach (BANDS as $key => [$words, $shape])
    $choices['band'][1][] = [$key, "$shape $words"];
foreach (WITH as $key => $words)
    $choices['with'][1][] = [$key, $words];
foreach ($people as $p)
    $choices['owner'][1][] = [(string)$p[0], $p[2]];
ob_start();
?>
<h1 class="govuk-heading-xl">Dashboard</h1>
<ul class="onroll-cards onroll-cards--four" aria-label="What waits">
<?= tiles($desks), "\n" ?>
</ul>
<form method="get" action="/la/dashboard" class="onroll-filter" role="search" aria-label="Schools">
<div class="govuk-form-group">
<label class="govuk-label" for="name">Name or DfE number</label>
<input class="govuk-input govuk-input--width-20" id="name" name="name" type="text">
</div>
<?php foreach ($choices as $name => [$label, $options]): ?>
<div class="govuk-form-group">
<label class="govuk-label" for="<?= h($name) ?>"><?= h($label) ?></label>
<select class="govuk-select" id="<?= h($name) ?>" name="<?= h($name) ?>">
<?= options($options, ''), "\n" ?>
</select>
</div>
<?php endforeach ?>
<input type="hidden" name="sort" value="-work">
<button type="submit" class="govuk-button govuk-button--secondary" data-module="govuk-button">Filter</button>
</form>
<div class="onroll-above">
<p class="govuk-body"><?= h($schools) ?>. Download this view as <a class="govuk-link" href="/la/dashboard.csv?sort=-work">CSV</a> or <a class="govuk-link" href="/la/dashboard.xlsx?sort=-work">Excel (XLSX)</a>.</p>
<p class="govuk-body"><a class="govuk-link" href="/la/claims">Claimed by two schools</a> &nbsp; <a class="govuk-link" href="/la/leavers">Proposed leavers</a> &nbsp; <a class="govuk-link" href="/la/upns">UPN problems</a> &nbsp; <a class="govuk-link" href="/la/pauses">Pauses</a></p>
<p class="govuk-body"><button type="submit" form="pausing" class="govuk-button govuk-button--secondary onroll-small" data-module="govuk-button">Pause the ticked schools</button> <a class="govuk-link" href="/la/pauses/add?all=1">Pause all of this list (<?= h($schools) ?>)</a></p>
</div>
<div class="onroll-boxes"><details class="govuk-details">
<summary class="govuk-details__summary"><span class="govuk-details__summary-text">Choose columns</span></summary>
<div class="govuk-details__text"><form method="post" action="/la/dashboard/columns" novalidate>
<input type="hidden" name="token" value="<?= h($who['token']) ?>">
<div class="govuk-form-group">
<fieldset class="govuk-fieldset">
<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Columns that are shown</legend>
<div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">
<?= boxes(), "\n" ?>
</div>
</fieldset>
</div><button type="submit" class="govuk-button govuk-button--secondary" data-module="govuk-button" data-prevent-double-click="true">Show these columns</button><button type="submit" class="govuk-button govuk-button--secondary" data-module="govuk-button" data-prevent-double-click="true" name="reset" value="1">Show all columns</button><input type="hidden" name="name" value=""><input type="hidden" name="phase" value=""><input type="hidden" name="state" value=""><input type="hidden" name="band" value=""><input type="hidden" name="with" value=""><input type="hidden" name="owner" value=""><input type="hidden" name="sort" value="-work">
</form></div>
</details></div>
<form method="get" action="/la/pauses/add" id="pausing" class="onroll-full">
<div class="onroll-table onroll-dense" role="region" aria-labelledby="desk-caption" tabindex="0">
<table class="govuk-table" id="desk">
<caption class="govuk-table__caption govuk-visually-hidden" id="desk-caption">Schools and their data</caption>
<thead class="govuk-table__head"><tr class="govuk-table__row">
<?= sorts('/la/dashboard'), "\n" ?>
</tr></thead>
<tbody class="govuk-table__body">
<?= body($desks, $now), "\n" ?>
</tbody>
</table>
</div>
</form>
<figure class="onroll-chart">
<figcaption class="onroll-chart__title">Rows received and processed, last 30 days</figcaption>
<ul class="onroll-chart__keys" aria-hidden="true">
<li class="onroll-chart__key"><svg class="onroll-chart__sample" viewBox="0 0 24 12" aria-hidden="true" focusable="false"><rect class="onroll-chart__bar onroll-tone-second" width="24" height="12"/></svg>Received</li><li class="onroll-chart__key"><svg class="onroll-chart__sample" viewBox="0 0 24 12" aria-hidden="true" focusable="false"><rect class="onroll-chart__bar onroll-tone-main" width="24" height="12"/></svg>Processed</li>
</ul>
<div class="onroll-chart__frame">
<div class="onroll-chart__scale" aria-hidden="true"><span><?= number($top) ?></span><span><?= number(intdiv($top, 2)) ?></span><span>0</span></div>
<svg class="onroll-chart__picture" viewBox="0 0 1000 200" preserveAspectRatio="none" role="img" aria-label="<?= count_of(array_sum(array_column($days, 1)), 'row') ?> received and <?= number(array_sum(array_column($days, 2))) ?> processed in the last 30 days; the table below has each day."><path class="onroll-chart__grid" d="M0 0H1000M0 100H1000M0 200H1000"/><?= bars($days, $top) ?></svg>
<div class="onroll-chart__labels" aria-hidden="true"><span><?= h($days[0][0]) ?></span><span><?= h($days[14][0]) ?></span><span><?= h($days[29][0]) ?></span></div>
</div>
</figure><details class="govuk-details">
<summary class="govuk-details__summary"><span class="govuk-details__summary-text">The same as a table</span></summary>
<div class="govuk-details__text"><div class="onroll-table" role="region" aria-labelledby="days-caption" tabindex="0">
<table class="govuk-table" id="days">
<caption class="govuk-table__caption govuk-visually-hidden" id="days-caption">Rows received and processed by day</caption>
<thead class="govuk-table__head"><tr class="govuk-table__row">
<th scope="col" class="govuk-table__header">Day</th><th scope="col" class="govuk-table__header govuk-table__header--numeric">Rows received</th><th scope="col" class="govuk-table__header govuk-table__header--numeric">Rows processed</th>
</tr></thead>
<tbody class="govuk-table__body">
<?= day_rows($days), "\n" ?>
</tbody>
</table>
</div></div>
</details>
<?php
frame($who, 'Dashboard', '/la/dashboard', la_nav('/la/dashboard'), rtrim(ob_get_clean(), "\n"));
