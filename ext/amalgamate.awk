# One C file of many: awk -f amalgamate.awk -v version=V -v commit=C FILE.c... > unseal.c
#
# (1) A header is put in where it is first included; system headers go to the top,
#     once. Macros of a .c file end with it.
# (2) What two .c files both define for themselves (static functions and objects,
#     tags, constants of an enum) is renamed in each to FOLDER_FILE_name. A name
#     after `.` or `->` is a member and stays.
# (3) All is hidden but sqlite3_unseal_init.

# A line's code: no comments, strings empty. `comment` is the state between lines.
function code_of(line,   out, at, end) {
  out = ""
  while (line != "") {
    if (comment) {
      at = index(line, "*/")
      if (at == 0) return out
      line = substr(line, at + 2)
      comment = 0
      continue
    }
    at = match(line, /"([^"\\]|\\.)*"|'([^'\\]|\\.)*'|\/\*|\/\//)
    if (at == 0) return out line
    out = out substr(line, 1, at - 1)
    end = substr(line, at, 2)
    if (end == "//") return out
    if (end == "/*") comment = 1
    else out = out "\"\""
    line = substr(line, at + RLENGTH)
  }
  return out
}

# A definition of file scope: who defines it, and how often all do.
function define(kind, name) {
  if ((file, kind, name) in own) return
  own[file, kind, name] = 1
  count[kind, name]++
}

