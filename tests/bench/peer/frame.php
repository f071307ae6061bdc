<!DOCTYPE html>
<html lang="en" class="govuk-template">
<head>
<meta charset="utf-8">
<title><?= h($title) ?> – <?= $place !== '' ? h($place) . ' – ' : '' ?>Onroll</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="theme-color" content="#0f3d47">
<meta name="robots" content="noindex">
<link rel="icon" href="/static/onroll.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/vendor/onroll.css">
<script type="module" src="/static/js/onroll.js"></script>
</head>
<body class="govuk-template__body">
<a href="#main-content" class="govuk-skip-link" data-module="govuk-skip-link">Skip to main content</a>
<header class="onroll-header">
<div class="govuk-width-container onroll-header__row">
<a class="onroll-header__name" href="<?= h($home) ?>"><svg class="onroll-header__mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false"><path d="M16 3a13 13 0 1 0 13 13" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round"/><path d="m10 15 5 5L28 6" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>Onroll</a>
<?php if ($place !== ''): ?><span class="onroll-header__place"><?= h($place) ?></span>

<?php endif ?><div class="onroll-header__person">
<a class="onroll-header__link" href="/account"><?= h($who['name']) ?></a>
<form method="post" action="/sign-out"><input type="hidden" name="token" value="<?= h($who['token']) ?>"><button class="onroll-header__button" type="submit">Sign out</button></form>
</div>
</div>
</header>
<div class="govuk-service-navigation" data-module="govuk-service-navigation">
<div class="govuk-width-container">
<div class="govuk-service-navigation__container">
<nav aria-label="Menu" class="govuk-service-navigation__wrapper">
<button type="button" class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle" aria-controls="navigation" hidden aria-hidden="true">Menu</button>
<ul class="govuk-service-navigation__list" id="navigation">
<?= $nav, "\n" ?>
</ul>
</nav>
</div>
</div>
</div>
<div class="govuk-width-container">
<main class="govuk-main-wrapper" id="main-content">

<?= $main, "\n" ?>
</main>
</div>
<footer class="onroll-footer">
<div class="govuk-width-container onroll-footer__row">
<span>Onroll</span>

</div>
</footer>
</body>
</html>
