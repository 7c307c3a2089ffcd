package io.anyrack.rack.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The JSON Schema for editors says what the reader says. */
class RackFileSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode document = document();
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(document);

  static Stream<Good> goodFiles() {
    return Good.files().stream();
  }

  static Stream<Broken> filesOfWrongShape() {
    return BrokenRackFileTest.files().filter(Broken::shape);
  }

  private static JsonNode document() {
    try (InputStream resource = RackFile.class.getResourceAsStream("rack-file.schema.json")) {
      return JSON.readTree(Optional.ofNullable(resource).orElseThrow().readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String section(Keys keys) {
    return keys.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private List<Error> errors(String yaml) {
    Map<Tag, ConstructNode> secrets =
        Map.of(new Tag("!secret"), node -> ((ScalarNode) node).getValue());
    LoadSettings settings =
        LoadSettings.builder().setSchema(new CoreSchema()).setTagConstructors(secrets).build();
    return schema.validate(JSON.<JsonNode>valueToTree(new Load(settings).loadFromString(yaml)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goodFiles")
  void goodFilesAreValid(Good good) {
    assertThat(errors(good.yaml())).isEmpty();
    assertThat(errors(RackWriter.write(World.rack(good.yaml())))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filesOfWrongShape")
  void filesOfWrongShapeAreNot(Broken broken) {
    assertThat(errors(broken.yaml())).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(Keys.class)
  void theSchemaHasTheKeysOfTheReader(Keys keys) {
    JsonNode section = document.at("/$defs/" + section(keys));

    assertThat(section.at("/properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(keys.names());
    assertThat(section.at("/additionalProperties").booleanValue()).isFalse();
  }

  @Test
  void theSchemaHasNoSectionsTheReaderDoesNotKnow() {
    Set<String> sections = new HashSet<>();
    document
        .at("/$defs")
        .propertyStream()
        .filter(entry -> entry.getValue().has("properties"))
        .forEach(entry -> sections.add(entry.getKey()));

    assertThat(sections)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Keys.values()).map(RackFileSchemaTest::section).toList());
  }

  @Test
  void everyKeyIsDescribed() {
    for (JsonNode section : document.at("/$defs")) {
      assertThat(section.has("description")).isTrue();
      section
          .at("/properties")
          .propertyStream()
          .filter(entry -> !entry.getValue().has("$ref"))
          .forEach(
              entry -> assertThat(entry.getValue().has("description")).as(entry.getKey()).isTrue());
    }
  }
}
