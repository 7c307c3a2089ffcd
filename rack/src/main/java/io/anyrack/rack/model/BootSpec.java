package io.anyrack.rack.model;

import io.anyrack.rack.address.Ipv4Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a node gets that boots from the network.
 *
 * @param script an iPXE script: a file, or a URL to chain to
 * @param linux a kernel to start where there is no script
 * @param serve a directory whose files the boot server hands out over HTTP and TFTP
 * @param method how machines are made to boot from the network
 * @param address where nodes reach the boot server; empty: the cloud knows a place
 * @param port its TCP port; 0: the kernel chooses
 * @param phases what DHCP tells nodes while they are installed
 */
public record BootSpec(
    Optional<Script> script,
    Optional<Linux> linux,
    Optional<Path> serve,
    Method method,
    Optional<Ipv4Address> address,
    int port,
    BootPhases phases) {
  /** Nothing, by whatever method the cloud has. */
  public static final BootSpec NOTHING =
      new BootSpec(Optional.empty(), Optional.empty(), Optional.empty(), Method.AUTO);

  /** What is booted, by a server whose place is left to the cloud. */
  public BootSpec(
      Optional<Script> script, Optional<Linux> linux, Optional<Path> serve, Method method) {
    this(script, linux, serve, method, Optional.empty(), 0);
  }

  /** What is booted, the same in all phases. */
  public BootSpec(
      Optional<Script> script,
      Optional<Linux> linux,
      Optional<Path> serve,
      Method method,
      Optional<Ipv4Address> address,
      int port) {
    this(script, linux, serve, method, address, port, BootPhases.NONE);
  }

  /** The same, handed out at another place. */
  public BootSpec at(Ipv4Address address, int port) {
    return new BootSpec(script, linux, serve, method, Optional.of(address), port, phases);
  }

  /** The same with other phases. */
  public BootSpec withPhases(BootPhases phases) {
    return new BootSpec(script, linux, serve, method, address, port, phases);
  }

  /** How a cloud makes a machine boot from the network. */
  public enum Method {
    /** The best the cloud has. */
    AUTO,
    /** The hypervisor's own boot order. */
    NATIVE,
    /** The machine always starts iPXE from a small medium; the script says network or disk. */
    SCRIPT,
    /** Rescue with an iPXE image. */
    RESCUE,
    /** Rebuild with an iPXE image: the root disk is lost. */
    REBUILD
  }

  /** Where an iPXE script comes from. */
  public sealed interface Script {
    /** A file, read at each request. */
    record File(Path path) implements Script {}

    /** A URL that iPXE chains to; iPXE's own settings such as {@code ${mac}} may be used in it. */
    record Url(String url) implements Script {}
  }

  /**
   * A Linux kernel to start.
   *
   * @param kernel its file
   * @param initrds its initial RAM disks, in order
   * @param commandLine its command line
   */
  public record Linux(Path kernel, List<Path> initrds, String commandLine) {
    /** Copies the list. */
    public Linux {
      initrds = List.copyOf(initrds);
    }
  }
}