# The name that a static declaration declares: before the first ( [ = or its end.
function declared(text) {
  if (match(text, /[([=]/)) text = substr(text, 1, RSTART - 1)
  gsub(/[ \t]+$/, "", text)
  return match(text, /[A-Za-z_][A-Za-z_0-9]*$/) ? substr(text, RSTART) : ""
}

function constants(text,   n, i, parts) {
  gsub(/\([^()]*\)/, "", text)
  n = split(text, parts, ",")
  for (i = 1; i <= n; i++) {
    if (match(parts[i], /[A-Za-z_][A-Za-z_0-9]*/)) define("name", substr(parts[i], RSTART, RLENGTH))
  }
}

# Characters of code at file scope, kept in `statement` until ; or a body's end.
function scan(text,   c, tag) {
  while (text != "") {
    if (depth > 0 && match(text, /[{}]/) == 0) {
      if (listing) inside = inside text " "
      return
    }
    if (!match(text, /[{};]/)) {
      statement = statement text " "
      return
    }
    c = substr(text, RSTART, 1)
    if (depth > 0 && listing) inside = inside substr(text, 1, RSTART - 1)
    else if (depth == 0) statement = statement substr(text, 1, RSTART - 1)
    text = substr(text, RSTART + 1)
    if (c == "{" && depth++ == 0) {
      inside = ""
      body = statement ~ /\(/ && statement !~ /=/
      listing = !body && statement ~ /enum[^=(]*$/
      tag = statement
      if (!body && statement !~ /=/ && match(tag, /(struct|union|enum)[ ]+[A-Za-z_0-9]+[ ]*$/)) {
        sub(/^.*(struct|union|enum)[ ]+/, "", tag)
        gsub(/ /, "", tag)
        define("tag", tag)
      }
    } else if (c == "}" && --depth == 0) {
      if (listing) constants(inside)
      if (statement ~ /^[ ]*static/ && (body || statement ~ /=/)) define("name", declared(statement))
      if (body) statement = ""
      else if (statement !~ /=/) sub(/(struct|union|enum).*/, "", statement)
    } else if (c == ";" && depth == 0) {
      if (statement ~ /^[ ]*static/) define("name", declared(statement))
      statement = ""
    }
  }
}

function directory(path) { return path ~ /\// ? substr(path, 1, match(path, /[^\/]*$/) - 1) : "" }

# Where an included header is: beside the file, or below ext/.
function resolve(path, name,   line, near) {
  near = directory(path) name
  if ((getline line < near) >= 0) {
    close(near)
    return near
  }
  return "ext/" name
}

# Pass 1: system headers of all, definitions of .c files.
function learn(path, source,   line, code) {
  if (path in learned) return
  learned[path] = 1
  while ((getline line < path) > 0) {
    if (line ~ /^#include </) {
      if (line !~ /sqlite3(ext)?\.h/ && !(line in system_seen)) {
        system_seen[line] = 1
        system_headers = system_headers line "\n"
      }
    } else if (line ~ /^#include "/) {
      split(line, quoted, "\"")
      learn(resolve(path, quoted[2]), 0)
    }
  }
  close(path)
  if (!source) return
  file = path
  comment = depth = continued = 0
  statement = ""
  while ((getline line < path) > 0) {
    if (path ~ /\/gen\//) { # generated: a declaration is one line, its data many
      if (line ~ /^static/) define("name", declared(line))
      continue
    }
    code = code_of(line)
    if (code ~ /^#/ || continued) {
      continued = code ~ /\\$/
      if (match(code, /^#define [A-Za-z_0-9]+/)) macros[file] = macros[file] " " substr(code, 9, RLENGTH - 8)
    } else if (code !~ /^SQLITE_EXTENSION_INIT/) {
      scan(code)
    }
  }
  close(path)
  if (depth != 0) {
    print "amalgamate: " path ": braces do not match" > "/dev/stderr"
    exit_code = 1
  }
}

# Pass 2. A line with the names of clash[] renamed.
function renamed(line,   out, token, prior) {
  out = prior = ""
  while (line != "") {
    if (comment) {
      if (!match(line, /\*\//)) return out line
      out = out substr(line, 1, RSTART + 1)
      line = substr(line, RSTART + 2)
      comment = 0
      continue
    }
    match(line, /^("([^"\\]|\\.)*"|'([^'\\]|\\.)*'|\/\*|\/\/.*|[A-Za-z_][A-Za-z_0-9]*|[0-9][A-Za-z0-9_.]*|->|[ \t]+|.)/)
    token = substr(line, 1, RLENGTH)
    line = substr(line, RLENGTH + 1)
    if (token == "/*") comment = 1
    else if (token ~ /^[A-Za-z_]/ && prior != "." && prior != "->") {
      if (prior ~ /^(struct|union|enum)$/ && ("tag", token) in clash) token = clash["tag", token]
      else if (prior !~ /^(struct|union|enum)$/ && ("name", token) in clash) token = clash["name", token]
    }
    out = out token
    if (token !~ /^[ \t]/) prior = token
  }
  return out
}

function emit(path, any,   line) {
  printf "\n/* ==== %s ==== */\n", path
  while ((getline line < path) > 0) {
    if (line ~ /^#include "/) {
      split(line, quoted, "\"")
      include(resolve(path, quoted[2]))
    } else if (line !~ /^#include </ && line !~ /^SQLITE_EXTENSION_INIT/) {
      print any ? renamed(line) : line
    }
  }
  close(path)
}

function include(path,   saved) {
  if (path in emitted) return
  emitted[path] = 1
  saved = comment
  comment = 0
  emit(path, 0)
  comment = saved
}

function source(path,   key, part, prefix, any, n, i, names) {
  prefix = path
  sub(/\.c$/, "", prefix)
  sub(/^.*ext\//, "", prefix)
  sub(/^.*\/gen\//, "gen/", prefix)
  gsub(/[^A-Za-z0-9]/, "_", prefix)
  for (key in clash) delete clash[key]
  any = comment = 0
  for (key in own) {
    split(key, part, SUBSEP)
    if (part[1] != path || count[part[2], part[3]] < 2) continue
    clash[part[2], part[3]] = prefix "_" part[3]
    any = 1
  }
  emit(path, any)
  n = split(macros[path], names, " ")
  for (i = 1; i <= n; i++) if (names[i] !~ /^UNSEAL_/) print "#undef " names[i]
}

BEGIN {
  for (i = 1; i < ARGC; i++) learn(ARGV[i], 1)
  printf "/* unseal %s (%s): one file, made by `make amalgamation`; see unseal.h. MIT licence. */\n", version, commit
  print "#ifndef _GNU_SOURCE\n#define _GNU_SOURCE\n#endif"
  printf "%s", system_headers
  print "#include <sqlite3ext.h>"
  printf "#ifndef UNSEAL_VERSION\n#define UNSEAL_VERSION \"%s\"\n#endif\n", version
  printf "#ifndef UNSEAL_COMMIT\n#define UNSEAL_COMMIT \"%s\"\n#endif\n", commit
  print "#ifdef __GNUC__\n#pragma GCC visibility push(hidden)\n#endif"
  print "SQLITE_EXTENSION_INIT1"
  for (i = 1; i < ARGC; i++) source(ARGV[i])
  print "#ifdef __GNUC__\n#pragma GCC visibility pop\n#endif"
  exit exit_code
}
