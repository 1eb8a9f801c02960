# Tcl. usage: tclsh tcl.tcl EXTENSION SQL
package require sqlite3

lassign $argv extension file
fconfigure stdout -encoding utf-8
sqlite3 db :memory:
db nullvalue NULL
db enable_load_extension 1
db eval {SELECT load_extension($extension)}
set in [open $file]
fconfigure $in -encoding utf-8
set text [regsub -all -line {^--.*\n} [read $in] {}]
set n 0
foreach sql [split [string map [list ";\n" \x01] $text] \x01] {
  if {[string trim $sql] eq ""} continue
  puts "[incr n]:"
  if {[catch {
    db eval $sql row {
      puts [join [lmap name $row(*) {set row($name)}] |]
    }
  } error]} {
    puts "! $error"
  }
}
