package io.gridproof.it;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What {@code submit.sh} did, started as a user starts it: as a process, with the packaged jar.
 *
 * @param out what went to standard output
 * @param err what went to standard error
 */
record Submit(int status, String out, String err) {
  private static final Path SCRIPT = Path.of("submit.sh").toAbsolutePath();
  private static final int MOST_MINUTES = 10;

  /** From the folder of the project. */
  static Submit of(String... arguments) throws IOException, InterruptedException {
    return from(Path.of("").toAbsolutePath(), SCRIPT, arguments);
  }

  static Submit from(Path folder, Path script, String... arguments)
      throws IOException, InterruptedException {
    return start(folder, script, Map.of(), arguments);
  }

  /**
   * From the folder of the project.
   *
   * @param environment what is added to this process's own
   */
  static Submit with(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return start(Path.of("").toAbsolutePath(), SCRIPT, environment, arguments);
  }

  private static Submit start(
      Path folder, Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(Arrays.asList(arguments));
    File out = File.createTempFile("submit", ".out");
    File err = File.createTempFile("submit", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out)
              .redirectError(err);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " did not end: " + text(err));
      }
      return new Submit(process.exitValue(), text(out), text(err));
    } finally {
      Files.delete(out.toPath());
      Files.delete(err.toPath());
    }
  }

  private static String text(File file) throws IOException {
    return Files.readString(file.toPath(), StandardCharsets.UTF_8);
  }
}
