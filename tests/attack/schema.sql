-- Unknown counts (n and gagged: the truth; low and high: what is told), the sums that
-- are known of them, and cells that a file tells and the register does not have.
CREATE TABLE var(name TEXT PRIMARY KEY, tab, row, col, n, gagged, low, high);
CREATE TABLE con(name TEXT PRIMARY KEY, low, high);
CREATE TABLE term(con, var, coef);
CREATE TABLE unknown(name);
