package io.gridproof.kills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes a line for every training that a driver starts and for every one that succeeds, into a
 * file that outlives the driver. Spark makes it there, as it is named in {@code
 * spark.extraListeners}.
 *
 * <p>Trainings are the tasks of the jobs that the Spark UI shows as a trial.
 */
public final class TrialJournal extends SparkListener {
  static final String FILE = "spark.kills.journal";

  private static final String STARTED = "started";
  private static final String TRAINED = "trained";

  private final Path file;
  private final Set<Object> stages = new HashSet<>();

  public TrialJournal(SparkConf conf) {
    file = Path.of(conf.get(FILE));
  }

  /**
   * @param started trainings that an executor was told to begin
   * @param trained those whose result the driver got
   */
  record Counts(int started, int trained) {}

  static Counts read(Path file) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file);
      return new Counts(
          (int) lines.stream().filter(STARTED::equals).count(),
          (int) lines.stream().filter(TRAINED::equals).count());
    } catch (NoSuchFileException e) {
      return new Counts(0, 0);
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    if (job.properties() != null
        && job.properties().getProperty("spark.job.description", "").startsWith("trial ")) {
      stages.addAll(CollectionConverters.asJava(job.stageIds()));
    }
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart task) {
    if (stages.contains(task.stageId())) {
      append(STARTED);
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (stages.contains(task.stageId()) && task.taskInfo().successful()) {
      append(TRAINED);
    }
  }

  private void append(String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
