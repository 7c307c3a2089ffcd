package io.anyrack.fakestack.world;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What kind of cloud it is.
 *
 * @param latency added to each call
 * @param cinder whether there are volumes
 * @param delays how long the services work on what they have accepted
 * @param quota of every project
 * @param flavors what servers can be
 * @param projects who may log in; the first owns what is there from the start, as each tenant does
 * @param mtu the largest MTU that a tenant network may have
 * @param addressPairs how many allowed address pairs a port may have
 * @param extensions of Neutron, by alias
 * @param tokenLife how long a token is good for
 * @param pageSize the most entries of one answer, as an operator's {@code max_limit}
 * @param seed of identifiers and addresses: equal seeds and calls give equal answers
 */
public record Settings(
    Duration latency,
    boolean cinder,
    Delays delays,
    Quota quota,
    List<FlavorSpec> flavors,
    List<ProjectSpec> projects,
    int mtu,
    int addressPairs,
    Set<String> extensions,
    Duration tokenLife,
    int pageSize,
    long seed) {
  /** A cloud like the test bed, with volumes. */
  public static final Settings DEFAULT =
      new Settings(
          Duration.ZERO,
          true,
          Delays.DEFAULT,
          Quota.DEFAULT,
          FlavorSpec.DEFAULT,
          ProjectSpec.DEFAULT,
          1450,
          10,
          Set.of(
              "address-group",
              "allowed-address-pairs",
              "binding",
              "dns-integration",
              "ext-gw-mode",
              "external-net",
              "extra_dhcp_opt",
              "extraroute",
              "net-mtu",
              "net-mtu-writable",
              "port-mac-address-regenerate",
              "port-security",
              "project-id",
              "quotas",
              "rbac-policies",
              "revision-if-match",
              "router",
              "security-group",
              "sorting",
              "pagination",
              "standard-attr-description",
              "standard-attr-revisions",
              "standard-attr-tag",
              "standard-attr-timestamp"),
          Duration.ofHours(12),
          1000,
          1);

  public Settings {
    flavors = List.copyOf(flavors);
    projects = List.copyOf(projects);
    extensions = Set.copyOf(extensions);
  }

  /** The same with this time added to each call. */
  public Settings withLatency(Duration time) {
    return new Settings(
        time,
        cinder,
        delays,
        quota,
        flavors,
        projects,
        mtu,
        addressPairs,
        extensions,
        tokenLife,
        pageSize,
        seed);
  }

  /** The same without volumes. */
  public Settings withoutCinder() {
    return new Settings(
        latency,
        false,
        delays,
        quota,
        flavors,
        projects,
        mtu,
        addressPairs,
        extensions,
        tokenLife,
        pageSize,
        seed);
  }

  /** The same with these delays. */
  public Settings withDelays(Delays times) {
    return new Settings(
        latency,
        cinder,
        times,
        quota,
        flavors,
        projects,
        mtu,
        addressPairs,
        extensions,
        tokenLife,
        pageSize,
        seed);
  }

  /** The same with this quota of every project. */
  public Settings withQuota(Quota limits) {
    return new Settings(
        latency,
        cinder,
        delays,
        limits,
        flavors,
        projects,
        mtu,
        addressPairs,
        extensions,
        tokenLife,
        pageSize,
        seed);
  }

  /** The same with these extensions of Neutron. */
  public Settings withExtensions(Set<String> aliases) {
    return new Settings(
        latency,
        cinder,
        delays,
        quota,
        flavors,
        projects,
        mtu,
        addressPairs,
        aliases,
        tokenLife,
        pageSize,
        seed);
  }

  /** The same with one project more. */
  public Settings withProject(ProjectSpec more) {
    return new Settings(
        latency,
        cinder,
        delays,
        quota,
        flavors,
        Stream.concat(projects.stream(), Stream.of(more)).toList(),
        mtu,
        addressPairs,
        extensions,
        tokenLife,
        pageSize,
        seed);
  }

  /** The same with so many entries of an answer at most. */
  public Settings withPageSize(int entries) {
    return new Settings(
        latency,
        cinder,
        delays,
        quota,
        flavors,
        projects,
        mtu,
        addressPairs,
        extensions,
        tokenLife,
        entries,
        seed);
  }
}
