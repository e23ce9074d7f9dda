package io.gridproof.results;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * What a file of a table says of itself, beside its rows.
 *
 * @param writer who wrote it
 * @param name the folder of its table and its own name; empty if an earlier version wrote it
 * @param others the names of the other tables of its segment, if it is the one that makes it count
 */
record FileLabel(Driver writer, Optional<String> name, List<String> others) {
  private static final String WRITER = "gridproof.driver";
  private static final String NAME = "gridproof.file";
  private static final String OTHERS = "gridproof.tables";

  /** Of a file that is to be written. */
  static FileLabel of(Driver writer, Path file, List<Table> others) {
    return new FileLabel(
        writer, Optional.of(nameOf(file)), others.stream().map(Table::tableName).toList());
  }

  static String nameOf(Path file) {
    return file.getParent().getName() + "/" + file.getName();
  }

  /** Of a file that was read; empty if no version of this program wrote it. */
  static Optional<FileLabel> of(Map<String, String> metadata) {
    return Optional.ofNullable(metadata.get(WRITER))
        .flatMap(Driver::of)
        .map(
            writer ->
                new FileLabel(
                    writer,
                    Optional.ofNullable(metadata.get(NAME)),
                    Arrays.stream(metadata.getOrDefault(OTHERS, "").split(","))
                        .filter(table -> !table.isEmpty())
                        .toList()));
  }

  /** As the metadata of a Parquet file that is to be sealed. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(WRITER, writer.text());
    name.ifPresent(file -> metadata.put(NAME, file));
    metadata.put(OTHERS, others.stream().collect(joining(",")));
    metadata.put(Seal.KEY, Seal.OPEN);
    return metadata;
  }
}
