package io.anyrack.fakestack.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What services answer to who asks for more than the project may have. */
abstract class QuotaContract {
  private static final String BS = "block-storage";

  private Wire wire;
  private Ground ground;

  abstract Access access();

  /**
   * The project may have no more than {@code most} until this is closed.
   *
   * @param what by the service's name of it, such as {@code instances}
   */
  abstract Limited limit(String service, String what, int most);

  /** A limit. */
  interface Limited extends AutoCloseable {
    @Override
    void close();
  }

  @BeforeEach
  void ground() {
    wire = new Wire(access());
    ground = Ground.make(wire);
  }

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void serversAreRefusedWithNumbers() {
    try (Limited _ = limit("compute", "instances", 0)) {
      Reply limits = wire.get("compute", "/limits");

      Reply refused = wire.post("compute", "/servers", ground.server(""));

      assertThat(refused.status()).as("%s", refused).isEqualTo(403);
      assertThat(refused.message())
          .isEqualTo(
              "Quota exceeded for instances: Requested 1, but already used %d of 0 instances"
                  .formatted(limits.at("/limits/absolute/totalInstancesUsed").asInt()));
    }
  }

  @Test
  void networksAreRefusedByType() {
    try (Limited _ = limit("network", "network", 0)) {
      Reply refused = wire.post("network", "/networks", "{\"network\": {\"name\": \"contract\"}}");

      assertThat(refused.status()).as("%s", refused).isEqualTo(409);
      assertThat(refused.type()).isEqualTo("OverQuota");
      assertThat(refused.message()).isEqualTo("Quota exceeded for resources: ['network'].");
    }
  }

  @Test
  void volumesAreRefusedWithNumbers() {
    Assumptions.assumeTrue(wire.endpoint(BS).isPresent(), "this cloud has no volumes");
    try (Limited _ = limit(BS, "gigabytes", 10)) {
      Reply limits = wire.get(BS, "/limits");

      Reply refused = wire.post(BS, "/volumes", "{\"volume\": {\"size\": 11}}");

      assertThat(refused.status()).as("%s", refused).isEqualTo(413);
      assertThat(refused.message())
          .isEqualTo(
              "VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed"
                  + " gigabytes quota. Requested 11G, quota is 10G and %dG has been consumed."
                      .formatted(limits.at("/limits/absolute/totalGigabytesUsed").asInt()));
    }
  }
}
