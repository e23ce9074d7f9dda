package io.gridproof.kills;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** The disk is full in the middle, and has room again later. */
final class FullDisk implements Part {
  private static final int ENGINE_FAILED = 3;

  @Override
  public void play(Laboratory laboratory, Random random, int times, Tally tally)
      throws IOException, InterruptedException, SQLException {
    for (int i = 0; i < times; i++) {
      double share = 0.2 + 0.6 * random.nextDouble();
      Path results = laboratory.newResults();
      long bytes = (long) (share * laboratory.bytes());
      if (mount("size=" + bytes, results) != 0) {
        System.out.println("  not played: mounting a small disk needs root");
        return;
      }
      try {
        fill(results, bytes, laboratory, tally);
      } finally {
        laboratory.rest();
        command("umount", results.toString());
      }
    }
  }

  private static void fill(Path results, long bytes, Laboratory laboratory, Tally tally)
      throws IOException, InterruptedException, SQLException {
    Checks checks = laboratory.checks();
    Run run = laboratory.run(results, Laboratory.LOCAL);
    tally.run(run);
    tally.blow();
    int status = run.await();
    Set<String> committed = new HashSet<>(laboratory.tables().trials(results));
    System.out.printf(
        "  full     at %d bytes: %d trials committed, status %d: %s%n",
        bytes, committed.size(), status, run.lastWords());
    checks.that(status == ENGINE_FAILED, "%s: status %d on a full disk", results, status);
    checks.that(!committed.isEmpty(), "%s: nothing was committed before", results);
    checks.that(mount("remount,size=1g", results) == 0, "no room could be made");
    Run last = laboratory.run(results, Laboratory.LOCAL);
    tally.run(last);
    tally.study(laboratory.verdict(results, last));
    checks.that(
        laboratory.tables().trials(results).containsAll(committed),
        "%s: a committed trial was lost or replaced",
        results);
  }

  private static int mount(String options, Path folder) throws IOException, InterruptedException {
    return command("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
  }

  private static int command(String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }
}
