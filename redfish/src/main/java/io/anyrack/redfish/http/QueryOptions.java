package io.anyrack.redfish.http;

import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client wants of a resource (DSP0266 §7.3).
 *
 * @param only of a collection with one member the member
 * @param expand links to follow
 * @param select properties to give; empty: all
 * @param skip members to leave out
 * @param top members to give at most
 */
record QueryOptions(
    boolean only,
    Optional<Expand> expand,
    List<String> select,
    Optional<Integer> skip,
    Optional<Integer> top) {

  static final QueryOptions NONE =
      new QueryOptions(false, Optional.empty(), List.of(), Optional.empty(), Optional.empty());

  private static final Pattern EXPAND = Pattern.compile("([.*~])(?:\\(\\$levels=(\\d{1,6})\\))?");
  private static final int MOST_SELECTED = 64;

  /**
   * Which links are followed.
   *
   * @param links those in {@code Links}
   * @param others those elsewhere
   * @param levels how deep
   */
  record Expand(boolean links, boolean others, int levels) {
    /** As a query has it. */
    String text() {
      return (others ? links ? "*" : "." : "~") + "($levels=" + levels + ")";
    }

    Expand deeper() {
      return new Expand(links, others, levels - 1);
    }
  }

  boolean isNone() {
    return equals(NONE);
  }

  /**
   * Reads them.
   *
   * @param deepest how many levels can be expanded
   * @throws RedfishException for one that is not supported, or has no valid value
   */
  static QueryOptions read(Map<String, String> query, int deepest) {
    if (query.isEmpty()) {
      return NONE;
    }
    boolean only = false;
    Optional<Expand> expand = Optional.empty();
    List<String> select = List.of();
    Optional<Integer> skip = Optional.empty();
    Optional<Integer> top = Optional.empty();
    for (Map.Entry<String, String> each : query.entrySet()) {
      String value = each.getValue();
      switch (each.getKey()) {
        case "only" -> {
          if (!value.isEmpty()) {
            throw invalid(BaseMessage.QUERY_PARAMETER_VALUE_FORMAT_ERROR, value, "only");
          }
          only = true;
        }
        case "$expand" -> expand = Optional.of(expand(value, deepest));
        case "$select" -> select = select(value);
        case "$skip" -> skip = Optional.of(number(value, "$skip"));
        case "$top" -> top = Optional.of(number(value, "$top"));
        case String other when other.startsWith("$") ->
            throw new RedfishException(
                501, Message.of(BaseMessage.QUERY_PARAMETER_UNSUPPORTED, other));
        // Any other is for the service to ignore (DSP0266 §7.3.1), excerpt among them.
        default -> {}
      }
    }
    if (only && query.size() > 1) {
      throw new RedfishException(400, Message.of(BaseMessage.QUERY_COMBINATION_INVALID));
    }
    return new QueryOptions(only, expand, select, skip, top);
  }

  private static Expand expand(String value, int deepest) {
    Matcher matcher = EXPAND.matcher(value);
    if (!matcher.matches()) {
      throw invalid(BaseMessage.QUERY_PARAMETER_VALUE_FORMAT_ERROR, value, "$expand");
    }
    int levels = Optional.ofNullable(matcher.group(2)).map(Integer::parseInt).orElse(1);
    if (levels < 1 || levels > deepest) {
      throw invalid(
          BaseMessage.QUERY_PARAMETER_OUT_OF_RANGE,
          Integer.toString(levels),
          "$expand",
          "1 to " + deepest);
    }
    String kind = matcher.group(1);
    return new Expand(!kind.equals("."), !kind.equals("~"), levels);
  }

  private static List<String> select(String value) {
    List<String> select = new ArrayList<>();
    for (String property : value.split(",", -1)) {
      if (property.isBlank()) {
        throw invalid(BaseMessage.QUERY_PARAMETER_VALUE_FORMAT_ERROR, value, "$select");
      }
      select.add(property.trim());
    }
    if (select.size() > MOST_SELECTED) {
      throw invalid(
          BaseMessage.QUERY_PARAMETER_OUT_OF_RANGE,
          Integer.toString(select.size()),
          "$select",
          "1 to " + MOST_SELECTED);
    }
    return select;
  }

  private static int number(String value, String parameter) {
    try {
      int number = Integer.parseInt(value);
      if (number < 0) {
        throw invalid(BaseMessage.QUERY_PARAMETER_OUT_OF_RANGE, value, parameter, "0 and more");
      }
      return number;
    } catch (NumberFormatException e) {
      throw invalid(BaseMessage.QUERY_PARAMETER_VALUE_TYPE_ERROR, value, parameter);
    }
  }

  private static RedfishException invalid(BaseMessage message, String... args) {
    return new RedfishException(400, Message.of(message, args));
  }
}
