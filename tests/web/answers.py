"""Every kind of answer of the site: its headers, its limits, what it refuses, what it does not tell."""
import os
import re
import socket
import ssl

from wire import PORT, SITE, VAR, ask, done, ok, send

FORM = ("Content-Type", "application/x-www-form-urlencoded")
UPLOAD = ("Content-Type", "multipart/form-data; boundary=x")
WANTED = {
    "Content-Security-Policy": r"^default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                               r"form-action 'self'; base-uri 'none'; frame-ancestors 'none'$",
    "Strict-Transport-Security": r"^max-age=63072000$",
    "X-Content-Type-Options": r"^nosniff$",
    "Referrer-Policy": r"^same-origin$",
    "Cross-Origin-Opener-Policy": r"^same-origin$",
    "Cross-Origin-Resource-Policy": r"^same-origin$",
    "Permissions-Policy": r"camera=\(\)",
    "Server": r"^nginx$",
}


def limit(name):
    text = open("app/http/request.h").read()
    product = re.search(name + r" = ([0-9 *]+)", text).group(1)
    value = 1
    for factor in product.split("*"):
        value *= int(factor)
    return value


def check_headers(answer, what, kept=False):
    faults = []
    for name, pattern in WANTED.items():
        values = answer.all(name)
        if len(values) != 1 or not re.search(pattern, values[0]):
            faults.append(f"{name}: {values}")
    cache = answer.all("Cache-Control")
    if not kept and answer.status != 302 and cache != ["no-store"]:
        faults.append(f"Cache-Control: {cache}")
    ok(not faults, f"headers of {what}", "\n".join(faults))


def check_error(answer, status, what):
    ok(answer.status == status, f"{what}: {status}", answer.raw[:200])
    check_headers(answer, what)
    ok(b"Onroll</title>" in answer.body and b"<center>" not in answer.body, f"{what}: in our look", answer.body[:200])


