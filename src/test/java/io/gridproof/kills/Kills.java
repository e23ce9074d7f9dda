package io.gridproof.kills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Kills and otherwise disturbs runs that were started through submit.sh; see proof/kills.sh. */
@Command(name = "proof/kills.sh", mixinStandardHelpOptions = true)
public final class Kills implements Callable<Integer> {
  private static final int STEPS = 1000;
  private static final int QUICK_STEPS = 300;

  /** What there is to play; and how often, in full and quickly. */
  enum Kind {
    DRIVER(new DriverKills(), 50, 5),
    EXECUTOR(new ExecutorKills(), 50, 5),
    TWO(new TwoDrivers(), 5, 1),
    STOPPED(new StoppedDriver(), 3, 1),
    INTERRUPT(new Interrupts(), 10, 2),
    DISK(new FullDisk(), 3, 1);

    private final Part part;
    private final int times;
    private final int quickTimes;

    Kind(Part part, int times, int quickTimes) {
      this.part = part;
      this.times = times;
      this.quickTimes = quickTimes;
    }

    String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(names = "--quick", description = "A few kills, shorter trials.")
  private boolean quick;

  @Option(names = "--seed", paramLabel = "N", description = "Chooses the moments and victims.")
  private long seed = System.currentTimeMillis() % 1_000_000;

  @Option(names = "--times", paramLabel = "N", description = "So many kills in each part.")
  private Integer times;

  @Parameters(paramLabel = "PART", description = "${COMPLETION-CANDIDATES}; all if none.")
  private List<Kind> kinds = List.of(Kind.values());

  private Kills() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Kills()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    System.out.println("seed " + seed);
    Path work = Files.createTempDirectory("kills");
    Checks checks = new Checks(System.out);
    List<Reader> readers =
        List.of(
            new Reader("our reader", Looks.ours(), checks),
            new Reader("foreign reader", Looks.foreign(), checks));
    readers.forEach(Reader::start);
    Laboratory laboratory = Laboratory.open(work, quick ? QUICK_STEPS : STEPS, checks, readers);
    List<String> lines = new ArrayList<>(List.of(Tally.header()));
    for (Kind kind : kinds) {
      System.out.println(kind.title());
      Tally tally = new Tally();
      int queries = sum(readers, Reader::queries);
      int errors = sum(readers, Reader::errors);
      Random random = new Random(seed * Kind.values().length + kind.ordinal());
      kind.part.play(laboratory, random, times(kind), tally);
      lines.add(
          tally.line(
              kind.title(),
              sum(readers, Reader::queries) - queries,
              sum(readers, Reader::errors) - errors));
    }
    readers.forEach(Reader::end);
    lines.forEach(System.out::println);
    if (checks.failures() > 0) {
      System.out.printf("%d failures with seed %d, see %s%n", checks.failures(), seed, work);
      return 1;
    }
    delete(work);
    return 0;
  }

  private int times(Kind kind) {
    if (times != null) {
      return times;
    }
    return quick ? kind.quickTimes : kind.times;
  }

  private static int sum(List<Reader> readers, ToIntFunction<Reader> number) {
    return readers.stream().mapToInt(number).sum();
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
