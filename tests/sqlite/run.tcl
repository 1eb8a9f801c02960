# SQLite's own shell tests against another shell:
#
#   CLI=build/unseal tclsh tests/sqlite/run.tcl DIR/shell1.test ...
#
# needs tcl and libsqlite3-tcl; the .test files are SQLite's (version 3.40.1) and
# not kept here. Each file runs in a folder of its own. Prints a line a file,
# `FILE: N tests, M failed`, the names that failed, and the sum. This is written
# anew: the few commands of SQLite's tester.tcl that these files call.
package require sqlite3
set ::cli [file normalize $::env(CLI)]
set ::verbose [info exists ::env(VERBOSE)]
set ::all 0
set ::bad 0

proc test_find_cli {} { return $::cli }
proc test_cli_invocation {} { return $::cli }
proc test_find_sqldiff {} { return "" }
proc finish_test {args} { return -code return }
proc ifcapable {expr code {else {}} {other {}}} { uplevel 1 $code }
proc forcedelete {args} { foreach f $args { file delete -force -- $f } }
proc get_pwd {} { return [pwd] }
proc reset_db {} {
  catch {db close}
  forcedelete test.db test.db-journal test.db-wal
  sqlite3 db test.db
}
proc execsql {sql {db db}} { uplevel 1 [list $db eval $sql] }
proc catchsql {sql {db db}} {
  set rc [catch {uplevel 1 [list $db eval $sql]} msg]
  list $rc $msg
}

# exec fails when the exit code is not 0 or something is on stderr.
proc catchcmd {db {cmd ""}} {
  set out [open cmds.txt w]
  puts $out $cmd
  close $out
  set rc [catch {eval "exec $::cli $db < cmds.txt"} msg]
  list $rc $msg
}
proc catchcmdex {db {cmd ""}} {
  set out [open cmds.txt w]
  fconfigure $out -encoding binary -translation binary
  puts -nonewline $out $cmd
  close $out
  set rc [catch {eval "exec -keepnewline -- $::cli $db < cmds.txt"} msg]
  list $rc $msg
}
proc catchsafecmd {db {cmd ""}} {
  set out [open cmds.txt w]
  puts $out $cmd
  close $out
  set rc [catch {eval "exec $::cli -safe $db < cmds.txt"} msg]
  list $rc $msg
}

# `/re/` and `~/re/` are patterns, `*glob*` too; else lists of the same words.
proc same {got want} {
  if {[regexp {^(~?)/(.*)/$} $want -> not pattern]} {
    set hit [regexp -- $pattern $got]
    return [expr {$not eq "" ? $hit : !$hit}]
  }
  expr {$got eq $want || [string map {\r ""} $got] eq $want}
}
proc do_test {name body want} {
  incr ::n
  set failed [catch {uplevel #0 $body} got]
  if {!$failed && [same $got $want]} return
  lappend ::failures $name
  if {$::verbose} { puts "! $name\n  got    [list $got]\n  wanted [list $want]" }
}
proc do_execsql_test {name sql {want {}}} {
  uplevel #0 [list do_test $name [list execsql $sql] [list {*}$want]]
}
proc do_catchsql_test {name sql want} { uplevel #0 [list do_test $name [list catchsql $sql] $want] }

# The files source $testdir/tester.tcl, which is this file.
rename source tcl_source
proc source {file} { if {[file tail $file] ne "tester.tcl"} { uplevel 1 [list tcl_source $file] } }

set top [pwd]
foreach file $argv {
  set path [file normalize $file]
  set dir [file join [expr {[info exists env(TMPDIR)] ? $env(TMPDIR) : "/tmp"}] unseal-sqlite-[pid]]
  file mkdir $dir
  cd $dir
  set ::n 0
  set ::failures {}
  set argv0 $path
  reset_db
  # finish_test returns from the file's top level.
  set rc [catch {uplevel #0 [list tcl_source $path]} msg]
  if {$rc != 0 && $rc != 2} { puts "[file tail $path]: stopped: $msg" }
  catch {db close}
  cd $top
  file delete -force $dir
  puts "[file tail $path]: $::n tests, [llength $::failures] failed {$::failures}"
  incr ::all $::n
  incr ::bad [llength $::failures]
}
puts "sum: [expr {$::all - $::bad}] of $::all passed"