def test_sound_answers():
    page = ask("GET", "/sign-in")
    ok(page.status == 200, "a page")
    check_headers(page, "a page")
    check_headers(ask("GET", "/"), "a redirection")
    check_headers(ask("GET", "/la"), "the authority's pool")
    static = ask("GET", "/static/js/onroll.js")
    ok(static.status == 200 and "max-age=300" in static.get("Cache-Control"), "a static file", static.raw[:200])
    check_headers(static, "a static file", kept=True)
    version = ask("GET", "/static/v0123abcd/js/onroll.js")
    ok(version.body == static.body and "immutable" in version.get("Cache-Control"), "a static file under a version")
    again = ask("GET", "/static/js/onroll.js", [("If-None-Match", static.get("ETag"))])
    ok(again.status == 304, "a static file that has not changed")
    check_headers(again, "a static file that has not changed", kept=True)
    plain = send(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", tls=False)
    ok(plain.status == 302 and plain.get("Location").startswith("https://"), "plain HTTP is led to TLS", plain.raw[:200])
    check_headers(plain, "plain HTTP")


def test_transport():
    packed = [("Accept-Encoding", "gzip")]
    ok(not ask("GET", "/sign-in", packed).get("Content-Encoding"), "pages are not packed")
    ok(ask("GET", "/static/js/onroll.js", packed).get("Content-Encoding") == "gzip", "static files are")
    context = ssl.create_default_context(cafile=VAR + "/tls/cert.pem")
    context.set_alpn_protocols(["h2", "http/1.1"])
    with context.wrap_socket(socket.create_connection(("127.0.0.1", PORT)), server_hostname="localhost") as s:
        ok(s.selected_alpn_protocol() == "h2", "HTTP/2 is spoken", s.selected_alpn_protocol())
        ok(s.version() == "TLSv1.3", "TLS 1.3 is spoken", s.version())


def test_errors():
    check_error(ask("GET", "/nothing-here"), 404, "no such page")
    check_error(ask("DELETE", "/sign-in"), 405, "a method that no page has")
    check_error(ask("TRACE", "/sign-in"), 405, "TRACE")
    check_error(ask("POST", "/static/js/onroll.js", [FORM], b"a=b"), 405, "POST to a static file")
    check_error(ask("GET", "/" + "a" * 9000), 414, "a very long address")
    check_error(ask("GET", "/", [("X-Long", "a" * 9000)]), 400, "a very long header")
    check_error(send(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), 400, "no Host")
    check_error(send(b"nonsense\r\n\r\n"), 400, "no HTTP")
    check_error(ask("POST", "/sign-in", [FORM, ("Transfer-Encoding", "odd")]), 501, "an unknown transfer encoding")
    for path in ("package.json", "css/onroll.scss", "node_modules/sass/package.json", "../GNUmakefile", "js/..%2f..%2fGNUmakefile",
                 "%2e%2e/var/key", "errors/", "js/"):
        answer = ask("GET", "/static/" + path)
        ok(answer.status in (400, 404), f"/static/{path} is not given away", answer.raw[:200])
    ok(ask("GET", "/errors/404.html").status == 404, "the pages of errors have no address of their own")


def test_refused_requests():
    for name, headers in {
        "two cookies": [("Cookie", "a=b"), ("Cookie", "c=d")],
        "two origins": [("Origin", SITE[:-1]), ("Origin", "https://elsewhere.example")],
        "two Sec-Fetch-Site": [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "cross-site")],
        "two hosts": [("Host", "elsewhere.example")],
        "two lengths": [FORM, ("Content-Length", "3"), ("Content-Length", "4")],
        "a length and chunks": [FORM, ("Content-Length", "3"), ("Transfer-Encoding", "chunked")],
        "a negative length": [FORM, ("Content-Length", "-1")],
        "a huge length": [FORM, ("Content-Length", "9" * 30)],
    }.items():
        answer = ask("POST" if "length" in name else "GET", "/sign-in", headers)
        ok(answer.status == 400, f"{name}: refused", answer.raw[:200])
        check_headers(answer, name)
    ok(send(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nA\0b: c\r\nConnection: close\r\n\r\n").status == 400, "NUL in a header")


def test_bodies():
    form, upload = limit("FORM_MAX"), limit("UPLOAD_MAX")
    watchdog = int(re.search(r"WATCHDOG = (\d+)", open("app/onroll-web.c").read()).group(1))
    patience = int(re.search(r"fastcgi_read_timeout (\d+)s", open("nginx/fastcgi.conf").read()).group(1))
    ok(patience > watchdog, "nginx waits longer than a request may take", f"{patience} s, {watchdog} s")
    table = open("app/pages/routes.c").read()
    places = [path.replace("{}", "1") for path in re.findall(r'"POST", "([^"]+)", [^}]*\b(?:la_|school_)?file_form\b', table)]
    ok(len(places) >= 2, "the table of routes has pages that take files", places)
    place = places[0]
    ok(ask("POST", "/sign-in", [FORM], b"a=" + b"b" * (form - 2)).status not in (0, 413, 500, 502), "the largest form")
    check_error(ask("POST", "/sign-in", [FORM], b"a=" + b"b" * (form - 1)), 413, "a form that is too large")
    check_error(ask("POST", "/school/batches/1/fileset", [UPLOAD], b"a" * (form + 1)), 413, "an upload to another page")
    check_error(ask("POST", place, [UPLOAD], b"a" * (upload + 1)), 413, "an upload that is too large")
    for path in places:
        answer = ask("POST", path, [UPLOAD], b"a" * upload)
        ok(answer.status not in (0, 413, 500, 502, 504), f"the largest upload reaches the program at {path}", answer.raw[:200])
    ok(ask("POST", place, [FORM], b"a=" + b"b" * form).status == 413, "a form that is too large, where uploads go")
    ok(ask("POST", "/sign-in", [("Content-Type", "application/json")], b"{}").status == 415, "a body of another kind")


def test_logs():
    secret = "Zanzibar-Quill"
    ask("GET", f"/school/pupils?q={secret}")
    ask("GET", f"/set-password?link={secret}")
    os.rename(VAR + "/run/la.sock", VAR + "/run/la.away")
    away = ask("GET", f"/la/schools?q={secret}")
    os.rename(VAR + "/run/la.away", VAR + "/run/la.sock")
    check_error(away, 502, "a pool that is away")
    ok(ask("GET", "/la").status in (303, 403), "and back")
    found = [name for name in os.listdir(VAR + "/log") if secret in open(f"{VAR}/log/{name}", errors="replace").read()]
    ok(not found, "no log holds what was asked for after the question mark", found)


def test_rates():
    statuses = [ask("POST", "/sign-in", [FORM], b"email=a&password=b").status for _ in range(30)]
    ok(statuses[0] != 429 and statuses[-1] == 429, "sign-in by force is slowed down", statuses)
    check_error(ask("POST", "/sign-in", [FORM], b"email=a&password=b"), 429, "too many attempts")
    ok(ask("GET", "/sign-in").status == 200, "the page is still shown")


for test in (test_sound_answers, test_transport, test_errors, test_refused_requests, test_bodies, test_logs, test_rates):
    test()
done()
