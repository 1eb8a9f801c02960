# Perl DBI. usage: perl perl.pl EXTENSION SQL
use strict;
use warnings;
use DBI;

my ($extension, $file) = @ARGV;
my $db = DBI->connect('dbi:SQLite:dbname=:memory:', '', '', {PrintError => 0, RaiseError => 1});
$db->sqlite_enable_load_extension(1);
$db->sqlite_load_extension($extension);
open my $in, '<', $file or die "$file: $!";
my $text = join '', grep { !/^--/ } <$in>;
my $n = 0;
for my $sql (split /;\n/, $text) {
  print ++$n, ":\n";
  eval {
    my $statement = $db->prepare($sql);
    $statement->execute;
    while ($statement->{NUM_OF_FIELDS} and my $row = $statement->fetchrow_arrayref) {
      print join('|', map { defined $_ ? $_ : 'NULL' } @$row), "\n";
    }
    1;
  } or print '! ', $db->errstr, "\n";
}
