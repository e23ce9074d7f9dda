package io.gridproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.IdxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb {@code bench}: that it measures everything, not how much. */
class BenchTest {
  @TempDir Path temporary;

  private CommandLineRun bench(String python) throws IOException {
    Path images = IdxFolder.write(temporary.resolve("images"), 300, 50);
    return CommandLineRun.of(
        "bench", "--data", "idx:" + images, "--seconds", "1", "--python", python);
  }

  @Test
  void withoutPythonItMeasuresOursAndSaysSo() throws IOException {
    CommandLineRun run = bench("/nowhere/python");
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    assertThat(run.out())
        .containsPattern("One core: [1-9]\\d* GFLOP/s of fused multiply-adds, \\d+\\.\\d GB/s")
        .containsPattern("-10-10 +300 +[1-9][\\d,]* +\\d+ % +\\d\\.\\d\\d x\\s")
        .containsPattern("-128-64-10 +128 +[1-9][\\d,]* ")
        .containsPattern("-512-512-10 +128, dropout 0.2 +[1-9][\\d,]* ")
        .contains("/nowhere/python has no NumPy, so it was not measured.")
        .contains("/nowhere/python has no PyTorch, so it was not measured.");
  }

  /** A script stands for Python, as not every machine has the libraries. */
  @Test
  void thePeersAreWhatPythonPrints() throws IOException {
    Path python = temporary.resolve("python");
    Files.writeString(
        python,
        """
        #!/bin/sh
        case "$*" in
          *-c*torch*) exit 1 ;;
          *-c*) ;;
          *-10-10' 0 '*) echo before ; echo 'no memory' >&2 ; exit 7 ;;
          *) [ "$OMP_NUM_THREADS" = 1 ] && [ -s "$3" ] && [ -s "$4" ] && echo 0.5 ;;
        esac
        """);
    assertThat(python.toFile().setExecutable(true)).isTrue();
    CommandLineRun run = bench(python.toString());
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    assertThat(run.out())
        .containsPattern("-128-64-10 .* x +(0|1) +[\\d.,]+ x")
        .containsPattern("-10-10 +300 .* x +failed\\s")
        .containsPattern("NumPy failed on \\d+-10-10: exit status 7, no memory")
        .contains("has no PyTorch")
        .doesNotContain("has no NumPy");
  }

  @Test
  void whatItCannotMeasureIsRefused() {
    CommandLineRun none = CommandLineRun.of("bench", "--seconds", "0");
    assertThat(none.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(none.err()).startsWith("error: `--seconds >= 1` must hold, but got 0");
    CommandLineRun unknown = CommandLineRun.of("bench", "--data", "cifar");
    assertThat(unknown.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(unknown.err()).contains("cifar").contains("mnist, fashion-mnist");
  }
}
