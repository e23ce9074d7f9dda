-- Which digits does the best network take for which? A row for each digit of the test set, a column
-- for each answer; right answers stand on the diagonal. The best is the trial with the highest test
-- accuracy.
--
-- Command: ./submit.sh sql results/paper -f jobs/sql/confusion_of_the_best.sql
SELECT *
FROM (
  SELECT actual, predicted, count
  FROM confusion
  WHERE split = 'test' AND trial_id = (
    SELECT trial_id FROM trials
    WHERE status = 'FINISHED'
    ORDER BY test_accuracy DESC, trial_id
    LIMIT 1))
PIVOT (sum(count) FOR predicted IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9))
ORDER BY actual;
