package io.gridproof.results;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names on a local disk, with hard links and without. */
class LocalPublicationTest {
  private static final int DRIVERS = 4;

  @TempDir Path folder;

  private LocalPublication publication(boolean links) throws IOException {
    RawLocalFileSystem files = new RawLocalFileSystem();
    files.initialize(URI.create("file:///"), new Configuration());
    LocalPublication found = LocalPublication.in(files, hadoop(""));
    return links ? found : new LocalPublication(files, LocalPublication::renameUnderLock);
  }

  private org.apache.hadoop.fs.Path hadoop(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  private boolean create(LocalPublication publication, String text) throws IOException {
    return publication.create(hadoop("a"), hadoop(".a.tmp"), Content.of(text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNameIsGivenOnce(boolean links) throws IOException {
    LocalPublication publication = publication(links);
    assertThat(create(publication, "mine")).isTrue();
    assertThat(create(publication, "theirs")).isFalse();
    assertThat(create(publication, "mine")).as("again, as the answer was lost").isTrue();
    assertThat(folder.resolve("a")).hasContent("mine");
    assertThat(folder.resolve(".a.tmp")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatReplacesLeavesNoMomentWithout(boolean links) throws IOException {
    LocalPublication publication = publication(links);
    create(publication, "before");
    publication.replace(hadoop("a"), hadoop(".a.tmp"), Content.of("after".getBytes(UTF_8)));
    assertThat(folder.resolve("a")).hasContent("after");
    assertThat(folder.resolve(".a.tmp")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofManyAtOnceOneGetsTheName(boolean links) throws Exception {
    LocalPublication publication = publication(links);
    for (int round = 0; round < 20; round++) {
      Path name = folder.resolve("name" + round);
      CyclicBarrier start = new CyclicBarrier(DRIVERS);
      List<Boolean> named =
          IntStream.range(0, DRIVERS)
              .mapToObj(driver -> folder.resolve(".tmp" + driver))
              .map(mine -> Attempt.of(publication, mine, name, start))
              .toList()
              .stream()
              .map(Attempt::named)
              .toList();
      assertThat(named.stream().filter(given -> given)).hasSize(1);
      assertThat(name).hasContent(".tmp" + named.indexOf(true));
      try (Stream<Path> left = Files.list(folder)) {
        for (Path file :
            left.filter(path -> path.getFileName().toString().startsWith(".tmp")).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** A thread that wants a name. */
  private static final class Attempt {
    private final Thread thread;
    private boolean named;

    private Attempt(LocalPublication publication, Path mine, Path name, CyclicBarrier start) {
      this.thread =
          new Thread(
              () -> {
                try {
                  Files.writeString(mine, mine.getFileName().toString());
                  start.await();
                  publication.naming().name(mine, name);
                  named = true;
                } catch (FileAlreadyExistsException e) {
                  named = false;
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
    }

    static Attempt of(LocalPublication publication, Path mine, Path name, CyclicBarrier start) {
      Attempt attempt = new Attempt(publication, mine, name, start);
      attempt.thread.start();
      return attempt;
    }

    boolean named() {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return named;
    }
  }
}
