<?php
// The first page of a school's pupils: the same statements and the same HTML as /school/pupils.
require __DIR__ . '/page.php';

const PER_PAGE = 50;
const COLUMNS = [['name', 'Name', true, false], ['upn', 'UPN', true, false], ['dob', 'Date of birth', true, false],
    ['sex', 'Sex', true, false], ['year', 'NC year', true, false], ['class', 'Class', true, false],
    ['entry', 'Date of entry', true, false]];
const SEXES = ['F' => 'Female', 'M' => 'Male'];
const YEARS = ['N1' => 'Nursery 1', 'N2' => 'Nursery 2', 'R' => 'Reception', '1' => 'Year 1', '2' => 'Year 2', '3' => 'Year 3',
    '4' => 'Year 4', '5' => 'Year 5', '6' => 'Year 6', '7' => 'Year 7', '8' => 'Year 8', '9' => 'Year 9', '10' => 'Year 10',
    '11' => 'Year 11', '12' => 'Year 12', '13' => 'Year 13', '14' => 'Year 14'];
const ARROW = '<svg class="govuk-pagination__icon govuk-pagination__icon--next" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13"><path d="m8 1 5.5 5.5L8 12M13 6.5H1" fill="none" stroke="currentColor" stroke-width="2"/></svg>';

function day(?string $iso): string
{
    return $iso ? substr($iso, 8, 2) . '/' . substr($iso, 5, 2) . '/' . substr($iso, 0, 4) : '';
}

function body(array $pupils): string
{
    $html = '';
    foreach ($pupils as $p) {
        $html .= '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header"><a class="govuk-link" href="/school/pupils/' .
            h($p[0]) . '">' . h("$p[2], $p[3]") . '</a></th>';
        $cells = [$p[1], day($p[4]), SEXES[$p[5]] ?? $p[5], YEARS[$p[6]] ?? $p[6], $p[7], day($p[8])];
        foreach ($cells as $cell)
            $html .= '<td class="govuk-table__cell">' . h($cell) . '</td>';
        $html .= '</tr>';
    }
    return $html;
}

function pager(int $pages): string
{
    if ($pages < 2)
        return '';
    $url = '/school/pupils?sort=name&page=';
    $html = '';
    foreach (array_unique([1, 2, $pages]) as $n) {
        if ($n === $pages && $pages > 3)
            $html .= '<li class="govuk-pagination__item govuk-pagination__item--ellipsis">…</li>';
        $html .= '<li class="govuk-pagination__item' . ($n === 1 ? ' govuk-pagination__item--current' : '') .
            '"><a class="govuk-link govuk-pagination__link" href="' . h($url . $n) . '" aria-label="Page ' . h($n) . '"' .
            ($n === 1 ? ' aria-current="page"' : '') . '>' . h($n) . '</a></li>';
    }
    return "<nav class=\"govuk-pagination\" aria-label=\"Pages of the list\">\n<ul class=\"govuk-pagination__list\">\n$html\n</ul>\n" .
        '<div class="govuk-pagination__next"><a class="govuk-link govuk-pagination__link" href="' . h($url . '2') .
        '" rel="next"><span class="govuk-pagination__link-title">Next<span class="govuk-visually-hidden"> page</span></span>' . ARROW .
        "</a></div>\n</nav>";
}

$who = session();
$school = $who['school'];
$pupils = rows('pupils', [$school, 'R', '', '', '', '', '', '', '', '', '', '', '', '', '', '', PER_PAGE, 0]);
$classes = rows('classes', [$school]);
$total = array_sum(array_column($classes, 2));
$order = array_flip(array_keys(YEARS));
usort($classes, fn($a, $b) => [$order[$a[0]] ?? -1, $a[1]] <=> [$order[$b[0]] ?? -1, $b[1]]);
$years = [['', 'All years']];
$names = [['', 'All classes']];
$seen = [];
foreach ($classes as [$year, $class]) {
    if (end($years)[0] !== $year)
        $years[] = [$year, YEARS[$year] ?? $year];
    if (!isset($seen[$class]))
        $names[] = [$class, $class];
    $seen[$class] = true;
}
$states = [['', 'On the roll'], ['left', 'Have left']];
ob_start();
?>
<h1 class="govuk-heading-xl">Manage pupils</h1>
<p class="govuk-body"><a class="govuk-link" href="/school/pupils/new">Add a pupil</a>. To add, change or move many at once, use <a class="govuk-link" href="/school/bulk">Add or move in bulk</a>.</p>
<form method="get" action="/school/pupils" class="onroll-filter" role="search" aria-label="Pupils">
<div class="govuk-form-group">
<label class="govuk-label" for="q">Name or UPN</label>
<input class="govuk-input govuk-input--width-20" id="q" name="q" type="text" autocomplete="off">
</div>
<?php foreach ([['year', 'NC year', $years], ['class', 'Class', $names], ['state', 'Show', $states]] as [$name, $label, $choices]): ?>
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
<p class="govuk-body"><?= h(number_format($total)) ?> pupils on the roll.</p>
<div class="onroll-table" role="region" aria-labelledby="pupils-caption" tabindex="0">
<table class="govuk-table" id="pupils">
<caption class="govuk-table__caption govuk-visually-hidden" id="pupils-caption">Pupils on the roll</caption>
<thead class="govuk-table__head"><tr class="govuk-table__row">
<?= heads(COLUMNS, '/school/pupils', 'name'), "\n" ?>
</tr></thead>
<tbody class="govuk-table__body">
<?= body($pupils), "\n" ?>
</tbody>
</table>
</div>
<?= pager((int)ceil($total / PER_PAGE)), "\n" ?>
<p class="govuk-body">Download this list as <a class="govuk-link" href="/school/pupils.csv?sort=name">CSV</a> or <a class="govuk-link" href="/school/pupils.xlsx?sort=name">Excel (XLSX)</a>, or as a <a class="govuk-link" href="/school/pupils.ctf?sort=name">Common Transfer File (CTF)</a>.</p>
<?php
frame($who, 'Manage pupils', '/school', nav([['Home', '/school'], ['Pupils', '/school/pupils'], ['Attendance', '/school/attendance'], ['Users', '/school/users']],
    '/school/pupils'), rtrim(ob_get_clean(), "\n"));
