package io.anyrack.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DocumentsTest {
  private final JsonNode data =
      JsonMapper.builder()
          .build()
          .readTree("[{\"name\": \"node-1\", \"once\": false, \"port\": 623, \"redfish\": null}]");

  @Test
  void printsYaml() {
    assertThat(Documents.yaml(data))
        .isEqualTo(
            """
            - name: node-1
              once: false
              port: 623
              redfish: null
            """);
  }

  @Test
  void printsJson() {
    assertThat(Documents.json(data)).contains("\"redfish\" : null");
  }
}
