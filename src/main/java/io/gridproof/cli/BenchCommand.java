package io.gridproof.cli;

import io.gridproof.bench.Peers;
import io.gridproof.bench.Peers.Library;
import io.gridproof.bench.Roofline;
import io.gridproof.bench.TrainingSpeed;
import io.gridproof.bench.Workload;
import io.gridproof.cli.terminal.Screen;
import io.gridproof.cli.terminal.TextTable;
import io.gridproof.data.Datasets;
import io.gridproof.nn.Budget;
import io.gridproof.nn.Configuration;
import io.gridproof.nn.SelfTest;
import io.gridproof.nn.Splits;
import io.gridproof.study.Cost;
import io.gridproof.study.DatasetSpec;
import io.gridproof.study.DatasetSpec.Source;
import io.gridproof.study.DatasetSpec.Source.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures this machine's peak and training throughput, beside Python's libraries. */
@Command(
    name = "bench",
    description =
        "Measures this machine's arithmetic peak and training throughput, side by side with"
            + " NumPy and PyTorch where Python has them.",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class)
final class BenchCommand implements Callable<Integer> {
  /** The rows of the paper's training set; of other data sets all are taken. */
  private static final int TRAIN = 41_000;

  private static final int NEVER = Budget.MOST;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DATASET",
      defaultValue = "mnist",
      description = "what to train on, as for the verb data (default: ${DEFAULT-VALUE})")
  private String source;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "time of each measurement (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--python",
      paramLabel = "PATH",
      defaultValue = "python3",
      description = "the interpreter that has NumPy or PyTorch (default: ${DEFAULT-VALUE})")
  private String python;

  /** What was measured; in samples a second. */
  private record Speed(double alone, double together, Map<Library, Peers.Result> peers) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "`--seconds >= 1` must hold, but got " + seconds);
    }
    Splits images = Datasets.load(Sessions.open("bench"), dataset());
    PrintWriter out = spec.commandLine().getOut();
    int cores = Runtime.getRuntime().availableProcessors();
    Roofline roofline = Roofline.measure();
    out.printf(
        Locale.ROOT,
        "%s, %d cores%nOne core: %.0f GFLOP/s of fused multiply-adds, %.1f GB/s from memory%n%n",
        SelfTest.ofThisJvm().machine(),
        cores,
        roofline.flops() / 1e9,
        roofline.bytesPerSecond() / 1e9);
    out.flush();
    try (Peers peers = new Peers(python)) {
      List<Library> libraries = new ArrayList<>();
      for (Library library : Library.values()) {
        if (peers.has(library)) {
          libraries.add(library);
        }
      }
      List<String> notes = new ArrayList<>();
      TextTable table = table(cores, libraries);
      for (Workload workload : Workload.values()) {
        Speed speed = measure(workload, images, peers, libraries, cores);
        addRow(table, workload, images, roofline, speed, libraries);
        speed
            .peers()
            .forEach(
                (library, result) -> {
                  if (result.samplesPerSecond().isEmpty()) {
                    notes.add(
                        "%s failed on %s: %s"
                            .formatted(
                                library.title(),
                                workload.layers(images.train().pixelsPerImage()),
                                result.failure()));
                  }
                });
      }
      out.print(table.render(Screen.ofStandardOutput()));
      out.println(
          "Samples/s: one trial on one core. Of peak: all multiply-adds of the network count,");
      out.println(
          "though those with a pixel of 0 need not be done."
              + (libraries.isEmpty() ? "" : " Ratio: to the best peer."));
      notes.forEach(out::println);
      for (Library library : Library.values()) {
        if (!libraries.contains(library)) {
          out.println(python + " has no " + library.title() + ", so it was not measured.");
        }
      }
    }
    return Main.DONE;
  }

  private DatasetSpec dataset() {
    try {
      Source parsed = Source.parse(source);
      boolean named = parsed.kind() == Kind.MNIST || parsed.kind() == Kind.FASHION_MNIST;
      OptionalInt train = named ? OptionalInt.of(TRAIN) : OptionalInt.empty();
      return new DatasetSpec(parsed, train, 0, OptionalInt.of(1), OptionalLong.empty());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Ours, the peers, ours again: what slows the machine for a while slows all alike. */
  private Speed measure(
      Workload workload, Splits images, Peers peers, List<Library> libraries, int cores)
      throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(seconds);
    Configuration configuration = workload.configuration(NEVER);
    double before = TrainingSpeed.samplesPerSecond(configuration, images, 1, time);
    Map<Library, Peers.Result> theirs = new EnumMap<>(Library.class);
    for (Library library : libraries) {
      theirs.put(library, peers.measure(library, workload, images.train(), time));
    }
    double after = TrainingSpeed.samplesPerSecond(configuration, images, 1, time);
    double together = TrainingSpeed.samplesPerSecond(configuration, images, cores, time);
    return new Speed(Math.max(before, after), together, theirs);
  }

  private static TextTable table(int cores, List<Library> libraries) {
    TextTable table =
        new TextTable()
            .text("network")
            .text("batch")
            .number("samples/s")
            .number("of peak")
            .number(cores + " cores");
    libraries.forEach(library -> table.number(library.title()));
    return libraries.isEmpty() ? table : table.number("ratio");
  }

  private static void addRow(
      TextTable table,
      Workload workload,
      Splits images,
      Roofline roofline,
      Speed speed,
      List<Library> libraries) {
    int inputs = images.train().pixelsPerImage();
    Configuration oneStep = workload.configuration(1);
    int batch = oneStep.batch().size(images.train().count());
    double flopsPerSample = Cost.flops(oneStep, inputs, images.train().count()) / batch;
    List<Object> cells = new ArrayList<>();
    cells.add(workload.layers(inputs));
    cells.add(
        workload.dropoutRate() > 0 ? batch + ", dropout " + workload.dropoutRate() : "" + batch);
    cells.add(rate(speed.alone()));
    cells.add(percent(speed.alone() * flopsPerSample / roofline.flops()));
    cells.add(times(speed.together() / speed.alone()));
    double best = 0;
    for (Library library : libraries) {
      double theirs = speed.peers().get(library).samplesPerSecond().orElse(0);
      cells.add(theirs == 0 ? "failed" : rate(theirs));
      best = Math.max(best, theirs);
    }
    if (!libraries.isEmpty()) {
      cells.add(best == 0 ? null : times(speed.alone() / best));
    }
    table.row(cells.toArray());
  }

  private static String rate(double samplesPerSecond) {
    return String.format(Locale.ROOT, "%,.0f", samplesPerSecond);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private static String times(double ratio) {
    return String.format(Locale.ROOT, "%.2f x", ratio);
  }
}
