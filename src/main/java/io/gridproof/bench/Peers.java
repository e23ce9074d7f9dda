package io.gridproof.bench;

import io.gridproof.nn.ImageSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The same trainings in the Python libraries that users have, on one thread. */
public final class Peers implements AutoCloseable {

  /** A library of Python. */
  public enum Library {
    NUMPY("numpy", "NumPy"),
    TORCH("torch", "PyTorch");

    private final String module;
    private final String title;

    Library(String module, String title) {
      this.module = module;
      this.title = title;
    }

    /** Its name for people. */
    public String title() {
      return title;
    }
  }

  /**
   * OpenBLAS does not know every processor and then takes slower code than the processor can run,
   * so it is measured with its own choice and with its code for AVX-512.
   */
  private static final List<Map<String, String>> SETTINGS =
      List.of(Map.of(), Map.of("OPENBLAS_CORETYPE", "SKYLAKEX"));

  private static final Map<String, String> ONE_THREAD =
      Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1", "MKL_NUM_THREADS", "1");

  private final String python;
  private final Path folder;

  /**
   * @param python the interpreter
   */
  public Peers(String python) throws IOException {
    this.python = python;
    this.folder = Files.createTempDirectory("gridproof-bench-");
    try (InputStream script = Peers.class.getResourceAsStream("peers.py")) {
      Files.copy(script, folder.resolve("peers.py"));
    }
  }

  /** Whether Python and the library are there. */
  public boolean has(Library library) throws InterruptedException {
    try {
      return run(Map.of(), List.of("-c", "import numpy, " + library.module)).status == 0;
    } catch (IOException noSuchInterpreter) {
      return false;
    }
  }

  /**
   * What came of a measurement.
   *
   * @param samplesPerSecond empty if it failed
   * @param failure the last line that Python said; empty if it did not fail
   */
  public record Result(OptionalDouble samplesPerSecond, String failure) {}

  /** Trains with the best settings; some may not run on this processor. */
  public Result measure(Library library, Workload workload, ImageSet images, Duration time)
      throws IOException, InterruptedException {
    Path pixels = Files.write(folder.resolve("pixels"), images.pixels());
    Path labels = Files.write(folder.resolve("labels"), images.labels());
    List<String> arguments =
        List.of(
            folder.resolve("peers.py").toString(),
            library.module,
            pixels.toString(),
            labels.toString(),
            String.valueOf(images.pixelsPerImage()),
            workload.layers(images.pixelsPerImage()),
            String.valueOf(workload.batchSize()),
            String.valueOf(workload.dropoutRate()),
            String.valueOf(time.toMillis() / 1000.0));
    double best = 0;
    String failure = "";
    for (Map<String, String> settings : SETTINGS) {
      Exit exit = run(settings, arguments);
      if (exit.status == 0) {
        best = Math.max(best, Double.parseDouble(exit.lastLine));
      } else {
        failure = "exit status " + exit.status + ", " + exit.lastLine;
      }
    }
    return best > 0
        ? new Result(OptionalDouble.of(best), "")
        : new Result(OptionalDouble.empty(), failure);
  }

  private record Exit(int status, String lastLine) {}

  private Exit run(Map<String, String> settings, List<String> arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder().redirectErrorStream(true);
    builder.command().add(python);
    builder.command().addAll(arguments);
    builder.environment().putAll(ONE_THREAD);
    builder.environment().putAll(settings);
    Process process = builder.start();
    try {
      byte[] printed = process.getInputStream().readAllBytes();
      String lastLine =
          new String(printed, StandardCharsets.UTF_8).lines().reduce("", (before, line) -> line);
      return new Exit(process.waitFor(), lastLine);
    } finally {
      process.destroy();
    }
  }

  @Override
  public void close() throws IOException {
    for (String file : List.of("peers.py", "pixels", "labels")) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.delete(folder);
  }
}
