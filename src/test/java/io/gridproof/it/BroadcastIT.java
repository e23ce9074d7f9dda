package io.gridproof.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The images reach an executor once, and it needs no more memory than {@code plan} says. */
class BroadcastIT {
  private static final int SIDE = 28;
  private static final int TRAIN = 100_000;
  private static final int TEST = 100;

  /** What {@code plan} says of these images: 100,000 of 28 x 28, which do not compress. */
  private static final String PLANNED = "an executor needs 525 MiB and 3 MiB for each core";

  private static final String HEAP = "530m";

  @TempDir Path temporary;

  private record Block(String broadcast, String piece, String executor, long bytes) {}

  @Test
  void theImagesReachAnExecutorOnceAndFit() throws Exception {
    Path study = study();
    String out = temporary.resolve("out").toString();
    assertThat(Submit.of("plan", study.toString(), "--out", out).out()).contains(PLANNED);

    Path events = Files.createDirectory(temporary.resolve("events"));
    Submit trained =
        Submit.of(
            "--master=local-cluster[2,1,1024]",
            "--conf=spark.executor.memory=" + HEAP,
            "--conf=spark.eventLog.enabled=true",
            "--conf=spark.eventLog.compress=false",
            "--conf=spark.eventLog.logBlockUpdates.enabled=true",
            "--conf=spark.eventLog.dir=" + events.toUri(),
            "run",
            study.toString(),
            "--out",
            out);
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("8 trials FINISHED");

    Map<String, List<Block>> broadcasts =
        blocks(events).stream().collect(Collectors.groupingBy(Block::broadcast));
    List<Block> images =
        broadcasts.values().stream()
            .max(Comparator.comparingLong(BroadcastIT::bytes))
            .orElseThrow();
    assertThat(executors(images)).containsExactlyInAnyOrder("0", "1");
    for (String executor : executors(images)) {
      List<Block> held = images.stream().filter(b -> b.executor.equals(executor)).toList();
      assertThat(held).extracting(Block::piece).doesNotHaveDuplicates();
      assertThat(bytes(held)).isBetween(pixels(), pixels() * 11 / 10);
    }
    long others = broadcasts.values().stream().mapToLong(BroadcastIT::bytes).sum() - bytes(images);
    assertThat(others).isLessThan(pixels() / 10);
  }

  private static long pixels() {
    return (long) (TRAIN + TEST) * SIDE * SIDE;
  }

  private static long bytes(List<Block> blocks) {
    return blocks.stream().mapToLong(Block::bytes).sum();
  }

  private static Set<String> executors(List<Block> blocks) {
    return blocks.stream().map(Block::executor).collect(Collectors.toSet());
  }

  /** The blocks of broadcasts that executors took. */
  private static Set<Block> blocks(Path events) throws IOException {
    Set<Block> blocks = new HashSet<>();
    ObjectMapper json = new ObjectMapper();
    try (Stream<Path> files = Files.walk(events)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("events_")).toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode block = json.readTree(line).path("Block Updated Info");
          String[] name = block.path("Block ID").asText().split("_");
          String executor = block.path("Block Manager ID").path("Executor ID").asText();
          if (name[0].equals("broadcast") && name.length == 3 && !executor.equals("driver")) {
            // One that goes to the executor's own disk, and comes back, is the same.
            if (block.path("Storage Level").path("Use Memory").asBoolean()) {
              blocks.add(new Block(name[1], name[2], executor, block.path("Memory Size").asLong()));
            }
          }
        }
      }
    }
    return blocks;
  }

  private Path study() throws IOException {
    Path images = Files.createDirectory(temporary.resolve("images"));
    write(images, "train", TRAIN);
    write(images, "t10k", TEST);
    return Files.writeString(
        temporary.resolve("study.yaml"),
        """
        name: large
        dataset: {source: "idx:%s"}
        parameters:
          hidden: {value: [10]}
          learning_rate: {value: 0.1}
          batch_size: {value: 100}
          steps: {value: 2}
        replicates: {count: 8}
        """
            .formatted(images));
  }

  private static void write(Path folder, String prefix, int count) throws IOException {
    byte[] pixels = new byte[count * SIDE * SIDE];
    new Random(count).nextBytes(pixels);
    try (DataOutputStream out =
        new DataOutputStream(
            Files.newOutputStream(folder.resolve(prefix + "-images-idx3-ubyte")))) {
      for (int header : new int[] {0x803, count, SIDE, SIDE}) {
        out.writeInt(header);
      }
      out.write(pixels);
    }
    try (DataOutputStream out =
        new DataOutputStream(
            Files.newOutputStream(folder.resolve(prefix + "-labels-idx1-ubyte")))) {
      out.writeInt(0x801);
      out.writeInt(count);
      out.write(new byte[count]);
    }
  }
}
