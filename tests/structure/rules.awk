# The rules of structure that one can see in the source text: prints "RULE file:line: words" for each line that breaks one.
# usage: awk -f rules.awk FILE...   paths from the project's root; .c and .h of app/, .sql of sql/.

BEGIN {
        # What each room may include beside itself (the table of rooms, with `flow` and `ctl`).
        may["base"] = ""
        may["sheet"] = may["reader"] = may["model"] = may["db"] = may["http"] = may["view"] = "base"
        may["match"] = may["agent"] = "base model"
        may["intake"] = "base model match reader"
        may["store"] = "base db match model"
        may["demo"] = "base model store"
        may["gate"] = "base http model store"
        may["flow"] = "base db model reader match intake store gate"
        may["tasks"] = "base db view model reader match intake store gate flow"
        may["pages"] = "base reader model match intake store gate http view tasks flow"
        may["ctl"] = "base reader model match intake db store gate flow tasks demo"

        # The one door to each foreign header.
        door["mysql.h"] = door["errmsg.h"] = door["mysqld_error.h"] = "db"
        door["sodium.h"] = "gate agent"
        door["arpa/inet.h"] = "gate"
        door["fcgiapp.h"] = "http"
        door["ctpl/ctpl.h"] = "view"
        door["curl/curl.h"] = "agent"
        door["json-c/json.h"] = "base ctl"
        door["xlsxwriter.h"] = "view demo"
        door["zip.h"] = "demo agent"
        door["minizip/unzip.h"] = door["expat.h"] = door["immintrin.h"] = door["sys/platform/x86.h"] = "sheet"
        door["linux/audit.h"] = door["linux/filter.h"] = door["linux/landlock.h"] = door["linux/seccomp.h"] = "sheet"
        split("assert ctype dirent endian errno fcntl fnmatch getopt glob inttypes libgen limits locale math poll pwd grp sched signal spawn " \
              "stdarg stdalign stdbool stddef stdint stdio stdlib stdnoreturn string strings syslog time unistd wchar " \
              "sys/file sys/mman sys/prctl sys/random sys/resource sys/socket sys/stat sys/syscall sys/time sys/types " \
              "sys/un sys/wait glib", names, " ")
        for (i in names)
                free_for_all[names[i] ".h"] = 1

        forbidden = "strcpy|strcat|sprintf|vsprintf|gets|scanf|fscanf|strtok|alloca|system|popen|tmpnam|mktemp|" \
                    "setjmp|longjmp|vfork|rand|srand|FCGX_FPrintF|asprintf|vasprintf"
        lines_max = 700
}

function broken(rule, words) { print rule " " FILENAME ":" FNR ": " words }

# Splits a line of C: `code` with comments and the insides of strings left out, `text` with those insides alone.
function split_line(line,    i, c, next_two) {
        code = text = ""
        for (i = 1; i <= length(line); i++) {
                c = substr(line, i, 1)
                next_two = substr(line, i, 2)
                if (in_comment) {
                        if (next_two == "*/") { in_comment = 0; i++ }
                } else if (in_string) {
                        if (c == "\\") { text = text substr(line, i, 2); i++ }
                        else if (c == "\"") { in_string = 0; code = code c }
                        else text = text c
                } else if (next_two == "/*") { in_comment = 1; i++ }
                else if (c == "'" && substr(line, i) ~ /^'\\?.'/) i += substr(line, i + 1, 1) == "\\" ? 3 : 2
                else { if (c == "\"") { in_string = 1; text = text "\n" } code = code c }
        }
        in_string = 0
}

function check_include(    target) {
        if ($2 ~ /^"/) {
                target = substr($2, 2, length($2) - 2)
                if (is_c && room && !first_include && target != own_header)
                        broken("own-header-first", "want \"" own_header "\" first")
                first_include = 1
                if (index(target, "/") == 0) { broken("rooms", "want a path with its room, found " $2); return }
                sub(/\/.*/, "", target)
                if (FILENAME ~ /pages\/dispatch\.c$/ && target == "db")
                        return # the one place of pages/ that asks whether the connection is alive
                if (room && target != room && index(" " may[room] " ", " " target " ") == 0)
                        broken("rooms", room " may not include " target)
                return
        }
        target = substr($2, 2, length($2) - 2)
        if (target in free_for_all)
                return
        if (!(target in door)) {
                if (room)
                        broken("doors", "no door is known for <" target ">: add it to tests/structure/rules.awk")
        } else if (index(" " door[target] " ", " " room " ") == 0)
                broken("doors", "<" target "> belongs to app/" door[target])
}

