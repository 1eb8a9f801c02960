-- The date on the demand only: the clocks' own rules are the view's tests.
SELECT ref, due_at, CAST(julianday(substr(due_at, 1, 10)) - julianday(:asof) AS INT) AS left,
  CASE WHEN substr(due_at, 1, 10) < :asof THEN 'overdue' WHEN substr(due_at, 1, 10) = :asof THEN 'today' ELSE 'open' END
FROM requests WHERE received_on <= :asof AND due_at IS NOT NULL
  AND (effected_at IS NULL OR substr(effected_at, 1, 10) > :asof)
  AND (decided_on IS NULL OR decided_on > :asof) AND left <= 30
ORDER BY due_at, ref;
