package io.gridproof.results;

import io.gridproof.study.Parameter;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The tables of a result directory: one folder of Parquet files each. */
public enum Table {
  RUNS(
      new StructType()
          .add("run_id", DataTypes.StringType)
          .add("study", DataTypes.StringType)
          .add("specification", DataTypes.StringType)
          .add("started_at", DataTypes.TimestampType)
          .add("finished_at", DataTypes.TimestampType)
          .add("dataset_sha256", DataTypes.StringType)
          .add("trainer_version", DataTypes.StringType)
          .add("project_version", DataTypes.StringType)
          .add("commit", DataTypes.StringType)
          .add("java_version", DataTypes.StringType)
          .add("spark_version", DataTypes.StringType)
          .add("hadoop_version", DataTypes.StringType)
          .add("os", DataTypes.StringType)
          .add("architecture", DataTypes.StringType)
          .add("kernel", DataTypes.StringType)
          .add("settings", DataTypes.StringType)),
  TRIALS(trials()),
  CURVES(
      new StructType()
          .add("trial_id", DataTypes.StringType)
          .add("step", DataTypes.IntegerType)
          .add("epoch", DataTypes.DoubleType)
          .add("train_loss", DataTypes.DoubleType)
          .add("train_accuracy", DataTypes.DoubleType)
          .add("validation_loss", DataTypes.DoubleType)
          .add("validation_accuracy", DataTypes.DoubleType)
          .add("test_loss", DataTypes.DoubleType)
          .add("test_accuracy", DataTypes.DoubleType)
          .add("weights_digest", DataTypes.StringType)),
  CLASS_METRICS(
      new StructType()
          .add("trial_id", DataTypes.StringType)
          .add("split", DataTypes.StringType)
          .add("label", DataTypes.IntegerType)
          .add("precision", DataTypes.DoubleType)
          .add("recall", DataTypes.DoubleType)
          .add("f1", DataTypes.DoubleType)
          .add("support", DataTypes.IntegerType)),
  CONFUSION(
      new StructType()
          .add("trial_id", DataTypes.StringType)
          .add("split", DataTypes.StringType)
          .add("actual", DataTypes.IntegerType)
          .add("predicted", DataTypes.IntegerType)
          .add("count", DataTypes.IntegerType)),
  MODELS(
      new StructType()
          .add("trial_id", DataTypes.StringType)
          .add("layer", DataTypes.IntegerType)
          .add("n_in", DataTypes.IntegerType)
          .add("n_out", DataTypes.IntegerType)
          .add("weights", DataTypes.BinaryType)
          .add("biases", DataTypes.BinaryType));

  private final StructType schema;

  Table(StructType schema) {
    this.schema = schema;
  }

  public StructType schema() {
    return schema;
  }

  /** The name of the view, and of the folder. */
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static StructType trials() {
    StructType schema =
        new StructType()
            .add("trial_id", DataTypes.StringType)
            .add("config_id", DataTypes.StringType)
            .add("study", DataTypes.StringType)
            .add("run_id", DataTypes.StringType)
            .add("replicate", DataTypes.IntegerType)
            .add("status", DataTypes.StringType)
            .add("error", DataTypes.StringType);
    for (Parameter parameter : Parameter.values()) {
      schema = schema.add(parameter.column(), sqlType(parameter));
    }
    return schema
        .add("seed_init", DataTypes.LongType)
        .add("seed_shuffle", DataTypes.LongType)
        .add("seed_dropout", DataTypes.LongType)
        .add("train_loss", DataTypes.DoubleType)
        .add("train_accuracy", DataTypes.DoubleType)
        .add("validation_loss", DataTypes.DoubleType)
        .add("validation_accuracy", DataTypes.DoubleType)
        .add("test_loss", DataTypes.DoubleType)
        .add("test_accuracy", DataTypes.DoubleType)
        .add("macro_precision", DataTypes.DoubleType)
        .add("macro_recall", DataTypes.DoubleType)
        .add("macro_f1", DataTypes.DoubleType)
        .add("steps_run", DataTypes.IntegerType)
        .add("weights_sha256", DataTypes.StringType)
        .add("curve_sha256", DataTypes.StringType)
        .add("dataset_sha256", DataTypes.StringType)
        .add("trainer_version", DataTypes.StringType)
        .add("started_at", DataTypes.TimestampType)
        .add("train_millis", DataTypes.LongType)
        .add("host", DataTypes.StringType)
        .add("executor_id", DataTypes.StringType)
        .add("attempt", DataTypes.IntegerType);
  }

  /** The SQL type of a parameter's column, here and in {@code where}. */
  public static DataType sqlType(Parameter parameter) {
    Class<?> type = parameter.type();
    if (type == Integer.class) {
      return DataTypes.IntegerType;
    }
    return type == Double.class ? DataTypes.DoubleType : DataTypes.StringType;
  }
}
