# Writes the parts of CLDR's subdivisions as `code,name`: DEBY is DE-BY. The codes that
# CLDR keeps of ISO 3166-2's past are dropped by parts.sql, which knows today's.
BEGIN { FS = "[<>]" }
/<subdivision type=/ {
  split($2, quoted, "\"")
  name = $3
  gsub(/&amp;/, "\\&", name)
  gsub(/"/, "\"\"", name)
  printf "%s-%s,\"%s\"\n", toupper(substr(quoted[2], 1, 2)), toupper(substr(quoted[2], 3)), name
}
