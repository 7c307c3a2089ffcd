package io.anyrack.fakestack.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** A quota of a project that its operator sets, and sets back. */
final class OperatorQuota implements QuotaContract.Limited {
  private final Wire operator;
  private final String service;
  private final String what;
  private final String path;
  private final String name;
  private final int before;

  /**
   * Sets it.
   *
   * @param operator of the cloud
   * @param project id of the project
   */
  OperatorQuota(Access operator, String project, String service, String what, int most) {
    this.operator = new Wire(operator);
    this.service = service;
    this.what = what;
    this.path = (service.equals("network") ? "/quotas/" : "/os-quota-sets/") + project;
    this.name = service.equals("network") ? "quota" : "quota_set";
    this.before = this.operator.get(service, path).at("/" + name + "/" + what).asInt();
    set(most);
  }

  private void set(int most) {
    // Nova takes less than is used by force alone.
    String force = service.equals("compute") ? ", \"force\": true" : "";
    Reply set =
        operator.put(service, path, "{\"%s\": {\"%s\": %d%s}}".formatted(name, what, most, force));
    assertThat(set.status()).as("%s", set).isEqualTo(200);
  }

  @Override
  public void close() {
    set(before);
    operator.close();
  }
}
