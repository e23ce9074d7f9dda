package io.gridproof.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/**
 * A web server with a folder of gzipped files.
 *
 * @param folder its address, which ends in a slash
 * @param patience for one file
 */
record HttpOrigin(URI folder, Duration patience) implements Origin {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  static HttpOrigin of(String folder) {
    return new HttpOrigin(URI.create(folder), Duration.ofMinutes(5));
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public void fetch(KnownSet set, Path into) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(ProxySelector.getDefault())
            .build();
    for (KnownSet.PinnedFile file : set.files()) {
      Path gzip = into.resolve(file.name() + ".gz");
      download(client, folder.resolve(file.name() + ".gz"), gzip);
      gunzip(gzip, into.resolve(file.name()), file.bytes());
      Files.delete(gzip);
    }
  }

  private void download(HttpClient client, URI address, Path to) throws IOException {
    var answer = client.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofFile(to));
    try {
      HttpResponse<Path> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("HTTP status " + response.statusCode());
      }
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Gunzips a byte beyond the expected length at most: that is enough for a digest to differ. */
  private static void gunzip(Path gzip, Path to, long bytes) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(gzip))) {
      Files.write(to, in.readNBytes(Math.toIntExact(bytes) + 1));
    }
  }
}
