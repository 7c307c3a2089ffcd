package io.anyrack.netboot.tftp;

import io.anyrack.netboot.event.BootEvent;
import io.anyrack.netboot.event.BootObserver;
import io.anyrack.netboot.wire.MalformedPacketException;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.net.Attachment;
import io.anyrack.rack.net.Datagram;
import io.anyrack.rack.net.DatagramService;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * A read-only TFTP server that stays on port 69 for a whole transfer, so that a transfer is known
 * by its client alone: the gateway needs no other port.
 *
 * <p>Thread-safe; each transfer is a virtual thread.
 */
public final class TftpService implements DatagramService, AutoCloseable {
  /** The server's port. */
  public static final int PORT = 69;

  private static final System.Logger LOG = System.getLogger(TftpService.class.getName());

  /** Who a transfer is for. */
  private record Client(Attachment attachment, Endpoint endpoint) {}

  private record Session(BlockingQueue<TftpPacket> inbox, Thread thread) {}

  /** More packets than the acknowledgements of one window are of no use to a transfer. */
  private static final int INBOX = 64;

  private final TftpFiles files;
  private final ToIntFunction<Attachment> mtu;
  private final TftpLimits limits;
  private final BootObserver observer;
  private final Clock clock;
  private final Map<Client, Session> sessions = new ConcurrentHashMap<>();
  private final Semaphore free;

  /**
   * A service.
   *
   * @param files what is handed out
   * @param mtu the MTU of the network behind a port
   * @param limits what transfers may take
   * @param observer is told of transfers that ended
   * @param clock dates what the observer is told
   */
  public TftpService(
      TftpFiles files,
      ToIntFunction<Attachment> mtu,
      TftpLimits limits,
      BootObserver observer,
      Clock clock) {
    this.files = files;
    this.mtu = mtu;
    this.limits = limits;
    this.observer = observer;
    this.clock = clock;
    this.free = new Semaphore(limits.sessions());
  }

  @Override
  public void receive(Attachment from, Datagram datagram, Replies replies) {
    TftpPacket packet;
    try {
      packet = TftpCodec.read(datagram.payload());
    } catch (MalformedPacketException e) {
      return;
    }
    Client client = new Client(from, datagram.source());
    Consumer<TftpPacket> out =
        answer ->
            replies.send(
                new Datagram(datagram.destination(), datagram.source(), TftpCodec.write(answer)));
    switch (packet) {
      case TftpPacket.ReadRequest request -> begin(client, request, out);
      case TftpPacket.WriteRequest _ ->
          out.accept(
              new TftpPacket.Failure(
                  TftpPacket.ErrorCode.ACCESS_VIOLATION, "this server only sends files"));
      case TftpPacket.Ack _, TftpPacket.Failure _, TftpPacket.Data _, TftpPacket.OptionAck _ -> {
        Session session = sessions.get(client);
        if (session != null) {
          // Beyond the bound packets are lost, as on a wire.
          boolean _ = session.inbox().offer(packet);
        }
      }
    }
  }

  /** Transfers under way. */
  int sessions() {
    return sessions.size();
  }

  private void begin(Client client, TftpPacket.ReadRequest request, Consumer<TftpPacket> out) {
    // A request once more from the same port: the client has not seen an answer and begins anew.
    Session before = sessions.remove(client);
    if (before != null) {
      before.thread().interrupt();
    }
    if (!request.mode().equals("octet")) {
      out.accept(
          new TftpPacket.Failure(
              TftpPacket.ErrorCode.ILLEGAL_OPERATION, "only mode octet is served"));
    } else if (free.tryAcquire()) {
      BlockingQueue<TftpPacket> inbox = new ArrayBlockingQueue<>(INBOX);
      Thread thread =
          Thread.ofVirtual()
              .name("tftp-" + client.attachment().node())
              .unstarted(() -> run(client, request, inbox, out));
      sessions.put(client, new Session(inbox, thread));
      thread.start();
    }
  }

  private void run(
      Client client,
      TftpPacket.ReadRequest request,
      BlockingQueue<TftpPacket> inbox,
      Consumer<TftpPacket> out) {
    try {
      Optional<Path> path = files.find(request.file());
      if (path.isPresent()) {
        send(client, request, path.get(), inbox, out);
      } else {
        out.accept(new TftpPacket.Failure(TftpPacket.ErrorCode.FILE_NOT_FOUND, "no such file"));
        served(client, request, 0, false);
      }
    } catch (ClosedByInterruptException | InterruptedException e) {
      Thread.currentThread().interrupt(); // the client began anew, or the service ends
    } catch (IOException e) {
      LOG.log(Level.WARNING, "TFTP: cannot read {0}: {1}", request.file(), e.getMessage());
      out.accept(new TftpPacket.Failure(TftpPacket.ErrorCode.NOT_DEFINED, "cannot be read"));
      served(client, request, 0, false);
    } finally {
      free.release();
      sessions.computeIfPresent(
          client, (_, session) -> session.inbox().equals(inbox) ? null : session);
    }
  }

  private void send(
      Client client,
      TftpPacket.ReadRequest request,
      Path path,
      BlockingQueue<TftpPacket> inbox,
      Consumer<TftpPacket> out)
      throws IOException, InterruptedException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = file.size();
      TransferOptions options =
          TransferOptions.agree(
              request.options(), size, mtu.applyAsInt(client.attachment()), limits);
      Transfer transfer = new Transfer(file, size, options, limits.retries(), inbox, out);
      boolean complete = transfer.run();
      served(client, request, transfer.octets(), complete);
    }
  }

  private void served(
      Client client, TftpPacket.ReadRequest request, long octets, boolean complete) {
    observer.happened(
        new BootEvent.TftpServed(
            clock.instant(), client.attachment().node(), request.file(), octets, complete));
  }

  /** Ends all transfers. */
  @Override
  public void close() {
    sessions.values().forEach(session -> session.thread().interrupt());
  }
}
