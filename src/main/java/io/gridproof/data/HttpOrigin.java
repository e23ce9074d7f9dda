package io.gridproof.data;

import io.gridproof.nn.Require;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

  /** Over HTTPS only: a digest tells what was forged, but not who learns what is fetched. */
  static HttpOrigin of(String folder) {
    Require.that(folder.startsWith("https://"), "origin is https://...", folder);
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
      URI address = folder.resolve(file.name() + ".gz");
      // A byte beyond the expected length is enough for the digest to differ.
      byte[] content = download(client, address, Math.toIntExact(file.bytes()) + 1);
      Files.write(into.resolve(file.name()), content);
    }
  }

  /** Gunzips what comes, and stops there: nobody can fill memory or disk. */
  private byte[] download(HttpClient client, URI address, int most) throws IOException {
    var content =
        client
            .sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream())
            .thenApplyAsync(response -> gunzip(response, most));
    try {
      return content.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      content.cancel(true);
      throw new IOException("no answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UncheckedIOException failure
          ? failure.getCause()
          : new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static byte[] gunzip(HttpResponse<InputStream> response, int most) {
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("HTTP status " + response.statusCode());
      }
      return new GZIPInputStream(body).readNBytes(most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
