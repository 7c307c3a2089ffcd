package io.anyrack.rack.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of the file with its place. Each reading method gives what was asked for, or nothing
 * after it told what is wrong.
 *
 * @param name what messages call it
 * @param node the value
 * @param context where problems go
 */
record Value(String name, Node node, Context context) {

  /** Says that something is wrong with this value. */
  void problem(String message) {
    context.problems().add(node.getStartMark(), message);
  }

  /** The line the value starts in, from 1. */
  int line() {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  boolean isMapping() {
    return node instanceof MappingNode && node.getTag().equals(Tag.MAP);
  }

  boolean isList() {
    return node instanceof SequenceNode && node.getTag().equals(Tag.SEQ);
  }

  boolean isScalar() {
    return node instanceof ScalarNode;
  }

  /** Whether this is the text {@code word}; nothing is told. */
  boolean is(String word) {
    return scalarTagged(Tag.STR).filter(word::equals).isPresent();
  }

  /** Text; a number or a boolean without quotes is none. */
  Optional<String> text() {
    Optional<String> text = scalarTagged(Tag.STR);
    if (text.isEmpty()) {
      expected(isNumberOrBoolean() ? "text: put it in quotes" : "text");
    }
    return text;
  }

  /** Text, a number or a boolean, as it is written. */
  Optional<String> textOrNumber() {
    return isNumberOrBoolean() ? Optional.of(((ScalarNode) node).getValue()) : text();
  }

  /** A whole number from {@code least} to {@code most}. */
  Optional<Integer> integer(int least, int most) {
    Optional<String> digits = scalarTagged(Tag.INT);
    if (digits.isEmpty()) {
      expected("a whole number from " + least + " to " + most);
      return Optional.empty();
    }
    String written = digits.get();
    if (!written.matches("-?[0-9]{1,10}")
        || Long.parseLong(written) < least
        || Long.parseLong(written) > most) {
      problem(name + " is " + written + "; it can be " + least + " to " + most);
      return Optional.empty();
    }
    return Optional.of(Integer.parseInt(written));
  }

  /** {@code true} or {@code false}. */
  Optional<Boolean> bool() {
    Optional<String> written = scalarTagged(Tag.BOOL);
    if (written.isEmpty()) {
      expected("true or false");
    }
    return written.map(Boolean::parseBoolean);
  }

  /** One of some words. */
  Optional<String> oneOf(List<String> words) {
    Optional<String> text = scalarTagged(Tag.STR);
    if (text.isEmpty()) {
      expected((words.size() == 1 ? "" : "one of ") + String.join(", ", words));
    } else if (!words.contains(text.get())) {
      problem(name + " cannot be '" + text.get() + "'; " + Spelling.hint(text.get(), words));
      return Optional.empty();
    }
    return text;
  }

  /** A constant of {@code type} as {@link Words} spells it; nothing for {@code auto}. */
  <E extends Enum<E>> Optional<E> oneOf(Class<E> type, String... besides) {
    List<String> words = Stream.concat(Stream.of(besides), Words.of(type).stream()).toList();
    return oneOf(words).flatMap(word -> Words.constant(type, word));
  }

  /** What {@code parser} makes of the text; its complaint is the problem told. */
  <T> Optional<T> parsed(Function<String, T> parser, String example) {
    return text().flatMap(text -> parsed(text, parser, example));
  }

  /** What {@code parser} makes of {@code text}. */
  <T> Optional<T> parsed(String text, Function<String, T> parser, String example) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      problem(name + ": " + message + (message.contains(";") ? "" : "; an example: " + example));
      return Optional.empty();
    }
  }

  /** The items of a list. */
  Optional<List<Value>> list() {
    if (!isList()) {
      expected("a list");
      return Optional.empty();
    }
    return Optional.of(
        ((SequenceNode) node)
            .getValue().stream().map(item -> new Value(name, item, context)).toList());
  }

  /** The items of a list, or the value itself as the only one. */
  List<Value> oneOrMore() {
    return isScalar() ? List.of(this) : list().orElse(List.of());
  }

  /** The keys and values of a mapping; a key that is there twice counts once. */
  Optional<Map<Value, Value>> entries() {
    if (!isMapping()) {
      expected("a mapping of keys to values");
      return Optional.empty();
    }
    Map<Value, Value> entries = new LinkedHashMap<>();
    Map<String, Value> seen = new LinkedHashMap<>();
    for (NodeTuple entry : ((MappingNode) node).getValue()) {
      Value key = new Value(name, entry.getKeyNode(), context);
      if (!(entry.getKeyNode() instanceof ScalarNode written)) {
        key.problem("a key of " + name + " is " + key.kind() + "; it has to be a word");
        continue;
      }
      Value first = seen.putIfAbsent(written.getValue(), key);
      if (first == null) {
        entries.put(key, new Value(written.getValue(), entry.getValueNode(), context));
      } else {
        key.problem(
            "key '"
                + written.getValue()
                + "' is used twice; it is already in line "
                + first.line()
                + ", remove one of them");
      }
    }
    return Optional.of(entries);
  }

  /** A mapping that has only keys we know. */
  Optional<Section> section(Keys keys) {
    return entries().map(entries -> Section.of(this, keys, entries));
  }

  /** Says that the value is of the wrong type. */
  void expected(String what) {
    problem(name + " is " + kind() + "; it has to be " + what);
  }

  /** What {@code !secret NAME} stands for: the name. */
  Optional<String> secretName() {
    return scalarTagged(new Tag("!secret"));
  }

  private Optional<String> scalarTagged(Tag tag) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(tag)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  private boolean isNumberOrBoolean() {
    return node instanceof ScalarNode
        && List.of(Tag.INT, Tag.FLOAT, Tag.BOOL).contains(node.getTag());
  }

  private String kind() {
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return "empty";
    }
    // A collection may carry the tag of a number, when the file says so.
    if (node instanceof ScalarNode scalar) {
      if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
        return "the number " + scalar.getValue();
      }
      if (tag.equals(Tag.BOOL)) {
        return scalar.getValue().toLowerCase(Locale.ROOT);
      }
      if (tag.equals(Tag.STR)) {
        return "the text '" + scalar.getValue() + "'";
      }
    }
    if (isList()) {
      return "a list";
    }
    return isMapping() ? "a mapping" : "tagged " + tag.getValue();
  }
}
