package io.anyrack.rack.net;

/** Answers datagrams that guests send to a port of their network's gateway. Thread-safe. */
public interface DatagramService {
  /**
   * Takes one datagram. Called on the gateway's thread for datagrams: what takes long goes to a
   * thread of the service's own.
   *
   * @param from who sent it
   * @param datagram what was sent
   * @param replies takes answers, now or later, on any thread
   */
  void receive(Attachment from, Datagram datagram, Replies replies);

  /** Sends datagrams to the guest behind the port that asked. */
  interface Replies {
    /**
     * Sends {@code datagram}. A unicast destination goes to the MAC of the asking port without ARP
     * (a client of DHCP has no address yet), a broadcast destination to everybody on the segment of
     * that port.
     */
    void send(Datagram datagram);
  }
}