FNR == 1 {
        in_comment = in_string = first_include = 0
        is_c = FILENAME ~ /\.c$/
        is_source = FILENAME ~ /(^|\/)app\/.*\.[ch]$/
        own_header = room = ""
        if (is_source) {
                own_header = FILENAME
                sub(/^(.*\/)?app\//, "", own_header)
                room = index(own_header, "/") ? own_header : ""
                sub(/\/.*/, "", room)
                sub(/\.c$/, ".h", own_header)
                if (room && !(room in may))
                        broken("rooms", "there is no room " room " in the table")
                if (!is_c && $0 !~ /^\/\*/)
                        broken("headers-say", "want a first line that says what lives here")
                if (is_c && room) {
                        header = FILENAME
                        sub(/\.c$/, ".h", header)
                        if ((getline line < header) < 0)
                                broken("own-header-first", "there is no " header)
                        close(header)
                }
        }
}

FNR == lines_max + 1 { broken("length", "more than " lines_max " lines") }

/TODO|FIXME|XXX/ { broken("marks", "finish it, or open an issue") }

FILENAME ~ /\.sql$/ {
        if ($0 ~ /^CREATE TABLE/) { table = $3; keyed = 0 }
        if ($0 ~ /PRIMARY KEY/) keyed = 1
        if (table && $0 ~ /;[ \t]*$/) {
                if (!keyed)
                        broken("primary-keys", "table " table " has none")
                table = ""
        }
        if ($0 ~ /GET_LOCK|LOCK TABLES|CREATE (TRIGGER|PROCEDURE|EVENT|FUNCTION)|SEQUENCE/)
                broken("portable-sql", "works on one server alone")
}

!is_source { next }

{ split_line($0) }

code ~ /^[ \t]*#[ \t]*include/ { check_include() }

code ~ /(^|[^A-Za-z0-9_])SQL[ \t]*\(/ && room != "store" && code !~ /#define/ {
        broken("sql-in-store", "a statement outside app/store")
}
text ~ /(^|\n)(SELECT [^@]|INSERT|UPDATE|DELETE|REPLACE|ALTER|CREATE|DROP|TRUNCATE|GRANT|WITH) ?/ && room != "store" {
        broken("sql-in-store", "SQL text outside app/store")
}
text ~ /(^|\n)(SET [A-Za-z@]|START TRANSACTION|COMMIT|ROLLBACK|SHOW [A-Z])/ && room != "store" && room != "db" {
        broken("sql-in-store", "SQL text outside app/store and app/db")
}
text ~ /GET_LOCK|LOCK TABLES|FOR SHARE|FOR UPDATE OF|RETURNING|->>/ && (room == "store" || room == "db") {
        broken("portable-sql", "works on one server alone")
}
text ~ /<\/?[A-Za-z][A-Za-z0-9]*([ >\/\n]|$)/ && room != "view" && room != "sheet" && room != "demo" && text !~ /(^|\n)usage:/ {
        broken("markup-in-view", "a tag in a string outside app/view")
}
code ~ /\(struct scope\)[ \t]*\{|struct scope [A-Za-z_]+(\[[^]]*\])?[ \t]*=[ \t]*\{|sizeof[ (]+struct scope/ &&
        code !~ /= \{ 0(, 0)* \};/ && FILENAME !~ /app\/gate\/scope\.c$/ {
        broken("scope-from-gate", "only app/gate/scope.c makes a scope")
}
code ~ ("(^|[^A-Za-z0-9_>.])(" forbidden ")[ \t]*\\(") { broken("forbidden", "a function that is not used here") }
