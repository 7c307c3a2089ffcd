package io.anyrack.netboot.metadata;

import io.anyrack.netboot.file.Document;
import io.anyrack.netboot.port.Port;
import java.util.List;
import java.util.Optional;

/** What a node is told about itself on 169.254.169.254, as public clouds do it. Immutable. */
public final class Metadata {
  private final Ec2Metadata ec2;
  private final OpenStackMetadata openStack;

  /**
   * Metadata for all nodes.
   *
   * @param publicKeys SSH public keys in the form of {@code authorized_keys}, told to every node
   */
  public Metadata(List<String> publicKeys) {
    List<PublicKey> keys = PublicKey.list(publicKeys);
    this.ec2 = new Ec2Metadata(keys);
    this.openStack = new OpenStackMetadata(keys);
  }

  /** The document at {@code path} for the node behind {@code port}. */
  public Optional<Document> find(Port port, String path) {
    // One slash between parts and none at the ends: clients differ in them.
    String plain = path.replaceAll("/+", "/").replaceAll("^/|/$", "");
    return plain.equals("openstack") || plain.startsWith("openstack/")
        ? openStack.find(port, plain.replaceFirst("^openstack/?", ""))
        : ec2.find(port, plain);
  }

  /** The user-data file of a node. */
  static Optional<Document> userData(Port port) {
    return port.node()
        .userData()
        .map(file -> new Document.Stored("application/octet-stream", file));
  }

  /** A node's name with its domain, as DNS has it. */
  static String hostName(Port port) {
    return port.node().name() + "." + port.rack().name();
  }
}
