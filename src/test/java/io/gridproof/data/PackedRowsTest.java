package io.gridproof.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.data.PackedRows.Mistake;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

final class PackedRowsTest {

  private static Row image(String file, long block, long row, int label, byte... pixels) {
    return RowFactory.create(file, block, row, label, pixels, null);
  }

  private static Row mistake(long row, String text) {
    return RowFactory.create("a", 0L, row, 0, null, text);
  }

  private static List<PackedRows> pack(List<Row> rows) {
    List<PackedRows> packed = new ArrayList<>();
    new PackedRows.Packer(2).call(rows.iterator()).forEachRemaining(packed::add);
    return packed;
  }

  @Test
  void rowsThatFollowEachOtherArePackedTogether() {
    List<PackedRows> packed =
        pack(
            List.of(
                image("a", 0, 5, 1, (byte) 10, (byte) 11),
                image("a", 0, 6, 2, (byte) 20, (byte) 21),
                image("a", 64, 7, 3, (byte) 30, (byte) 31),
                image("b", 64, 8, 4, (byte) 40, (byte) 41)));

    assertThat(packed).extracting(PackedRows::file).containsExactly("a", "a", "b");
    assertThat(packed).extracting(PackedRows::block).containsExactly(0L, 64L, 64L);
    assertThat(packed).extracting(PackedRows::row).containsExactly(5L, 7L, 8L);
    assertThat(packed.get(0).labels()).containsExactly(1, 2);
    assertThat(packed.get(0).pixels()).containsExactly(10, 11, 20, 21);
  }

  @Test
  void rowsWithoutAnImageAreCounted() {
    Row blank = RowFactory.create("a", 0L, 1L, 0, null, null);
    List<PackedRows> packed =
        pack(
            List.of(
                mistake(0, "heading"),
                blank,
                image("a", 0, 2, 1, (byte) 10),
                mistake(3, "first"),
                mistake(4, "one too many")));

    assertThat(packed).hasSize(1);
    assertThat(packed.get(0).rows()).isEqualTo(5);
    assertThat(packed.get(0).labels()).containsExactly(1);
    assertThat(packed.get(0).mistakes())
        .containsExactly(new Mistake(0, "heading"), new Mistake(3, "first"));
  }

  @Test
  void aLongFileIsPackedInPieces() {
    byte[] mebibyte = new byte[1 << 20];
    List<PackedRows> packed =
        pack(IntStream.range(0, 10).mapToObj(i -> image("a", 0, i, i, mebibyte)).toList());

    assertThat(packed).extracting(PackedRows::row).containsExactly(0L, 4L, 8L);
    assertThat(packed).extracting(PackedRows::rows).containsExactly(4, 4, 2);
  }

  @Test
  void anEmptyPartitionHasNone() {
    assertThat(pack(List.of())).isEmpty();
  }
}
