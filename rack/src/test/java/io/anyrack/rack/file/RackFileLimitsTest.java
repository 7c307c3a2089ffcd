package io.anyrack.rack.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Files that are no rack files at all, or meant to hurt. */
class RackFileLimitsTest {

  @Test
  void notUtf8() {
    byte[] file = "rack: lab\n# gr\u00fcn\nnodes: 3\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(World.problems(World.read(file)))
        .containsExactly("2:5: the file is not UTF-8 from here on; save it as UTF-8");
  }

  @Test
  void cutOffInTheMiddleOfACharacter() {
    byte[] file = {'r', 'a', 'c', 'k', ':', ' ', (byte) 0xc3};

    assertThat(World.problems(World.read(file)))
        .containsExactly("1:7: the file is not UTF-8 from here on; save it as UTF-8");
  }

  @Test
  void binary() {
    assertThat(World.problems("rack: lab\nno\0des: 3\n"))
        .containsExactly("2:3: YAML does not allow the character U+0000; remove it");
  }

  @Test
  void nothingAtAll() {
    assertThat(World.problems(""))
        .containsExactly("1:1: the file is empty; a rack needs at least 'rack' and 'nodes'");
  }

  @Test
  void huge() {
    byte[] file = new byte[Limits.DEFAULT.bytes() + 1];

    assertThat(World.problems(World.read(file)))
        .containsExactly("1:1: the file has more than 2097152 bytes; split the rack");
  }

  @Test
  void nestedWithoutEnd() {
    assertThat(World.problems("[".repeat(100_000)))
        .containsExactly("1:17: nested deeper than 16 levels; a rack file needs no more");
    assertThat(World.problems("{a: ".repeat(100_000)))
        .containsExactly("1:65: nested deeper than 16 levels; a rack file needs no more");
  }

  @Test
  void aliasBomb() {
    String bomb =
        """
        rack: lab
        a: &a [x, x, x, x, x, x, x, x, x, x]
        b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
        c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
        d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
        nodes: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
        """;

    assertThat(World.problems(bomb))
        .contains(
            "2:1: unknown key 'a'; known here: rack, cloud, networks, routers, nodes, servers,"
                + " installer, bmc, boot, sync");
    assertThat(World.problems(bomb + "e: [" + "*a, ".repeat(100) + "]\n"))
        .containsExactly("7:245: more than 100 aliases; write some of them out");
  }

  @Test
  void aliasOfItself() {
    assertThat(World.problems("rack: lab\nnodes: &n\n  - networks: *n\n")).isNotEmpty();
    assertThat(World.problems("&r\nrack: lab\nnodes: *r\n")).isNotEmpty();
  }

  @Test
  void moreOfEverythingThanARackHas() {
    String networks =
        IntStream.range(0, 65)
            .mapToObj(i -> "  - { name: n%d, cidr: 10.0.%d.0/24 }\n".formatted(i, i))
            .collect(Collectors.joining());

    assertThat(World.problems("rack: lab\nnetworks:\n" + networks + "nodes: 1\n"))
        .contains("3:3: a rack has at most 64 networks; here are 65");
    assertThat(
            World.problems(
                "rack: lab\nnodes: [{ networks: [" + "provision, ".repeat(17) + "] }]\n"))
        .containsExactly("2:21: a node has at most 16 ports; here are 17");
    assertThat(
            World.problems(
                "rack: lab\nnodes: [{ networks: [{ name: provision, allowed-pairs: ["
                    + "192.0.2.9, ".repeat(65)
                    + "] }] }]\n"))
        .containsExactly(
            "2:56: a port has at most 64 allowed pairs, here are 65; a network such as 10.0.0.0/24"
                + " is one");
    assertThat(World.problems("rack: lab\nnodes: [" + "{ count: 600 }, ".repeat(2) + "]\n"))
        .contains("2:25: node 'node-1' is used twice; it is already in line 2, use another");
    assertThat(
            World.problems(
                "rack: lab\nnodes: [{ role: a, count: 600 }, { role: b, count: 600 }]\n"))
        .contains("2:8: the rack has more than 1000 nodes; make it several racks");
  }

  @Test
  void aFileOfGarbageTellsNoMoreThanSomebodyCanRead() {
    String garbage =
        IntStream.range(0, 5000).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());

    assertThat(World.problems(garbage)).hasSize(1000);
  }

  @Test
  void limitsAreTheCallers() {
    RackFile small = new RackFile(new World(), new Limits(100, 3, 0, 2));

    assertThat(
            World.problems(
                small.read(
                    "rack.yaml",
                    World.DIRECTORY,
                    "rack: lab\nnodes: 3\n".getBytes(StandardCharsets.UTF_8))))
        .containsExactly("2:8: nodes is 3; it can be 1 to 2");
  }
}
