package io.anyrack.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measurements of one thing, shown as median and range. Thread-safe. */
final class Samples {
  private final List<Double> values = new ArrayList<>();

  synchronized void add(double value) {
    values.add(value);
  }

  synchronized double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The value that so many of a hundred do not exceed. */
  synchronized double percentile(int percent) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  synchronized int count() {
    return values.size();
  }

  /** Median, least and largest, each in {@code format}: {@code 1.20 (1.10-1.35)}. */
  synchronized String show(String format) {
    return String.format(
        Locale.ROOT,
        format + " (" + format + "-" + format + ")",
        median(),
        values.stream().min(Double::compare).orElseThrow(),
        values.stream().max(Double::compare).orElseThrow());
  }
}
