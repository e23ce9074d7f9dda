package io.gridproof.kills;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** Tells of every file that is made, written, renamed or deleted under a directory. */
final class ResultWatch implements AutoCloseable {
  private final WatchService service;
  private final Map<WatchKey, Path> folders = new HashMap<>();
  private final Queue<Path> changes = new ArrayDeque<>();

  ResultWatch(Path directory) throws IOException {
    service = directory.getFileSystem().newWatchService();
    follow(directory);
  }

  private void follow(Path folder) throws IOException {
    try {
      folders.put(
          folder.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE),
          folder);
      try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
        for (Path child : children) {
          follow(child);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // It is gone again.
    }
  }

  /** The next change, if there is one in this time. */
  Optional<Path> next(Duration most) throws IOException, InterruptedException {
    if (changes.isEmpty()) {
      WatchKey key = service.poll(most.toNanos(), TimeUnit.NANOSECONDS);
      if (key != null) {
        for (WatchEvent<?> event : key.pollEvents()) {
          if (event.context() instanceof Path name) {
            Path changed = folders.get(key).resolve(name);
            changes.add(changed);
            if (Files.isDirectory(changed)) {
              follow(changed);
            }
          }
        }
        key.reset();
      }
    }
    return Optional.ofNullable(changes.poll());
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
