"""Invented pupils whose names can be mistaken for nothing: driven through pages, files and faults, they are in no log, and what was
uploaded lies nowhere in the clear. Files made to harm end with a sentence."""
import http.client
import io
import os
import re
import ssl
import subprocess
import time
import urllib.parse
import zipfile

from wire import PORT, SITE, VAR, done, ok

PASSWORD = "invented-children-only"
SURNAME, FORENAME, BORN, POSTCODE = "Zanzibarquill", "Oxymandril", "29/02/2016", "ZQ9 7QZ"
HIDDEN = "Xylophantasm"  # stands in the file alone, in nothing that is read from it
SECRETS = {SURNAME, FORENAME, BORN, "2016-02-29", "29/02/16", POSTCODE, HIDDEN, "Quagmirish", PASSWORD, "canary-guess"}
BUILD = os.environ.get("B", "build")


class Browser:
    def __init__(self, email):
        self.cookies = {}
        self.ask("POST", "/sign-in", {"email": email, "password": "canary-guess"})
        status, _, where = self.ask("POST", "/sign-in", {"email": email, "password": PASSWORD})
        ok(status == 303, f"{email} signs in", status)
        self.token = re.search(r'name="token" value="([0-9a-f]+)"', self.get("/account")[1]).group(1)
        SECRETS.add(self.token)

    def ask(self, method, path, form=None, kind=None, headers={}):
        """Status, page, where it leads. form: fields, or the bytes of another kind."""
        body = form if kind or form is None else urllib.parse.urlencode(form, doseq=True)
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Origin": SITE.rstrip("/"), **headers}
        if body is not None:
            sent["Content-Type"] = kind or "application/x-www-form-urlencoded"
        c = http.client.HTTPSConnection("localhost", PORT, timeout=90, context=ssl._create_unverified_context())
        c.request(method, path, body, sent)
        answer = c.getresponse()
        page = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
            SECRETS.add(value) if value else None
        c.close()
        return answer.status, page.decode(errors="replace"), answer.headers.get("Location") or ""

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, **form):
        return self.ask("POST", path, {**form, "token": self.token})

    def upload(self, path, *files):
        parts = [f'--mark\r\nContent-Disposition: form-data; name="token"\r\n\r\n{self.token}\r\n'.encode()]
        for name, content in files:
            parts.append(f'--mark\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                         f'Content-Type: application/octet-stream\r\n\r\n'.encode() + content + b"\r\n")
        return self.ask("POST", path, b"".join(parts) + b"--mark--\r\n", "multipart/form-data; boundary=mark")


def holding(place, words):
    """Files below the place that hold one of the words, however it is written."""
    found = []
    for folder, _, names in os.walk(place):
        for name in names:
            try:
                text = open(os.path.join(folder, name), "rb").read().lower()
            except OSError:
                continue
            found += [f"{name}: {word}" for word in words if word.lower().encode() in text]
    return found


def drive_pupils(school):
    pupil = dict(surname=SURNAME, forename=FORENAME, date_of_birth=BORN, sex="F", nc_year="4", postcode=POSTCODE, entry_date="")
    school.post("/school/pupils/new", **pupil)
    status, page, where = school.post("/school/pupils/new", **pupil, sure="1")
    listed = school.get("/school/pupils?" + urllib.parse.urlencode({"search": SURNAME, "words": SURNAME, "q": SURNAME}))[1]
    found = re.findall(r"/school/pupils/(\d+)", school.get("/school/pupils.csv")[1] + listed + where)
    ok(SURNAME in school.get("/school/pupils.csv")[1], "the pupil is there", (status, where))
    for number in found[-3:]:
        for rest in ("", "/edit", "/leave", "/ask"):
            school.get(f"/school/pupils/{number}{rest}")
        school.post(f"/school/pupils/{number}/edit", **{**pupil, "date_of_birth": BORN + "x", "version": "1"})
        school.post(f"/school/pupils/{number}/leave", left_on=BORN, ground="?", destination=SURNAME, version="1")
    school.post("/school/pupils/new", **{**pupil, "postcode": POSTCODE + " " + SURNAME * 200})
    school.post("/school/pupils/new", **pupil, unknown=SURNAME)
    school.post("/school/pupils/new", **{**pupil, "surname": SURNAME + "\U0001F600\u202e"})
    school.ask("POST", "/school/pupils/new", f"surname={SURNAME}%zz".encode(), "application/x-www-form-urlencoded")
    school.ask("POST", "/school/pupils/new", SURNAME.encode(), "text/plain")
    school.ask("GET", "/school/pupils?search=" + SURNAME, headers={"User-Agent": SURNAME, "Referer": SITE + "?" + SURNAME})
    school.ask("POST", "/school/pupils/new", {"surname": SURNAME, "token": "0" * 32})
    school.ask("POST", "/school/pupils/new", {"surname": SURNAME * 60000, "token": school.token})


def drive_files(school):
    where = school.post("/school/bulk", kind="bulk")[2]
    ok(re.search(r"/school/batches/\d+", where), "a bulk upload is begun", where)
    place = re.search(r"/school/batches/\d+", where).group(0)
    rows = f"Surname,Forename,Date of birth,Year,Postcode\r\n{SURNAME},{FORENAME},{BORN},Y4,{POSTCODE}\r\n" \
           f"{SURNAME},Quagmirish,31/02/2016,Y99,{POSTCODE}\r\n".encode()
    broken = b"PK\x03\x04" + os.urandom(500) + HIDDEN.encode() * 20 + os.urandom(500)
    for name, content in ((f"{SURNAME}<b>'.csv", rows), (f"../../{SURNAME}.xlsx", broken)):
        status, page, _ = school.upload(place + "/files", (name, content))
        ok(status in (200, 303, 422), f"{name} is taken", status)
    page = school.get(place + "/files")[1]
    ok("<b>" not in page.replace("<b>", "", 0).split("<main")[-1] and "../" not in page, "its name is shown as text, without a path")
    for number in set(re.findall(place + r"/files/(\d+)", page)):
        for rest in ("", "/result.xlsx"):
            school.get(f"{place}/files/{number}{rest}")
    school.upload(place + "/files", (SURNAME, b"x" * (13 << 20)))
    school.upload(place + "/nowhere", (SURNAME, rows))
    for rest in ("/problems", "/matches", "/check", "/check.csv", "/confirm", "/receipt"):
        school.get(place + rest)
    return place


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def bombs(count):
    """Workbooks of 150 MB once they are unpacked, each of other bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", f"<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'><sheets><sheet name='a' sheetId='1' r:id='a'/>"
                   "</sheets></workbook>")
        z.writestr("xl/_rels/workbook.xml.rels", f"<Relationships xmlns='{PACKAGE}'><Relationship Id='a' Type='{OFFICE}/worksheet' "
                   "Target='worksheets/sheet1.xml'/></Relationships>")
        z.writestr("xl/worksheets/sheet1.xml", f"<worksheet xmlns='{MAIN}'><sheetData>".encode() +
                   b"<row><c><v>1</v></c></row>" * (150 << 20 >> 5))
    for n in range(count):
        other = io.BytesIO(out.getvalue())
        with zipfile.ZipFile(other, "a") as z:
            z.writestr("n", str(n))
        yield f"{n}.xlsx", other.getvalue()


def drive_bombs(school, place):
    files = list(bombs(6))
    start = time.monotonic()
    status, page, _ = school.upload(place + "/files", *files)
    seconds = time.monotonic() - start
    ok(status in (200, 303, 422) and seconds < 60, f"6 files that unpack to 150 MB: {status} after {seconds:.0f} s", page[:300])
    listed = school.get(place + "/files")[1]
    ok(listed.count("Could not be read") > 1 and re.search(r"unpack|more than 1048576 rows", listed), "a sentence says what is wrong",
       re.findall(r"Could not be read.*", listed)[:3])


def drive_authority(la):
    log = la.get("/la/audit.csv")[1].lower().replace("-", " ")
    for deed in ("pupil viewed", "pupils downloaded", "check downloaded", "results downloaded", "file uploaded", "bulk opened"):
        ok(deed in log, f"the audit log has: {deed}")
    for path in ("/la", "/la/users", "/la/audit", "/la/removed", "/la/matches", "/la/holds"):
        la.get(path + "?" + urllib.parse.urlencode({"words": SURNAME, "q": SURNAME, "search": SURNAME, "from": BORN}))
    la.post("/la/users/add", name=SURNAME, email="quagmirish@la.example", role="la_reader", school="")
    subprocess.run([f"{BUILD}/onroll-work"], stderr=open(VAR + "/log/work.log", "a"), check=True)
    for name in os.listdir(VAR + "/mail"):
        for link in re.findall(r"token=([0-9a-f]{64})", open(f"{VAR}/mail/{name}").read()):
            SECRETS.add(link)
            la.get("/set-password?token=" + link)
            la.post("/set-password", link=link, password="short")
    ok(any(len(word) == 64 for word in SECRETS), "a link was sent and used")


school, la = Browser("admin@larkfield-primary-school.example"), Browser("admin@la.example")
drive_pupils(school)
place = drive_files(school)
drive_bombs(school, place)
drive_authority(la)
school.post("/sign-out")
found = holding(VAR + "/log", SECRETS)
ok(not found, f"none of {len(SECRETS)} names, dates, passwords, tokens and links is in a log", found)
ok(holding(VAR + "/mail", {SURNAME}), "this search would find them")
found = holding(VAR + "/db", {HIDDEN})
ok(not found, "an uploaded file lies nowhere in the clear", found)
found = [line for line in holding(VAR + "/nginx", SECRETS) + holding(VAR + "/run", SECRETS)]
ok(not found, "nothing is left where nginx and the pools keep their files", found)
done()
