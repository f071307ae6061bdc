<?php
// The authority's list of its schools: the same statements and the same HTML as /la.
require __DIR__ . '/page.php';

const COLUMNS = [['name', 'School', true, false], ['laestab', 'DfE number', true, false], ['phase', 'Phase', true, false],
    ['roll', 'On roll', true, true], ['agreed', 'Agreed', true, false], ['state', 'Migration', true, false],
    ['details', 'Figures', false, false]];
const PHASES = ['NS' => 'Nursery', 'PS' => 'Primary', 'MP' => 'Middle, deemed primary', 'MS' => 'Middle, deemed secondary',
    'SS' => 'Secondary', 'SP' => 'Special', 'AT' => 'All-through', 'EY' => 'Early years setting', 'PR' => 'Pupil referral unit',
    'NO' => 'Not on any roll'];
const STATES = ['not-started' => ['Not started', 'grey'], 'files' => ['Files coming', 'blue'],
    'school' => ['Waiting for the school', 'yellow'], 'authority' => ['Waiting for you', 'orange'],
    'hold' => ['On hold: waiting for you', 'red'], 'applied' => ['Applied', 'green'], 'undone' => ['Undone', 'purple']];

/* The columns of a migration. */
function state(?array $m): string
{
    return match (true) {
        !$m => 'not-started',
        $m[2] === 'applied' => 'applied',
        $m[2] === 'undone' => 'undone',
        $m[3] === 'held' => 'hold',
        $m[2] === 'open' => 'files',
        $m[11] > 0 => 'authority',
        default => 'school',
    };
}

function count_of(int|string $n, string $one, string $many): string
{
    return number_format((int)$n) . ' ' . ($n == 1 ? $one : $many);
}

function details(?array $m, string $state): string
{
    if ($state === 'not-started')
        return '';
    if ($state === 'applied' || $state === 'undone')
        return "$m[4]: " . count_of($m[6] ?? 0, 'new pupil', 'new pupils') . ", $m[7] changed, " . number_format((int)$m[8]) . ' removed';
    $words = count_of($m[9] ?? 0, 'file', 'files') . ', ' . count_of($m[10] ?? 0, 'row', 'rows');
    if ($m[11])
        $words .= '; ' . count_of($m[11], 'possible match', 'possible matches');
    return $m[12] ? "$words; $m[12] asked back" : $words;
}

function tag(string $text, string $colour): string
{
    return '<strong class="govuk-tag govuk-tag--' . h($colour) . '">' . h($text) . '</strong>';
}

function agreed(array $s): string
{
    if (!$s[5])
        return h('Not agreed');
    return h($s[5]) . ($s[4] > $s[5] ? ' ' . tag(($s[4] - $s[5]) . ' over', 'orange') : '');
}

function body(array $schools, array $migrations): string
{
    $html = '';
    foreach ($schools as $s) {
        $m = $migrations[$s[0]] ?? null;
        $state = state($m);
        $html .= '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header"><a class="govuk-link" href="/la/schools/' .
            h($s[0]) . '">' . h($s[2]) . '</a></th><td class="govuk-table__cell">' . h($s[1]) . '</td><td class="govuk-table__cell">' .
            h(PHASES[$s[3]] ?? $s[3]) . '</td><td class="govuk-table__cell govuk-table__cell--numeric">' . h(number_format((int)$s[4])) .
            '</td><td class="govuk-table__cell">' . agreed($s) . '</td><td class="govuk-table__cell">' . tag(...STATES[$state]) .
            '</td><td class="govuk-table__cell">' . h(details($m, $state)) . '</td></tr>';
    }
    return $html;
}

function tiles(array $counts): string
{
    $tiles = [['possible match waits', 'possible matches wait', '/la/matches'],
        ['migration is on hold', 'migrations are on hold', '/la/holds'],
        ['removed pupil without a ground', 'removed pupils without a ground', '/la/removed'],
        ['school asks for a pupil back', 'requests for a pupil back', '/la/restore-requests']];
    $html = '';
    foreach ($tiles as $i => [$one, $many, $url])
        $html .= '<li class="onroll-card"><a class="govuk-link govuk-link--no-visited-state" href="' . h($url) .
            '"><span class="onroll-figure">' . h(number_format((int)$counts[$i])) . '</span> ' . h($counts[$i] == 1 ? $one : $many) .
            '</a></li>';
    return $html;
}

$who = session();
$today = date('Y-m-d');
$window = rows('window', [0, 0, $today]);
$year = $window ? (int)$window[0][1] : (int)date('Y') - ((int)date('n') < 9 ? 1 : 0);
$schools = rows('schools', [0, 0]);
usort($schools, fn($a, $b) => strcasecmp($a[2], $b[2]));
$migrations = array_column(rows('migrations', [$year, 0, 0]), null, 0);
$counts = rows('waiting', [])[0];
$phases = [['', 'All phases']];
foreach (PHASES as $code => $words)
    $phases[] = [$code, $words];
$states = [['', 'All states']];
foreach (STATES as $key => [$words])
    $states[] = [$key, $words];
ob_start();
?>
<h1 class="govuk-heading-xl">Migration</h1>
<ul class="onroll-cards" aria-label="What waits for you">
<?= tiles($counts), "\n" ?>
</ul>
<h2 class="govuk-heading-m">Schools that move to <?= h(sprintf('%d/%02d', $year, ($year + 1) % 100)) ?></h2>
<form method="get" action="/la" class="onroll-filter" role="search" aria-label="Schools">
<div class="govuk-form-group">
<label class="govuk-label" for="name">Name or DfE number</label>
<input class="govuk-input govuk-input--width-20" id="name" name="name" type="text">
</div>
<?php foreach ([['phase', 'Phase', $phases], ['state', 'Migration', $states]] as [$name, $label, $choices]): ?>
<div class="govuk-form-group">
<label class="govuk-label" for="<?= h($name) ?>"><?= h($label) ?></label>
<select class="govuk-select" id="<?= h($name) ?>" name="<?= h($name) ?>">
<?= options($choices, ''), "\n" ?>
</select>
</div>
<?php endforeach ?>
<input type="hidden" name="sort" value="name">
<button type="submit" class="govuk-button govuk-button--secondary" data-module="govuk-button">Filter</button>
</form>
<p class="govuk-body"><?= h(count_of(count($schools), 'school', 'schools')) ?>.</p>
<div class="onroll-table" role="region" aria-labelledby="schools-caption" tabindex="0">
<table class="govuk-table" id="schools">
<caption class="govuk-table__caption govuk-visually-hidden" id="schools-caption">Schools</caption>
<thead class="govuk-table__head"><tr class="govuk-table__row">
<?= heads(COLUMNS, '/la', 'name'), "\n" ?>
</tr></thead>
<tbody class="govuk-table__body">
<?= body($schools, $migrations), "\n" ?>
</tbody>
</table>
</div>
<p class="govuk-body">Download this list as <a class="govuk-link" href="/la/schools.csv?sort=name">CSV</a> or <a class="govuk-link" href="/la/schools.xlsx?sort=name">Excel (XLSX)</a>.</p>
<?php
frame($who, 'Migration', '/la/dashboard', la_nav('/la'), rtrim(ob_get_clean(), "\n"));
