-- How do depth and activation change accuracy? Over all finished trials with the same number of
-- hidden layers and the same activation, whatever else differs between them.
--
-- Command: ./submit.sh sql results/paper -f jobs/sql/accuracy_by_depth_and_activation.sql
SELECT
  depth, activation,
  count(*) AS trials,
  round(avg(train_accuracy), 4) AS train_mean,
  round(avg(test_accuracy), 4) AS test_mean,
  round(stddev_samp(test_accuracy), 4) AS test_std,
  round(min(test_accuracy), 4) AS test_min,
  round(max(test_accuracy), 4) AS test_max
FROM trials
WHERE status = 'FINISHED'
GROUP BY depth, activation
ORDER BY depth, test_mean DESC, activation;
