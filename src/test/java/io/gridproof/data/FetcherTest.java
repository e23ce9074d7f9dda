package io.gridproof.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.gridproof.data.KnownSet.PinnedFile;
import io.gridproof.nn.Sha256;
import io.gridproof.study.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set of two files on a web server of the test's own. */
final class FetcherTest {
  private static final byte[] IMAGES = {1, 2, 3};
  private static final byte[] LABELS = {4, 5};

  private final Map<String, byte[]> served = new HashMap<>();
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();
  private HttpServer server;
  private Fetcher fetcher;

  @TempDir private Path folder;

  @BeforeEach
  void serve() throws IOException {
    served.put("/images.gz", TestImages.gzip(IMAGES));
    served.put("/labels.gz", TestImages.gzip(LABELS));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] content = served.get(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(
              content == null ? 404 : 200, content == null ? -1 : content.length);
          if (content != null) {
            exchange.getResponseBody().write(content);
          }
          exchange.close();
        });
    server.start();
    fetcher =
        new Fetcher(folder.resolve("cache"), new PrintStream(notes, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void fetchesOnFirstUseAndSaysSoInOneLine() {
    Path set = fetcher.fetch(known(mirror()));

    assertThat(set).isEqualTo(folder.resolve("cache/tiny"));
    assertThat(set.resolve("images")).hasBinaryContent(IMAGES);
    assertThat(set.resolve("labels")).hasBinaryContent(LABELS);
    assertThat(notes.toString(StandardCharsets.UTF_8))
        .isEqualTo("note: fetching tiny into %s (%s)%n".formatted(set, mirror().name()));
  }

  @Test
  void laterUsesNeedNoNetworkAndSayNothing() {
    fetcher.fetch(known(mirror()));
    server.stop(0);
    notes.reset();

    assertThat(fetcher.fetch(known(mirror()))).isEqualTo(folder.resolve("cache/tiny"));
    assertThat(notes.size()).isZero();
  }

  @Test
  void leavesNothingButTheFiles() throws IOException {
    Path set = fetcher.fetch(known(mirror()));

    try (Stream<Path> files = Files.list(set)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("images", "labels");
    }
  }

  @Test
  void damagedFileOfTheCacheIsSaidAndFetchedAgain() {
    Path set = fetcher.fetch(known(mirror()));
    TestImages.write(set.resolve("labels"), new byte[] {4, 6});
    notes.reset();

    fetcher.fetch(known(mirror()));

    assertThat(set.resolve("labels")).hasBinaryContent(LABELS);
    assertThat(notes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "note: `sha256 = %s` must hold, but got %s (%s); fetching tiny into %s (%s)%n"
                .formatted(
                    sha256(LABELS),
                    sha256(new byte[] {4, 6}),
                    set.resolve("labels"),
                    set,
                    mirror().name()));
  }

  @Test
  void gzippedFilesPutThereByHandWillDo() {
    TestImages.write(folder.resolve("cache/tiny/images.gz"), TestImages.gzip(IMAGES));
    TestImages.write(folder.resolve("cache/tiny/labels"), LABELS);

    assertThat(fetcher.fetch(known())).isEqualTo(folder.resolve("cache/tiny"));
  }

  @Test
  void nextOriginIsTriedWhereOneDoesNotAnswer() {
    assertThat(fetcher.fetch(known(silent(), mirror())).resolve("images")).hasBinaryContent(IMAGES);
  }

  @Test
  void contentOfAnotherDigestIsRefused() {
    served.put("/labels.gz", TestImages.gzip(new byte[1000]));

    refuses(
        known(mirror()),
        "cannot fetch tiny: tried %s: `sha256 = %s` must hold, but got %s (labels)"
            .formatted(mirror().name(), sha256(LABELS), sha256(new byte[3])));
    assertThat(folder.resolve("cache/tiny/images")).doesNotExist();
  }

  @Test
  void whatWasTriedIsSaidWhereNothingAnswers() {
    served.remove("/labels.gz");

    refuses(
        known(silent(), mirror()),
        "cannot fetch tiny: tried %s: java.net.ConnectException; %s: HTTP status 404"
            .formatted(silent().name(), mirror().name()));
  }

  @Test
  void anAnswerWithoutEndIsNotFollowed() {
    server.removeContext("/");
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (GZIPOutputStream body = new GZIPOutputStream(exchange.getResponseBody(), true)) {
            byte[] noise = new byte[1 << 16];
            new Random(1).nextBytes(noise);
            while (true) {
              body.write(noise);
            }
          }
        });

    assertThatThrownBy(() -> fetcher.fetch(known(mirror())))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("`sha256 = " + sha256(IMAGES) + "` must hold, but got ");
  }

  @Test
  void originsAnswerOverHttpsOnly() {
    assertThatThrownBy(() -> HttpOrigin.of("http://host/folder/"))
        .hasMessage("`origin is https://...` must hold, but got http://host/folder/");
  }

  @Test
  void installedSetIsUsedWhereItIs() {
    TestImages.write(folder.resolve("usr/images.gz"), TestImages.gzip(IMAGES));
    TestImages.write(folder.resolve("usr/labels.gz"), TestImages.gzip(LABELS));

    assertThat(fetcher.fetch(installed())).isEqualTo(folder.resolve("usr"));
  }

  @Test
  void damagedInstalledSetIsNotReplacedSilently() {
    TestImages.write(folder.resolve("usr/images.gz"), TestImages.gzip(LABELS));
    TestImages.write(folder.resolve("usr/labels.gz"), TestImages.gzip(LABELS));

    assertThatThrownBy(() -> fetcher.fetch(installed()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "`sha256 = %s` must hold, but got %s (%s)"
                .formatted(sha256(IMAGES), sha256(LABELS), folder.resolve("usr/images.gz")));
  }

  @Test
  void manyMayFetchAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Path>> fetches =
          Stream.generate(() -> (Callable<Path>) () -> fetcher.fetch(known(mirror())))
              .limit(8)
              .toList();
      for (Future<Path> fetched : threads.invokeAll(fetches)) {
        assertThat(fetched.get().resolve("images")).hasBinaryContent(IMAGES);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void refuses(KnownSet set, String reason) {
    assertThatThrownBy(() -> fetcher.fetch(set))
        .isInstanceOf(InputException.class)
        .hasMessage(
            reason
                + ". To go on, ask a friend, or put images, labels (plain or .gz) into "
                + folder.resolve("cache/tiny"));
  }

  private KnownSet installed() {
    return new KnownSet("tiny", files(), Optional.of(folder.resolve("usr")), List.of(), "");
  }

  private static KnownSet known(Origin... origins) {
    return new KnownSet("tiny", files(), Optional.empty(), List.of(origins), "ask a friend, or ");
  }

  private static List<PinnedFile> files() {
    return List.of(
        new PinnedFile("images", IMAGES.length, sha256(IMAGES)),
        new PinnedFile("labels", LABELS.length, sha256(LABELS)));
  }

  private Origin mirror() {
    return http(server.getAddress().getPort());
  }

  /** A port on which nobody listens. */
  private static Origin silent() {
    return http(1);
  }

  private static Origin http(int port) {
    return new HttpOrigin(URI.create("http://127.0.0.1:" + port + "/"), Duration.ofSeconds(20));
  }

  private static String sha256(byte[] content) {
    MessageDigest digest = Sha256.create();
    digest.update(content);
    return Sha256.hex(digest);
  }
}
