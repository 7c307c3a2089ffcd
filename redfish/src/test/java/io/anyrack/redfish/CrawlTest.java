package io.anyrack.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.redfish.TestRack.Answer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What holds for every resource that is linked to, and what clients are told who do wrong. */
final class CrawlTest {
  @TempDir private Path directory;
  private TestRack rack;

  @BeforeEach
  void open() {
    rack = new TestRack(directory, 2);
  }

  @AfterEach
  void close() {
    rack.close();
  }

  @Test
  void everyLinkLeadsToAResourceWithItsHeaders() {
    Set<String> seen = crawl("/redfish/v1");

    assertThat(seen).hasSizeGreaterThan(80).contains("/redfish/v1/Managers/node-2/NetworkProtocol");
    for (String uri : seen) {
      Answer answer = rack.get(uri);
      String type = answer.at("/@odata.type");
      assertThat(answer.at("/@odata.id")).as(uri).isEqualTo(uri);
      assertThat(answer.header("OData-Version")).as(uri).hasValue("4.0");
      assertThat(answer.header("Content-Type")).as(uri).hasValue("application/json;charset=utf-8");
      assertThat(answer.header("Cache-Control")).as(uri).hasValue("no-cache");
      assertThat(answer.header("Allow").orElse("")).as(uri).contains("GET, HEAD");
      assertThat(answer.header("ETag")).as(uri).hasValue(answer.at("/@odata.etag"));
      assertThat(answer.header("Link").orElse(""))
          .as(uri)
          .isEqualTo(
              "<http://redfish.dmtf.org/schemas/v1/%s.json>; rel=describedby"
                  .formatted(type.substring(1, type.lastIndexOf('.'))));
      Answer head = rack.send("HEAD", uri, "");
      assertThat(head.status()).as(uri).isEqualTo(200);
      assertThat(head.header("ETag")).as(uri).isEqualTo(answer.header("ETag"));
    }
  }

  private Set<String> crawl(String root) {
    Set<String> seen = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>();
    next.add(root);
    while (!next.isEmpty()) {
      String uri = next.poll();
      if (seen.add(uri)) {
        Answer answer = rack.get(uri);
        assertThat(answer.status()).as(uri).isEqualTo(200);
        links(answer.json(), next);
      }
    }
    return seen;
  }

  private static void links(JsonNode node, Deque<String> into) {
    if (node.isObject() && node.size() == 1 && node.has("@odata.id")) {
      into.add(node.path("@odata.id").asString());
    }
    node.forEach(each -> links(each, into));
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE | /redfish/v1/Systems                                     | GET, HEAD",
        "PUT    | /redfish/v1/Systems/node-1                              | GET, HEAD, PATCH",
        "POST   | /redfish/v1/Systems/node-1                              | GET, HEAD, PATCH",
        "GET    | /redfish/v1/Systems/node-1/Actions/ComputerSystem.Reset | POST",
        "PATCH  | /redfish/v1/SessionService/Sessions                     | GET, HEAD, POST",
        "PATCH  | /redfish/v1/Systems/node-1/Bios/Settings                | GET, HEAD",
        "POST   | /redfish/v1/UpdateService                               | GET, HEAD",
        "DELETE | /redfish/v1/Systems/node-1/VirtualMedia/Cd              | GET, HEAD",
      })
  void saysWhichMethodsThereAre(String method, String path, String allow) {
    Answer answer = rack.send(method, path, method.equals("GET") ? "" : "{}");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).hasValue(allow);
    assertThat(answer.messages()).containsExactly("OperationNotAllowed");
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH | Systems/node-1 | {'Boot': {'BootSourceOverrideTarget': 'Floppy'}} |"
            + " PropertyValueNotInList | ['Floppy','BootSourceOverrideTarget'] |"
            + " #/Boot/BootSourceOverrideTarget",
        "PATCH | Systems/node-1 | {'LocationIndicatorActive': 'yes'} | PropertyValueTypeError |"
            + " ['yes','LocationIndicatorActive'] | #/LocationIndicatorActive",
        "PATCH | Systems/node-1 | {'Nonsense': 1} | PropertyUnknown | ['Nonsense'] | #/Nonsense",
        "PATCH | Systems/node-1 | {'UUID': ''} | PropertyNotWritable | ['UUID'] | #/UUID",
        "PATCH | Systems/node-1 | {'Boot': {'BootSourceOverrideTarget': 'UefiHttp',"
            + " 'BootSourceOverrideMode': 'Legacy'}} | PropertyValueConflict |"
            + " ['BootSourceOverrideMode','BootSourceOverrideTarget'] |"
            + " #/Boot/BootSourceOverrideMode",
        "POST | Systems/node-1/Actions/ComputerSystem.Reset | {} | ActionParameterMissing |"
            + " ['ComputerSystem.Reset','ResetType'] | #/ResetType",
        "POST | Systems/node-1/Actions/ComputerSystem.Reset | {'ResetType': '%2'} |"
            + " ActionParameterValueNotInList | ['%2','ResetType','ComputerSystem.Reset'] |"
            + " #/ResetType",
        "POST | SessionService/Sessions | {'UserName': 'a'} | PropertyMissing | ['Password'] |"
            + " #/Password",
        "GET | Systems/node-9 | | ResourceNotFound | ['ComputerSystem','node-9'] | ",
        "GET | Nonsense | | ResourceMissingAtURI | ['/redfish/v1/Nonsense'] | ",
        "GET | Systems?$top=-1 | | QueryParameterOutOfRange | ['-1','$top','0 and more'] | ",
        "GET | Systems?$filter=x | | QueryParameterUnsupported | ['$filter'] | ",
      })
  void saysExactlyWhatIsWrong(
      String method, String path, String body, String message, String args, String property) {
    String text = body == null ? "" : body.replace('\'', '"');

    Answer answer = rack.send(method, "/redfish/v1/" + path, text);

    assertThat(answer.messages()).containsExactly(message);
    String info = "/error/@Message.ExtendedInfo/0";
    assertThat(answer.at(info + "/MessageArgs")).isEqualTo(args.replace('\'', '"'));
    assertThat(answer.at("/error/code")).isEqualTo("Base.1.19." + message);
    assertThat(answer.at("/error/message")).isEqualTo(answer.at(info + "/Message"));
    if (property == null) {
      assertThat(answer.json().at(info).has("RelatedProperties")).isFalse();
    } else {
      assertThat(answer.at(info + "/RelatedProperties/0")).isEqualTo(property);
    }
  }

  @Test
  void tellsAllThatIsWrongAtOnce() {
    Answer answer =
        rack.patch(
            "/redfish/v1/Systems/node-1",
            "{\"Nonsense\": 1, \"Boot\": {\"BootSourceOverrideMode\": \"CSM\"}}");

    assertThat(answer.messages())
        .containsExactlyInAnyOrder("PropertyUnknown", "PropertyValueNotInList");
    assertThat(answer.at("/error/code")).isEqualTo("Base.1.19.GeneralError");
  }
}
