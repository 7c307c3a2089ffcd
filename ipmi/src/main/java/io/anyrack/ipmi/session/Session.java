package io.anyrack.ipmi.session;

import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.rmcpplus.KeyExchange;
import io.anyrack.ipmi.rmcpplus.PacketHeader;
import io.anyrack.ipmi.rmcpplus.PacketSeal;
import io.anyrack.ipmi.rmcpplus.Rakp3;
import io.anyrack.rack.account.Account;
import io.anyrack.rack.account.Accounts;
import io.anyrack.rack.node.Origin;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One session with a logged-in user. Used under the lock of its BMC. */
public final class Session {
  private static final long ANSWER_LIFETIME_MILLIS = 15_000;

  private final int id;
  private final int handle;
  private final Account account;
  private final InetSocketAddress peer;
  private Privilege limit;
  private final Origin origin;
  private final PacketSeal seal;
  private final SequenceWindow window = new SequenceWindow();
  private final RecentRequests recent = new RecentRequests(ANSWER_LIFETIME_MILLIS);
  private Optional<Proof> proof;
  private Privilege privilege;
  private int sequence;
  private long lastHeard;

  /** How the login ended, until the first packet shows that the user knows. */
  private record Proof(Rakp3 rakp3, KeyExchange exchange) {}

  Session(
      int id,
      int handle,
      Account account,
      InetSocketAddress peer,
      Privilege limit,
      Rakp3 rakp3,
      KeyExchange exchange,
      PacketSeal seal,
      long now) {
    this.id = id;
    this.handle = handle;
    this.account = account;
    this.peer = peer;
    this.limit = limit;
    this.origin =
        new Origin(
            "ipmi",
            account.name() + "@" + peer.getAddress().getHostAddress() + ":" + peer.getPort());
    this.proof = Optional.of(new Proof(rakp3, exchange));
    this.seal = seal;
    this.privilege = Privilege.USER.atMost(limit);
    this.lastHeard = now;
  }

  /** The BMC's id of the session. */
  public int id() {
    return id;
  }

  /** The session's number among the active ones, 1 to 63. */
  public int handle() {
    return handle;
  }

  /** The number of the user, 2 and up. */
  public int userId() {
    return account.id();
  }

  /** Who logged in. */
  public Account account() {
    return account;
  }

  /** The only address and port the session is used from. */
  public InetSocketAddress peer() {
    return peer;
  }

  /** Who acts, for the event log. */
  public Origin origin() {
    return origin;
  }

  /** The highest privilege the session may have. */
  public Privilege limit() {
    return limit;
  }

  /** The present privilege. */
  public Privilege privilege() {
    return privilege;
  }

  /** Sets the present privilege, which must not be above the limit. */
  public void privilege(Privilege level) {
    privilege = level.atMost(limit);
  }

  /**
   * Takes over what became of the user's account.
   *
   * @return whether the session may go on
   */
  boolean follow(Accounts accounts) {
    Optional<Account> present =
        accounts
            .place(account.id())
            .filter(found -> found.mayLogIn() && found.name().equals(account.name()));
    limit = present.map(found -> limit.atMost(Privilege.of(found.role()))).orElse(limit);
    privilege = privilege.atMost(limit);
    return present.isPresent();
  }

  /** The last requests and their answers. */
  public RecentRequests recent() {
    return recent;
  }

  /**
   * Opens a packet of this session: from its peer, authentic, and not seen before.
   *
   * @param plain takes the payload
   */
  public boolean open(
      PacketHeader header, InetSocketAddress from, ByteBuffer in, ByteBuffer plain, long now) {
    if (!peer.equals(from) || !seal.open(header, in, plain) || !window.accept(header.sequence())) {
      return false;
    }
    proof = Optional.empty();
    lastHeard = now;
    return true;
  }

  /** Writes a packet of this session. */
  public void seal(int payloadType, ByteBuffer plain, ByteBuffer out) {
    sequence = sequence == -1 ? 1 : sequence + 1;
    seal.seal(payloadType, sequence, plain, out);
  }

  /** Writes RAKP Message 4 again if this RAKP Message 3 is the one that led to the session. */
  boolean repeatLogin(Rakp3 rakp3, InetSocketAddress from, ByteBuffer out) {
    if (!peer.equals(from) || proof.filter(known -> known.rakp3.sameAs(rakp3)).isEmpty()) {
      return false;
    }
    proof.get().exchange.writeRakp4(rakp3.tag(), out);
    return true;
  }

  long lastHeard() {
    return lastHeard;
  }
}
