<?php
// What the pages share, as one would write it in PHP for php-fpm: a persistent connection, the session looked up by the
// cookie's hash, and the frame of Onroll's pages. Everything that is shown goes through htmlspecialchars.
declare(strict_types=1);

$queries = require $_SERVER['PEER'] . '/queries.php'; // the program's own statements, written by tests/bench/pages.py
$settings = require $_SERVER['PEER'] . '/settings.php';

function h(string|int|null $text): string
{
    return htmlspecialchars((string)$text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

function db(): PDO
{
    global $settings;
    static $db = null;
    return $db ??= new PDO("mysql:unix_socket={$settings['socket']};dbname=onroll;charset=utf8mb4", 'onroll', '', [
        PDO::ATTR_PERSISTENT => true,
        PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
        PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_NUM,
    ]);
}

function rows(string $name, array $values): array
{
    global $queries;
    $s = db()->prepare($queries[$name]);
    foreach ($values as $i => $value)
        $s->bindValue($i + 1, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_STR);
    $s->execute();
    return $s->fetchAll();
}

function session(): array
{
    global $settings;
    $key = sodium_crypto_kdf_derive_from_key(32, 1, 'onroll__', hex2bin($settings['key']));
    $id = sodium_crypto_generichash(hex2bin($_COOKIE['__Host-sid'] ?? ''), $key, 32);
    $found = rows('session', [$id]);
    if (!$found) {
        http_response_code(303);
        header('Location: /sign-in');
        exit;
    }
    return ['id' => (int)$found[0][0], 'school' => (int)$found[0][1], 'name' => $found[0][2], 'role' => $found[0][4],
            'token' => bin2hex($found[0][6]), 'place' => $found[0][9]];
}

function options(array $choices, string $chosen): string
{
    $html = '';
    foreach ($choices as [$value, $text])
        $html .= '<option value="' . h($value) . '"' . ($value === $chosen ? ' selected' : '') . '>' . h($text) . '</option>';
    return $html;
}

function heads(array $columns, string $url, string $sorted): string
{
    $html = '';
    foreach ($columns as [$key, $text, $sorts, $number]) {
        $class = 'govuk-table__header' . ($number ? ' govuk-table__header--numeric' : '');
        $here = $key === $sorted;
        $html .= '<th scope="col" class="' . $class . '"' . ($here ? ' aria-sort="ascending"' : '') . '>';
        $html .= $sorts
            ? '<a class="onroll-sort" href="' . h($url . '?sort=' . ($here ? '-' : '') . $key) . '">' . h($text) .
              '<span class="onroll-sort__mark" aria-hidden="true">' . ($here ? '▲' : '') . '</span></a>'
            : h($text);
        $html .= '</th>';
    }
    return $html;
}

function nav(array $items, string $current): string
{
    $html = '';
    foreach ($items as [$text, $url])
        $html .= $url === $current
            ? '<li class="govuk-service-navigation__item govuk-service-navigation__item--active"><a class="govuk-service-navigation__link" href="' .
              h($url) . '" aria-current="true"><strong class="govuk-service-navigation__active-fallback">' . h($text) . '</strong></a></li>'
            : '<li class="govuk-service-navigation__item"><a class="govuk-service-navigation__link" href="' . h($url) . '">' . h($text) . '</a></li>';
    return $html;
}

function la_nav(string $current): string
{
    return nav([['Dashboard', '/la/dashboard'], ['Exchanges', '/la/exchanges'], ['Files received', '/la/deliveries'],
        ['Pupils', '/la/pupils'], ['Possible matches', '/la/matches'], ['Holds', '/la/holds'], ['Removed pupils', '/la/removed'],
        ['Services', '/la/services'], ['Rules', '/la/rules'], ['Migration', '/la'], ['Users', '/la/users'], ['Settings', '/la/settings'],
        ['Audit log', '/la/audit']], $current);
}

function frame(array $who, string $title, string $home, string $nav, string $main): void
{
    global $settings;
    $place = $who['school'] ? $who['place'] : $settings['authority'];
    header('Content-Type: text/html; charset=utf-8');
    header('Cache-Control: no-store');
    require __DIR__ . '/frame.php';
}
