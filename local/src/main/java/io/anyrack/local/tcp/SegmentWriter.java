package io.anyrack.local.tcp;

import io.anyrack.local.ethernet.FrameSink;
import io.anyrack.local.ip.Headers;
import io.anyrack.local.ip.InternetChecksum;
import io.anyrack.local.ip.Ipv4Packet;
import io.anyrack.rack.address.MacAddress;
import java.nio.ByteBuffer;

/** Puts a connection's segments into frames to the guest. Not thread-safe. */
final class SegmentWriter implements SegmentSink {
  private static final int MOST_OPTIONS = 8;

  private final ByteBuffer head =
      ByteBuffer.allocate(Headers.LENGTH + Segment.HEADER + MOST_OPTIONS);
  private final FrameSink sink;
  private final FlowKey flow;
  private final MacAddress gateway;

  SegmentWriter(FrameSink sink, FlowKey flow, MacAddress gateway) {
    this.sink = sink;
    this.flow = flow;
    this.gateway = gateway;
  }

  @Override
  public boolean send(Segment segment) {
    int at = Headers.LENGTH;
    int header = Segment.HEADER + putOptions(segment);
    int length = header + segment.length();
    Headers.ipv4(
        head,
        flow.mac(),
        gateway,
        flow.destination().address(),
        flow.guest().address(),
        Ipv4Packet.TCP,
        length);
    head.putShort(at, (short) flow.destination().port());
    head.putShort(at + 2, (short) flow.guest().port());
    head.putInt(at + 4, segment.sequence());
    head.putInt(at + 8, segment.acknowledgment());
    head.put(at + 12, (byte) (header << 2));
    head.put(at + 13, (byte) segment.flags());
    head.putShort(at + 14, (short) segment.window());
    // Checksum and urgent pointer.
    head.putInt(at + 16, 0);
    long sum =
        InternetChecksum.pseudoHeader(
                flow.destination().address().bits(),
                flow.guest().address().bits(),
                Ipv4Packet.TCP,
                length)
            + InternetChecksum.sum(head, at, header)
            + InternetChecksum.sum(segment.buffer(), segment.offset(), segment.length());
    head.putShort(at + 16, (short) InternetChecksum.fold(sum));
    return sink.offer(head, at + header, segment.buffer(), segment.offset(), segment.length());
  }

  private int putOptions(Segment segment) {
    if (!segment.has(Segment.SYN)) {
      return 0;
    }
    int at = Headers.LENGTH + Segment.HEADER;
    head.put(at, (byte) Segment.OPTION_MAXIMUM_SEGMENT_SIZE);
    head.put(at + 1, (byte) 4);
    head.putShort(at + 2, (short) segment.options().maximumSegmentSize());
    if (segment.options().windowScale().isEmpty()) {
      return 4;
    }
    head.put(at + 4, (byte) Segment.OPTION_NOP);
    head.put(at + 5, (byte) Segment.OPTION_WINDOW_SCALE);
    head.put(at + 6, (byte) 3);
    head.put(at + 7, (byte) (int) segment.options().windowScale().get());
    return 8;
  }
}
