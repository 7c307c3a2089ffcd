package io.anyrack.openstack.tag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RackTagsTest {
  private final RackTags tags = new RackTags("lab");

  @Test
  void aResourceCarriesTheRacksNameAndItsOwn() {
    List<String> all = tags.tags("node", "node-1/provision");

    assertThat(all)
        .containsExactly("anyrack:rack=lab", "anyrack:role=node", "anyrack:node=node-1/provision");
    assertThat(tags.owns(all, "")).isTrue();
    assertThat(RackTags.role(all)).contains("node");
    assertThat(RackTags.name(all)).contains("node-1/provision");
  }

  @Test
  void anotherRackIsNotTouchedAlsoIfItsNameBeginsAlike() {
    assertThat(tags.owns(new RackTags("lab2").tags("node", "n"), "")).isFalse();
    assertThat(tags.owns(List.of(), new RackTags("lab2").description("node", "n"))).isFalse();
    assertThat(tags.owns(Map.of("anyrack:rack", "lab2"))).isFalse();
  }

  @Test
  void untilTagsAreSetTheDescriptionTells() {
    String description = tags.description("node", "node-1");

    assertThat(tags.owns(List.of(), description)).isTrue();
    assertThat(RackTags.name(RackTags.effective(List.of(), description))).contains("node-1");
  }

  @Test
  void tagsTellMoreThanTheDescription() {
    assertThat(tags.owns(new RackTags("other").tags("node", "n"), tags.description("node", "n")))
        .isFalse();
  }

  @Test
  void aLongTagIsShortenedInTheSameWayForEver() {
    assertThat(new RackTags("a".repeat(60)).tag())
        .isEqualTo("anyrack:rack=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa~77216493");
  }

  @Test
  void aTagIsNoLongerThanNovaTakesAndStaysTellable() {
    String one = "n".repeat(63) + "/provision";
    String other = "n".repeat(63) + "/storage";

    assertThat(tags.tags("node", one)).allMatch(tag -> tag.length() <= 60);
    assertThat(tags.tags("node", one)).isNotEqualTo(tags.tags("node", other));
    assertThat(RackTags.name(tags.tags("node", one))).contains(RackTags.shown(one));
  }
}
