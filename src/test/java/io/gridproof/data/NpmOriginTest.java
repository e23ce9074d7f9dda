package io.gridproof.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package that whoever has the registry made up. */
class NpmOriginTest {
  private static final byte[] LABELS = {1, 2, 3};

  private static final KnownSet SET =
      new KnownSet(
          "tiny",
          List.of(new KnownSet.PinnedFile("labels", LABELS.length, "")),
          Optional.empty(),
          List.of(),
          "");

  @TempDir private Path folder;
  private Path packed;
  private Path into;

  @BeforeEach
  void makeFolder() throws IOException {
    packed = folder.resolve("tiny.tgz");
    into = Files.createDirectory(folder.resolve("into"));
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void addLink(TarArchiveOutputStream tar, String name, String target)
      throws IOException {
    TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    link.setLinkName(target);
    tar.putArchiveEntry(link);
    tar.closeArchiveEntry();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void whatClimbsOutIsNotUnpacked() throws IOException {
    try (OutputStream out = Files.newOutputStream(packed);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
      add(tar, "package/data/../../../up", LABELS);
      add(tar, folder + "/absolute", LABELS);
      add(tar, "../labels", LABELS);
      addLink(tar, "package/data", folder.toString());
      add(tar, "package/data/labels", LABELS);
      add(tar, "package/data/other", LABELS);
    }

    NpmOrigin.unpack(packed, SET, into);

    assertThat(files()).containsExactly(into.resolve("labels"), packed);
    assertThat(into.resolve("labels")).hasBinaryContent(LABELS);
  }

  @Test
  void aHugeFileIsNotFollowed() throws IOException {
    try (OutputStream out = Files.newOutputStream(packed);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
      add(tar, "package/data/labels", new byte[1 << 20]);
    }

    NpmOrigin.unpack(packed, SET, into);

    assertThat(into.resolve("labels")).hasSize(LABELS.length + 1);
  }

  @Test
  void aBombIsNotFollowed() throws IOException {
    try (OutputStream out = Files.newOutputStream(packed);
        OutputStream tar = new GZIPOutputStream(out)) {
      TarArchiveEntry name = new TarArchiveEntry("name", TarConstants.LF_GNUTYPE_LONGNAME);
      name.setSize(4L << 30);
      byte[] header = new byte[512];
      name.writeEntryHeader(header);
      tar.write(header);
      byte[] some = new byte[1 << 20];
      for (int i = 0; i <= NpmOrigin.MOST_BYTES >> 20; i++) {
        tar.write(some);
      }
    }

    assertThatThrownBy(() -> NpmOrigin.unpack(packed, SET, into))
        .isInstanceOf(IOException.class)
        .hasMessage("the package unzips to more than 268435456 bytes");
    assertThat(files()).containsExactly(packed);
  }
}
