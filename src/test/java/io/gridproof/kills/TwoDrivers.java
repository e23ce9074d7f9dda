package io.gridproof.kills;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;

/** Two drivers are started on one directory in the same second: one works, one is sent away. */
final class TwoDrivers implements Part {
  private static final int MOST_MILLIS = 1000;

  @Override
  public void play(Laboratory laboratory, Random random, int times, Tally tally)
      throws IOException, InterruptedException, SQLException {
    Checks checks = laboratory.checks();
    for (int i = 0; i < times; i++) {
      Path results = laboratory.newResults();
      int millis = random.nextInt(MOST_MILLIS);
      Run first = laboratory.run(results, Laboratory.LOCAL);
      Thread.sleep(millis);
      Run second = laboratory.run(results, Laboratory.LOCAL);
      tally.run(first);
      tally.run(second);
      tally.blow();
      int status = first.await();
      Run worked = status == 0 ? first : second;
      Run refused = status == 0 ? second : first;
      System.out.printf(
          "  %d ms apart: status %d and %d: %s%n",
          millis, status, second.await(), refused.lastWords());
      checks.that(refused.await() == 3, "%s: status %d of the other", results, refused.await());
      checks.that(
          refused.errors().matches("(?s).*\\b" + worked.pid() + "\\b.*"),
          "%s: the other does not name process %d",
          results,
          worked.pid());
      checks.that(refused.trials().started() == 0, "%s: the other trained too", results);
      tally.study(laboratory.verdict(results, worked));
    }
  }
}
