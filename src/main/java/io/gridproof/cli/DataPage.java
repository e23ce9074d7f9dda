package io.gridproof.cli;

import io.gridproof.cli.terminal.DigitPicture;
import io.gridproof.data.Analysis;
import io.gridproof.data.Analysis.LabelCount;
import io.gridproof.data.Analysis.Outlier;
import io.gridproof.data.Analysis.Sample;
import io.gridproof.data.Analysis.Split;
import io.gridproof.data.Analyst;
import io.gridproof.nn.ImageSet;
import io.gridproof.study.DatasetSpec.Source;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A data set on one page of a terminal.
 *
 * @param columns characters that fit a line
 */
record DataPage(PrintWriter out, DigitPicture pictures, int columns) {
  private static final int BAR = 12;
  private static final int NAMED = 12;
  private static final int SPLIT = 30;
  private static final int WHITE = 255;

  void print(Source source, Analysis data) {
    int pixels = data.height() * data.width();
    print("%s: images of %d x %d = %d pixels", source, data.height(), data.width(), pixels);
    print("");
    data.layout().ifPresent(layout -> print("Layout: %s%n", layout));
    print("Files, each below the sha256 of its content");
    data.files().forEach(file -> print("  %s%n    %s", file.sha256(), file.path()));
    print("");
    row("", data, Split::name);
    row("images", data, split -> number(split.images()));
    for (int label = 0; label < ImageSet.CLASSES; label++) {
      int wanted = label;
      row("  label " + label, data, split -> share(split, wanted));
    }
    print("");
    row("pixels", data, split -> split.pixels().least() + " to " + split.pixels().most());
    row("  mean", data, split -> ofWhite(split.pixels().mean()));
    row("  deviation", data, split -> ofWhite(split.pixels().deviation()));
    row("  constant", data, split -> split.pixels().constant() + " of " + pixels);
    print("");
    row("ink", data, split -> "the mean pixel of an image");
    row("  mean", data, split -> ofWhite(split.ink().mean()));
    row("  deviation", data, split -> ofWhite(split.ink().deviation()));
    row("  outliers", data, DataPage::outliers);
    for (int i = 0; i < mostOutliers(data); i++) {
      int place = i;
      row(i == 0 ? "  farthest" : "", data, split -> outlier(split, place));
    }
    print("");
    gallery(data);
    out.flush();
  }

  private void row(String name, Analysis data, Function<Split, String> cell) {
    String cells =
        data.splits().stream()
            .map(split -> String.format("%-" + SPLIT + "s", cell.apply(split)))
            .collect(Collectors.joining("  "));
    print("%s", String.format("%-" + NAMED + "s  %s", name, cells).stripTrailing());
  }

  private String share(Split split, int label) {
    long images =
        split.labels().stream()
            .filter(count -> count.label() == label)
            .mapToLong(LabelCount::images)
            .findFirst()
            .orElse(0);
    long most = split.labels().stream().mapToLong(LabelCount::images).max().orElseThrow();
    String bar = pictures.bar((int) Math.round((double) BAR * images / most));
    return format("%7s %5.1f %% %s", number(images), 100.0 * images / split.images(), bar);
  }

  private static String outliers(Split split) {
    return number(split.ink().outliers()) + " beyond " + Analyst.FAR + " deviations";
  }

  private static int mostOutliers(Analysis data) {
    return data.splits().stream().mapToInt(split -> split.outliers().size()).max().orElse(0);
  }

  private static String outlier(Split split, int place) {
    if (place >= split.outliers().size()) {
      return "";
    }
    Outlier outlier = split.outliers().get(place);
    return format("index %d (a %d): %+.1f", outlier.index(), outlier.label(), outlier.deviations());
  }

  /** In both scales: 0 to 255 as stored, and 0 to 1 as the network sees it. */
  private static String ofWhite(double value) {
    return format("%.3f (%.4f of 1)", value, value / WHITE);
  }

  private void gallery(Analysis data) {
    List<List<String>> drawn = new ArrayList<>();
    for (Sample sample : data.samples()) {
      drawn.add(pictures.draw(data.height(), data.width(), sample.pixels()));
    }
    int width = drawn.get(0).get(0).length() + 2;
    int across = Math.max(1, (columns + 2) / width);
    for (int first = 0; first < drawn.size(); first += across) {
      List<List<String>> line = drawn.subList(first, Math.min(first + across, drawn.size()));
      for (int y = 0; y < line.get(0).size(); y++) {
        int height = y;
        print(
            "%s",
            line.stream()
                .map(picture -> picture.get(height))
                .collect(Collectors.joining("  "))
                .stripTrailing());
      }
    }
  }

  private static String number(long value) {
    return format("%,d", value);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private void print(String pattern, Object... values) {
    out.println(format(pattern, values));
  }
}
