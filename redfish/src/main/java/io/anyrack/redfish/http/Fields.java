package io.anyrack.redfish.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.rack.model.Secret;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the members of a JSON object and gathers all that is wrong with them, so that the client is
 * told everything at once; {@link #end} then refuses the request. Used by one thread.
 */
public final class Fields {
  private static final int DEEPEST = 16;
  private static final int LONGEST_TEXT = 4096;
  private static final int SHOWN = 128;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .build();

  private final ObjectNode node;
  private final String pointer;
  private final Words words;
  private final List<Message> problems;
  private final List<Fields> inner = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  private Fields(ObjectNode node, String pointer, Words words, List<Message> problems) {
    this.node = node;
    this.pointer = pointer;
    this.words = words;
    this.problems = problems;
  }

  /** What the members are called in messages. */
  private sealed interface Words {
    Message unknown(String name);

    Message missing(String name);

    Message type(String value, String name);

    Message notInList(String value, String name);

    Message range(String value, String name);

    Message format(String value, String name);
  }

  private record Properties() implements Words {
    @Override
    public Message unknown(String name) {
      return Message.of(BaseMessage.PROPERTY_UNKNOWN, name);
    }

    @Override
    public Message missing(String name) {
      return Message.of(BaseMessage.PROPERTY_MISSING, name);
    }

    @Override
    public Message type(String value, String name) {
      return Message.of(BaseMessage.PROPERTY_VALUE_TYPE_ERROR, value, name);
    }

    @Override
    public Message notInList(String value, String name) {
      return Message.of(BaseMessage.PROPERTY_VALUE_NOT_IN_LIST, value, name);
    }

    @Override
    public Message range(String value, String name) {
      return Message.of(BaseMessage.PROPERTY_VALUE_OUT_OF_RANGE, value, name);
    }

    @Override
    public Message format(String value, String name) {
      return Message.of(BaseMessage.PROPERTY_VALUE_FORMAT_ERROR, value, name);
    }
  }

  private record Parameters(String action) implements Words {
    @Override
    public Message unknown(String name) {
      return Message.of(BaseMessage.ACTION_PARAMETER_UNKNOWN, action, name);
    }

    @Override
    public Message missing(String name) {
      return Message.of(BaseMessage.ACTION_PARAMETER_MISSING, action, name);
    }

    @Override
    public Message type(String value, String name) {
      return Message.of(BaseMessage.ACTION_PARAMETER_VALUE_TYPE_ERROR, value, name, action);
    }

    @Override
    public Message notInList(String value, String name) {
      return Message.of(BaseMessage.ACTION_PARAMETER_VALUE_NOT_IN_LIST, value, name, action);
    }

    @Override
    public Message range(String value, String name) {
      return Message.of(BaseMessage.ACTION_PARAMETER_VALUE_OUT_OF_RANGE, value, name, action);
    }

    @Override
    public Message format(String value, String name) {
      return Message.of(BaseMessage.ACTION_PARAMETER_VALUE_FORMAT_ERROR, value, name, action);
    }
  }

  static Fields properties(Request request) {
    ObjectNode node = parse(request);
    if (node.isEmpty()) {
      throw new RedfishException(400, Message.of(BaseMessage.EMPTY_JSON));
    }
    return new Fields(node, "", new Properties(), new ArrayList<>());
  }

  /** An action without parameters may have no body at all. */
  static Fields parameters(Request request, String action) {
    ObjectNode node =
        request.body().text().isEmpty() ? JsonNodeFactory.instance.objectNode() : parse(request);
    return new Fields(node, "", new Parameters(action), new ArrayList<>());
  }

  private static ObjectNode parse(Request request) {
    try {
      if (JSON.readTree(request.body().text()) instanceof ObjectNode object) {
        return object;
      }
      throw new RedfishException(400, Message.of(BaseMessage.UNRECOGNIZED_REQUEST_BODY));
    } catch (JacksonException e) {
      throw new RedfishException(400, Message.of(BaseMessage.MALFORMED_JSON));
    }
  }

  private Optional<JsonNode> member(String name) {
    known.add(name);
    return Optional.ofNullable(node.get(name));
  }

  private static String shown(JsonNode value) {
    String text = value.isString() ? value.asString() : value.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  private <T> Optional<T> problem(String name, Message message) {
    problems.add(message.about(pointer + "/" + name));
    return Optional.empty();
  }

  /** Whether the object has the member. */
  public boolean has(String name) {
    return node.has(name);
  }

  /** A text. */
  public Optional<String> text(String name) {
    return text(name, LONGEST_TEXT);
  }

  /** A text of at most so many characters. */
  public Optional<String> text(String name, int longest) {
    return member(name)
        .flatMap(
            value -> {
              if (!value.isString()) {
                return problem(name, words.type(shown(value), name));
              }
              if (value.asString().length() > longest) {
                return problem(
                    name,
                    Message.of(
                        BaseMessage.STRING_VALUE_TOO_LONG,
                        shown(value),
                        Integer.toString(longest)));
              }
              return Optional.of(value.asString());
            });
  }

  /** A text of at most so many characters; empty: there is none, or it is {@code null}. */
  public Optional<String> orNull(String name, int longest) {
    return member(name).filter(value -> !value.isNull()).flatMap(_ -> text(name, longest));
  }

  /** A text that must not be shown in messages, of so many characters. */
  public Optional<Secret> secret(String name, int least, int most) {
    return member(name)
        .flatMap(
            value -> {
              int length = value.isString() ? value.asString().getBytes(UTF_8).length : -1;
              return length < least || length > most
                  ? problem(name, Message.of(BaseMessage.PROPERTY_VALUE_ERROR, name))
                  : Optional.of(new Secret(value.asString()));
            });
  }

  /** One of the words given, exactly. */
  public <T> Optional<T> choice(String name, Map<String, T> choices) {
    return text(name)
        .flatMap(
            word -> {
              Optional<T> choice = Optional.ofNullable(choices.get(word));
              return choice.isPresent()
                  ? choice
                  : problem(name, words.notInList(shown(node.get(name)), name));
            });
  }

  /** A truth value. */
  public Optional<Boolean> flag(String name) {
    return member(name)
        .flatMap(
            value ->
                value.isBoolean()
                    ? Optional.of(value.asBoolean())
                    : problem(name, words.type(shown(value), name)));
  }

  /** A whole number. */
  public Optional<Integer> integer(String name, int least, int most) {
    return member(name)
        .flatMap(
            value -> {
              if (!value.isIntegralNumber()) {
                return problem(name, words.type(shown(value), name));
              }
              if (!value.canConvertToInt() || value.asInt() < least || value.asInt() > most) {
                return problem(name, words.range(shown(value), name));
              }
              return Optional.of(value.asInt());
            });
  }

  /** A list of texts. */
  public Optional<List<String>> texts(String name, int most) {
    return member(name)
        .flatMap(
            value -> {
              if (!value.isArray()) {
                return problem(name, words.type(shown(value), name));
              }
              if (value.size() > most) {
                return problem(name, words.range(shown(value), name));
              }
              List<String> texts = new ArrayList<>();
              for (JsonNode each : value) {
                if (!each.isString()) {
                  return problem(name, words.type(shown(each), name));
                }
                texts.add(each.asString());
              }
              return Optional.of(texts);
            });
  }

  /** An object within. */
  public Optional<Fields> object(String name) {
    return member(name)
        .flatMap(
            value -> {
              if (!(value instanceof ObjectNode object)) {
                return problem(name, words.type(shown(value), name));
              }
              Fields fields = new Fields(object, pointer + "/" + name, words, problems);
              inner.add(fields);
              return Optional.of(fields);
            });
  }

  /** A member that must be there. */
  public Fields need(String name) {
    if (!node.has(name)) {
      problem(name, words.missing(name));
    }
    return this;
  }

  /** The value of a member was read and is not of the right form. */
  public void malformed(String name) {
    problem(name, words.format(shown(Optional.ofNullable(node.get(name)).orElseThrow()), name));
  }

  /** The value of a member was read and is none that can be had. */
  public void notInList(String name) {
    problem(name, words.notInList(shown(Optional.ofNullable(node.get(name)).orElseThrow()), name));
  }

  /** Members of the resource that cannot be written. */
  public Fields readOnly(Set<String> names) {
    for (String name : names) {
      if (member(name).isPresent()) {
        problem(name, Message.of(BaseMessage.PROPERTY_NOT_WRITABLE, name));
      }
    }
    return this;
  }

  /**
   * Nothing more is read.
   *
   * @throws RedfishException 400 with all that is wrong
   */
  public void end() {
    complain();
    if (!problems.isEmpty()) {
      throw new RedfishException(400, problems, Map.of());
    }
  }

  /**
   * Annotations are no properties (DSP0266 §7.8): clients that change what they read, such as
   * gofish, send those of allowed values along.
   */
  private static boolean isAnnotation(String name) {
    return name.startsWith("@odata.") || name.endsWith("@Redfish.AllowableValues");
  }

  private void complain() {
    for (String name : node.propertyNames()) {
      if (!known.contains(name) && !isAnnotation(name)) {
        problem(name, words.unknown(name.length() <= SHOWN ? name : name.substring(0, SHOWN)));
      }
    }
    inner.forEach(Fields::complain);
  }
}
