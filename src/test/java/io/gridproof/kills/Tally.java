package io.gridproof.kills;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a part of the proof did and found. */
final class Tally {
  private final List<Run> runs = new ArrayList<>();
  private int blows;
  private int studies;
  private int trials;
  private int lost;
  private int doubled;
  private int equal;

  /** A run was killed, stopped, interrupted, or lost an executor. */
  void blow() {
    blows++;
  }

  void run(Run run) {
    runs.add(run);
  }

  /** A study was completed. */
  void study(Verdict verdict) {
    studies++;
    trials += verdict.trials();
    lost += verdict.lost();
    doubled += verdict.doubled();
    equal += verdict.isEqual() ? 1 : 0;
  }

  int blows() {
    return blows;
  }

  int studies() {
    return studies;
  }

  static String header() {
    return "%-10s %6s %6s %8s %8s %11s %5s %8s %13s %8s %7s"
        .formatted(
            "part",
            "blows",
            "runs",
            "studies",
            "started",
            "recomputed",
            "lost",
            "doubled",
            "digests equal",
            "queries",
            "errors");
  }

  String line(String name, int queries, int errors) throws IOException {
    int started = 0;
    for (Run run : runs) {
      started += run.trials().started();
    }
    return "%-10s %6d %6d %8d %8d %11d %5d %8d %10d/%2d %8d %7d"
        .formatted(
            name,
            blows,
            runs.size(),
            studies,
            started,
            started - trials,
            lost,
            doubled,
            equal,
            studies,
            queries,
            errors);
  }
}
