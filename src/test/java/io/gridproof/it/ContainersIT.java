package io.gridproof.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gridproof.IdxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers that see other processes and other disks than their neighbours, as in containers. */
class ContainersIT {
  private static final String[] OWN_PROCESSES = {"unshare", "--pid", "--fork", "--mount-proc"};
  private static final String[] OWN_MOUNTS = {"unshare", "--mount"};

  @TempDir Path temporary;
  private Path study;
  private Path out;

  @BeforeEach
  void writeStudy() throws IOException {
    out = Files.createDirectory(temporary.resolve("out"));
    study =
        Files.writeString(
            temporary.resolve("study.yaml"),
            """
            name: long
            dataset: {source: "idx:%s"}
            parameters:
              hidden: {value: [4]}
              learning_rate: {value: 0.1}
              batch_size: {value: full}
              steps: {value: 100}
            replicates: {count: 5000}
            """
                .formatted(IdxFolder.write(temporary.resolve("images"), 1000, 100)));
  }

  private static void assumeAllowed(String... prefix) throws Exception {
    Process attempt = new ProcessBuilder(prefix).start();
    attempt.getOutputStream().close();
    assumeThat(attempt.waitFor()).as("%s needs root", String.join(" ", prefix)).isZero();
  }

  private static Submit in(String[] container, String... command) throws Exception {
    String[] rest = new String[container.length - 1 + command.length];
    System.arraycopy(container, 1, rest, 0, container.length - 1);
    System.arraycopy(command, 0, rest, container.length - 1, command.length);
    return Submit.from(Path.of("").toAbsolutePath(), Path.of(container[0]), rest);
  }

  @Test
  void aSecondDriverThatCannotSeeTheFirstNamesItAndEnds() throws Exception {
    assumeAllowed("unshare", "--pid", "--fork", "--mount-proc", "true");
    Path err = temporary.resolve("err");
    Process first =
        new ProcessBuilder(
                "./submit.sh", "--master", "local[1]", "run", study.toString(), "--out", "" + out)
            .redirectErrorStream(true)
            .redirectOutput(err.toFile())
            .start();
    Path claim = out.resolve(".claim/000001");
    while (!Files.exists(claim) && !first.waitFor(100, TimeUnit.MILLISECONDS)) {
      // Until it is at work.
    }
    List<String> words = Files.readAllLines(claim);

    Submit second =
        in(
            OWN_PROCESSES,
            "./submit.sh",
            "--master",
            "local[1]",
            "run",
            study.toString(),
            "--out",
            out.toString());
    assertThat(second.status()).as(second.err()).isEqualTo(3);
    assertThat(second.err().lines().toList())
        .last()
        .isEqualTo(
            "error: %s is in use by run %s (host %s, process %s, since %s); run again when it has"
                    .formatted(out, words.get(0), words.get(1), words.get(2), words.get(4))
                + " ended");

    assertThat(first.isAlive()).as(Files.readString(err)).isTrue();
    new ProcessBuilder("kill", "-TERM", "" + first.pid()).start().waitFor();
    assertThat(first.waitFor()).as(Files.readString(err)).isEqualTo(143);
    assertThat(Files.readString(err)).contains(" of 5000 trials are in " + out);
  }

  @Test
  void aReadOnlyDiskIsRefused() throws Exception {
    assumeAllowed("unshare", "--mount", "true");
    Submit refused =
        in(
            OWN_MOUNTS,
            "sh",
            "-c",
            "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" &&"
                + " exec ./submit.sh --master 'local[1]' run \"$2\" --out \"$1\"",
            "sh",
            out.toString(),
            study.toString());
    assertThat(refused.status()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err().lines().toList())
        .last()
        .isEqualTo(
            "error: cannot write results to %s: %s/.claim: Read-only file system"
                .formatted(out, out));
    assertThat(out).isEmptyDirectory();
  }
}
