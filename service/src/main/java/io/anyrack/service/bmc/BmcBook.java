package io.anyrack.service.bmc;

import io.anyrack.rack.RackException;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.state.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which address, port and credentials each BMC has, kept in a file so that they stay the same when
 * the service starts again or the rack grows. Used by one thread at a time.
 */
public final class BmcBook {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<LinkedHashMap<String, BmcAccess>> ENTRIES =
      new TypeReference<>() {};

  private final Path file;
  private final RandomGenerator random;
  private final Map<String, BmcAccess> entries;

  /**
   * Opens the book, or begins a new one.
   *
   * @param file where it is kept; only its owner may read it
   * @param random makes passwords: must be a cryptographically strong one outside tests
   * @throws RackException if it is there but cannot be understood
   */
  public BmcBook(Path file, RandomGenerator random) {
    this.file = file;
    this.random = random;
    this.entries = load();
  }

  private Map<String, BmcAccess> load() {
    try {
      return JSON.readValue(Files.readAllBytes(file), ENTRIES);
    } catch (NoSuchFileException e) {
      return new LinkedHashMap<>();
    } catch (IOException | JacksonException e) {
      // The cause stays away: a parser may quote what it was given.
      throw new RackException(
          "cannot read the BMCs' ports and credentials in %s (%s); remove it and new ones are made"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }

  /** The entry of a node. */
  public Optional<BmcAccess> of(String node) {
    return Optional.ofNullable(entries.get(node));
  }

  /**
   * Makes entries for new nodes, forgets nodes that are gone and takes over what the rack file says
   * anew. What need not change does not.
   */
  public void follow(Rack rack) {
    Map<String, BmcAccess> before = new LinkedHashMap<>(entries);
    entries.keySet().retainAll(rack.nodes().stream().map(node -> node.name()).toList());
    for (int i = 0; i < rack.nodes().size(); i++) {
      String node = rack.nodes().get(i).name();
      entries.put(node, entry(rack.bmc(), node, i));
    }
    saveUnlessLike(before);
  }

  /** Ports were chosen, by node. */
  public void bound(Map<String, Integer> ports) {
    Map<String, BmcAccess> before = new LinkedHashMap<>(entries);
    ports.forEach(
        (node, port) -> entries.computeIfPresent(node, (_, access) -> access.withPort(port)));
    saveUnlessLike(before);
  }

  /** A full disk does not matter where nothing is new; else nothing is taken over. */
  private void saveUnlessLike(Map<String, BmcAccess> before) {
    if (entries.equals(before)) {
      return;
    }
    try {
      save();
    } catch (RackException e) {
      entries.clear();
      entries.putAll(before);
      throw e;
    }
  }

  private BmcAccess entry(BmcSpec spec, String node, int place) {
    Optional<BmcAccess> old = of(node);
    String host =
        switch (spec.addressing()) {
          case PER_PORT, PER_NIC -> spec.addressOf(place).toString();
          // On a server others count on a node's place in the rack: the cloud's guard lets through
          // these addresses alone.
          case PER_NODE ->
              spec.placement() instanceof BmcSpec.Placement.Here
                  ? old.map(BmcAccess::host)
                      .filter(h -> follows(spec, h))
                      .orElseGet(() -> free(spec))
                  : spec.addressOf(place).toString();
        };
    int port =
        switch (spec.addressing()) {
          case PER_NODE, PER_NIC -> spec.port();
          case PER_PORT -> {
            Optional<Integer> kept =
                old.filter(access -> access.host().equals(host))
                    .map(BmcAccess::port)
                    .filter(p -> p >= spec.port());
            yield kept.orElseGet(() -> spec.port() == 0 ? 0 : freePort(spec));
          }
        };
    return switch (spec.credentials()) {
      case BmcSpec.Credentials.Given given ->
          new BmcAccess(host, port, given.user(), given.password().reveal());
      case BmcSpec.Credentials.Generated _ ->
          new BmcAccess(
              host, port, "admin", old.map(BmcAccess::password).orElseGet(this::newPassword));
    };
  }

  private static boolean follows(BmcSpec spec, String host) {
    return Ipv4Address.parse(host).compareTo(spec.address()) >= 0;
  }

  private String free(BmcSpec spec) {
    Set<String> taken = entries.values().stream().map(BmcAccess::host).collect(Collectors.toSet());
    Ipv4Address address = spec.address();
    while (taken.contains(address.toString())) {
      address = address.plus(1);
    }
    return address.toString();
  }

  private int freePort(BmcSpec spec) {
    Set<Integer> taken = entries.values().stream().map(BmcAccess::port).collect(Collectors.toSet());
    int port = spec.port();
    while (taken.contains(port)) {
      port++;
    }
    return port;
  }

  private String newPassword() {
    return Passwords.next(random);
  }

  private void save() {
    try {
      PrivateFile.replace(file, JSON.writeValueAsBytes(entries));
    } catch (IOException e) {
      throw new RackException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
