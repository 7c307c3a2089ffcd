package io.anyrack.cli;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.keystone.ApplicationCredential;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.SecurityGroup;
import io.anyrack.openstack.project.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** A fake cloud of its own. */
record TroubledFake(FakeStack cloud) implements TroubledCloud {
  private static final int RULES = 50;

  TroubledFake() {
    this(
        FakeStack.start(
            Settings.DEFAULT.withQuota(
                Quota.DEFAULT.with(Quota.Limit.SECURITY_GROUP_RULES, RULES))));
  }

  @Override
  public Faults faults() {
    return cloud.faults();
  }

  @Override
  public String clouds() {
    return cloud.cloudsYaml();
  }

  @Override
  public String clouds(String type, String auth) {
    return """
    clouds:
      %s:
        auth_type: %s
        auth: { auth_url: "%s", %s }
        region_name: RegionOne
    """
        .formatted(NAME, type, cloud.authUrl(), auth);
  }

  @Override
  public ProjectLists lists(Path home) {
    try {
      ProjectLists lists =
          new ProjectLists(Files.writeString(home.resolve("direct.yaml"), clouds()), NAME);
      lists.image("guest", home);
      return lists;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Ending credentialThatEnds(ProjectLists lists) {
    var keystone = lists.project().keystone();
    ApplicationCredential made =
        keystone.createCredential("ending", "", List.of(), Optional.empty());
    return new Ending(made, () -> keystone.deleteCredential(made.id()));
  }

  /** A group takes the others. */
  @Override
  public Runnable leaveRules(ProjectLists lists, int count) {
    Project project = lists.project();
    SecurityGroup full =
        project.neutron().securityGroups().create(Attributes.none().put("name", "full"));
    String id = project.keystone().token().projectId();
    long free =
        Objects.requireNonNull(project.neutron().quotas(id).get("security_group_rule")).free();
    for (int port = 1; port <= free - count; port++) {
      project.neutron().addRule(full.id(), tcp(port));
    }
    return () -> project.neutron().securityGroups().delete(full.id());
  }

  private static SecurityGroup.Rule tcp(int port) {
    return new SecurityGroup.Rule(
        Optional.empty(),
        "ingress",
        "IPv4",
        Optional.of("tcp"),
        OptionalInt.of(port),
        OptionalInt.of(port),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void close() {
    cloud.close();
  }
}
