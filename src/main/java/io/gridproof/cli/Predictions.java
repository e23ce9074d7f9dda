package io.gridproof.cli;

import io.gridproof.cli.terminal.Screen;
import io.gridproof.cli.terminal.TextTable;
import io.gridproof.nn.ImageSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What a network makes of images, to be shown. */
record Predictions(List<Prediction> predictions) {

  private record Field(String name, DataType type, Function<Prediction, Object> value) {}

  private static final Field FILE = new Field("file", DataTypes.StringType, Prediction::file);
  private static final Field INDEX = new Field("index", DataTypes.IntegerType, Prediction::index);
  private static final Field ACTUAL =
      new Field("actual", DataTypes.IntegerType, Prediction::actual);
  private static final Field PREDICTED =
      new Field("predicted", DataTypes.IntegerType, p -> p.classification().predicted());
  private static final Field PROBABILITY =
      new Field("probability", DataTypes.FloatType, p -> p.classification().probability());

  /** As rows: file, index, actual, predicted, probability, p0 to p9. */
  Dataset<Row> rows(SparkSession spark) {
    List<Field> fields = new ArrayList<>(List.of(FILE, INDEX, ACTUAL, PREDICTED, PROBABILITY));
    fields.addAll(classes());
    StructType schema = new StructType();
    for (Field field : fields) {
      schema = schema.add(field.name, field.type);
    }
    List<Row> rows =
        predictions.stream()
            .map(p -> RowFactory.create(fields.stream().map(f -> f.value.apply(p)).toArray()))
            .toList();
    return spark.createDataFrame(rows, schema);
  }

  /** As a table, with the probability of every class where the screen is wide enough. */
  String table(Screen screen) {
    boolean isOneFile = predictions.stream().map(Prediction::file).distinct().count() == 1;
    boolean hasIndices = predictions.stream().anyMatch(prediction -> prediction.index() > 0);
    List<Field> fields = new ArrayList<>();
    if (!isOneFile || !hasIndices) {
      fields.add(FILE);
    }
    if (hasIndices) {
      fields.add(INDEX);
    }
    if (hasLabels()) {
      fields.add(ACTUAL);
    }
    fields.addAll(List.of(PREDICTED, PROBABILITY));
    TextTable narrow = table(fields);
    fields.addAll(classes());
    TextTable wide = table(fields);
    return (wide.width() <= screen.columns() ? wide : narrow).render(screen);
  }

  private TextTable table(List<Field> fields) {
    TextTable table = new TextTable();
    for (Field field : fields) {
      if (field.type.equals(DataTypes.StringType)) {
        table.text(field.name);
      } else {
        table.number(field.name);
      }
    }
    for (Prediction prediction : predictions) {
      table.row(fields.stream().map(field -> shown(field.value.apply(prediction))).toArray());
    }
    return table;
  }

  private static Object shown(Object value) {
    return value instanceof Float probability ? decimal(probability) : value;
  }

  /** How many of the images with labels were recognised; empty if there are none. */
  Optional<String> accuracy() {
    if (!hasLabels()) {
      return Optional.empty();
    }
    List<Prediction> labelled = predictions.stream().filter(p -> p.actual() != null).toList();
    long right =
        labelled.stream().filter(p -> p.actual() == p.classification().predicted()).count();
    return Optional.of(
        "accuracy %s: %d of %d"
            .formatted(decimal((double) right / labelled.size()), right, labelled.size()));
  }

  private boolean hasLabels() {
    return predictions.stream().anyMatch(prediction -> prediction.actual() != null);
  }

  private static List<Field> classes() {
    List<Field> classes = new ArrayList<>();
    for (int k = 0; k < ImageSet.CLASSES; k++) {
      int label = k;
      classes.add(
          new Field("p" + k, DataTypes.FloatType, p -> p.classification().probabilities()[label]));
    }
    return classes;
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
