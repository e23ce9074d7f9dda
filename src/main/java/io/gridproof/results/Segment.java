package io.gridproof.results;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one commit wrote, or several that follow each other and were merged.
 *
 * @param first the number of the commit, 1 for the first of a directory
 * @param last the same, unless merged
 */
record Segment(int first, int last) {

  static Segment of(int number) {
    return new Segment(number, number);
  }

  /** Whether it has all commits of another, and more. */
  boolean supersedes(Segment other) {
    return first <= other.first && other.last <= last && !equals(other);
  }

  boolean isMerged() {
    return first < last;
  }

  /** Those that no other supersedes. Two of them share no commit, or one is in the other. */
  static Set<Segment> outermost(Collection<Segment> segments) {
    List<Segment> widestFirst =
        segments.stream()
            .sorted(
                Comparator.comparingInt(Segment::first)
                    .thenComparing(Segment::last, Comparator.reverseOrder()))
            .toList();
    Set<Segment> outermost = new HashSet<>();
    int last = 0;
    for (Segment segment : widestFirst) {
      if (segment.last > last) {
        outermost.add(segment);
        last = segment.last;
      }
    }
    return outermost;
  }

  /** The number after all of these. */
  static int next(Collection<Segment> segments) {
    return 1 + segments.stream().mapToInt(Segment::last).max().orElse(0);
  }

  @Override
  public String toString() {
    return first == last ? "%06d".formatted(first) : "%06d-%06d".formatted(first, last);
  }
}
