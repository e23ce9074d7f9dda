package io.gridproof.data;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Parquet with a label and either pixels in one column or Kaggle's columns. */
final class ParquetImages {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** 1024 x 1024. */
  private static final int MOST_PIXELS = 1 << 20;

  private static final Set<DataType> INTEGERS =
      Set.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  private static final String ALLOWED =
      "columns are label (integer) and pixels (binary or array of integers),"
          + " or label and pixel0 to pixel783 (integers)";

  /** The columns of Kaggle's digit-recognizer. */
  static final List<String> PIXELS =
      IntStream.range(0, 28 * 28).mapToObj(i -> "pixel" + i).toList();

  private ParquetImages() {}

  static ImageRows read(SparkSession spark, String path) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    HadoopFiles.requireExisting(path, conf);
    // As text, which looks into no file, for a list of the files: a task would fail on a bad
    // footer.
    List<Path> files = HadoopFiles.of(spark.read().text(path));
    files.forEach(file -> checkMagic(file, conf));
    String place = HadoopFiles.name(new Path(path));
    long values = files.stream().mapToLong(file -> longestColumn(file, conf)).sum();
    ImageRows.requireMemory(values, Runtime.getRuntime().maxMemory(), place);
    Dataset<Row> table = spark.read().parquet(path);
    Column pixels = pixels(table.schema(), place);
    int size = pixelsPerImage(table, pixels, place);
    boolean binary = table.select(pixels).schema().apply(0).dataType().equals(DataTypes.BinaryType);
    Column checked =
        binary
            ? RowCheck.bytes(size).apply(col(IdxTable.LABEL), pixels)
            : RowCheck.numbers(size).apply(col(IdxTable.LABEL), pixels);
    Dataset<Row> rows =
        table
            .select(
                col("_metadata.file_path").as(ImageRows.FILE),
                lit(0L).as(ImageRows.BLOCK),
                col("_metadata.row_index").as(ImageRows.ROW),
                checked.as("checked"))
            .select(col("*"), col("checked.*"))
            .drop("checked");
    int side = (int) Math.sqrt(size);
    boolean square = side * side == size;
    return new ImageRows(
        rows,
        square ? side : 1,
        square ? side : size,
        files,
        OptionalLong.empty(),
        0,
        Optional.of(
            (file, index) -> HadoopFiles.name(HadoopFiles.ofUri(file)) + ", row index " + index));
  }

  private static Column pixels(StructType schema, String place) {
    List<String> names = Arrays.asList(schema.fieldNames());
    if (integer(schema, IdxTable.LABEL)) {
      if (names.contains(IdxTable.PIXELS)) {
        DataType type = schema.apply(IdxTable.PIXELS).dataType();
        boolean usable =
            type.equals(DataTypes.BinaryType)
                || type instanceof ArrayType list && INTEGERS.contains(list.elementType());
        if (usable) {
          return col(IdxTable.PIXELS);
        }
      } else if (PIXELS.stream().allMatch(column -> integer(schema, column))) {
        return array(PIXELS.stream().map(c -> col(c)).toArray(Column[]::new));
      }
    }
    throw Refusal.of(ALLOWED, found(schema), place);
  }

  private static boolean integer(StructType schema, String column) {
    return Arrays.asList(schema.fieldNames()).contains(column)
        && INTEGERS.contains(schema.apply(column).dataType());
  }

  private static String found(StructType schema) {
    List<String> columns =
        Arrays.stream(schema.fields())
            .map(field -> field.name() + " (" + field.dataType().simpleString() + ")")
            .toList();
    int shown = Math.min(columns.size(), 6);
    String more = shown < columns.size() ? " and " + (columns.size() - shown) + " more" : "";
    return String.join(", ", columns.subList(0, shown)) + more;
  }

  /** The size of the first image, which all others must share. */
  private static int pixelsPerImage(Dataset<Row> table, Column pixels, String place) {
    List<Row> first = table.select(pixels.as(IdxTable.PIXELS)).limit(1).collectAsList();
    if (first.isEmpty()) {
      throw Refusal.of("1 <= images", 0, place);
    }
    Object value = first.get(0).get(0);
    int size =
        value == null
            ? 0
            : value instanceof byte[] bytes ? bytes.length : first.get(0).getList(0).size();
    if (size == 0) {
      throw Refusal.of("1 <= pixels of an image", 0, place);
    }
    return size;
  }

  /**
   * How many values the longest column has, by the footer: a few kilobytes may hold arrays for
   * which no task has memory.
   */
  private static long longestColumn(Path file, Configuration conf) {
    long most = 0;
    for (BlockMetaData rows : rowGroups(file, conf)) {
      long longest = 0;
      for (ColumnChunkMetaData column : rows.getColumns()) {
        long mean = column.getValueCount() / Math.max(1, rows.getRowCount());
        long bytes = column.getTotalUncompressedSize() / Math.max(1, rows.getRowCount());
        if (mean > MOST_PIXELS || bytes > (long) Long.BYTES * 2 * MOST_PIXELS) {
          String found = mean + " of " + bytes + " bytes in column " + column.getPath();
          throw Refusal.of("pixels of an image <= " + MOST_PIXELS, found, HadoopFiles.name(file));
        }
        longest = Math.max(longest, column.getValueCount());
      }
      most += longest;
    }
    return most;
  }

  private static List<BlockMetaData> rowGroups(Path file, Configuration conf) {
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
      return reader.getFooter().getBlocks();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      // The reader finds some mistakes by stumbling over them.
      throw Refusal.of("footer is Parquet's", e.getMessage(), HadoopFiles.name(file));
    }
  }

  private static void checkMagic(Path file, Configuration conf) {
    try (FSDataInputStream in = file.getFileSystem(conf).open(file)) {
      long length = file.getFileSystem(conf).getFileStatus(file).getLen();
      byte[] magic = new byte[MAGIC.length];
      if (length >= 3 * MAGIC.length) {
        in.readFully(length - MAGIC.length, magic);
      }
      if (!Arrays.equals(magic, MAGIC)) {
        throw Refusal.of(
            "file ends in PAR1, as Parquet does",
            length + " bytes that do not",
            HadoopFiles.name(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
