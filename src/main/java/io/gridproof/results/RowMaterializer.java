package io.gridproof.results;

import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.Row;

/** Makes rows of what Parquet reads of a file. */
final class RowMaterializer extends RecordMaterializer<Row> {
  private final Columns<?> columns;
  private final GroupConverter root;
  private Object[] values;

  /**
   * @param found those of the columns that the file has; the others are null in every row
   */
  RowMaterializer(Columns<?> columns, MessageType found) {
    this.columns = columns;
    Converter[] converters = new Converter[found.getFieldCount()];
    List<String> names = columns.names();
    for (int i = 0; i < converters.length; i++) {
      converters[i] = new Cell(names.indexOf(found.getFieldName(i)));
    }
    this.root = new Root(converters);
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  @Override
  public Row getCurrentRecord() {
    return columns.row(values);
  }

  private final class Root extends GroupConverter {
    private final Converter[] converters;

    Root(Converter[] converters) {
      this.converters = converters;
    }

    @Override
    public Converter getConverter(int field) {
      return converters[field];
    }

    @Override
    public void start() {
      values = new Object[columns.list().size()];
    }

    @Override
    public void end() {}
  }

  private final class Cell extends PrimitiveConverter {
    private final int column;
    private final ColumnType type;

    Cell(int column) {
      this.column = column;
      this.type = columns.list().get(column).type();
    }

    private void set(Object stored) {
      values[column] = type.read(stored);
    }

    @Override
    public void addBinary(Binary stored) {
      set(stored);
    }

    @Override
    public void addInt(int stored) {
      set(stored);
    }

    @Override
    public void addLong(long stored) {
      set(stored);
    }

    @Override
    public void addDouble(double stored) {
      set(stored);
    }
  }
}
