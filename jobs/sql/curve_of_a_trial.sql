-- How did a trial learn? Loss and accuracy by step; null where a step was not evaluated.
--
-- It is the trial with the best test accuracy. For another write its trial_id in place of the
-- query in parentheses: WHERE trial_id = '0123456789abcdef'. To find one:
--   SELECT trial_id, activation, initializer, replicate, test_accuracy FROM trials;
--
-- Command: ./submit.sh sql results/paper -f jobs/sql/curve_of_a_trial.sql --format csv
SELECT step, epoch, train_loss, train_accuracy, test_loss, test_accuracy
FROM curves
WHERE trial_id = (
  SELECT trial_id FROM trials
  WHERE status = 'FINISHED'
  ORDER BY test_accuracy DESC, trial_id
  LIMIT 1)
ORDER BY step;
