-- Which configurations are best? Mean, standard deviation and 95 % confidence interval of the
-- study's metric over the finished replicates of each configuration, best first.
--
-- Command: ./submit.sh sql results/paper -f jobs/sql/leaderboard.sql
SELECT
  rank, hidden, activation, initializer, dropout, dropout_kind, optimizer, learning_rate,
  round(mean, 4) AS mean,
  round(std, 4) AS std,
  round(ci_low, 4) AS ci_low,
  round(ci_high, 4) AS ci_high,
  n
FROM leaderboard
ORDER BY rank, config_id;
