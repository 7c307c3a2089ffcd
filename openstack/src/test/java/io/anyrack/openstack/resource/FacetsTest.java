package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is kept with servers that are up is compared with what is made from a rack file now. */
class FacetsTest {
  @Test
  void shouldGiveTheSameHashForEver() {
    assertThat(Facets.hash("m1.small 20")).isEqualTo("06a6c3f5e50ecb99");
    assertThat(Facets.fitting("m1.small 20")).isEqualTo("m1.small 20");
    assertThat(Facets.fitting("x".repeat(256))).isEqualTo("85e62acd750c4eb5");
  }
}
