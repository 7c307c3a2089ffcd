# Carries what comes in lines of hexadecimal digits to a network, and what comes from there back.
#   frames MAC      Ethernet frames of the interface with this MAC: of what comes in, ARP, ICMP, DHCP
#   udp HOST PORT   datagrams to this address and from it
# Lines back: "f DIGITS" what came in, "s WHY-NOT" for each that was to go out, "r" it is open.
use strict;
use warnings;
use Socket;

my ($mode, $at, $port) = @ARGV;
my $socket;
alarm 600;
$| = 1;
if ($mode eq 'frames') {
  my $name;
  for my $each (glob('/sys/class/net/*')) {
    open(my $file, '<', "$each/address") or next;
    $name = $each if lc(<$file>) eq "$at\n";
  }
  defined $name or die "no interface has the MAC $at\n";
  open(my $file, '<', "$name/ifindex") or die "$name: $!\n";
  my $index = <$file>;
  # packet(7): AF_PACKET is 17, ETH_P_ALL is 3 in network order.
  socket($socket, 17, SOCK_RAW, unpack('S', pack('n', 3))) or die "packet socket: $!\n";
  bind($socket, pack('S n i x12', 17, 3, $index)) or die "$name: $!\n";
} else {
  socket($socket, AF_INET, SOCK_DGRAM, 0) or die "socket: $!\n";
  connect($socket, sockaddr_in($port, inet_aton($at))) or die "$at: $!\n";
}
print "r\n";

sub wanted {
  my ($data, $from) = @_;
  return 1 if $mode ne 'frames';
  return 0 if length($data) < 34 || (length($from) > 10 && unpack('x10 C', $from) == 4);
  my $type = unpack('x12 n', $data);
  return 1 if $type == 0x0806;
  return 0 if $type != 0x0800;
  my $protocol = unpack('x23 C', $data);
  return 1 if $protocol == 1;
  my $udp = 14 + 4 * (unpack('x14 C', $data) & 15);
  return $protocol == 17 && length($data) >= $udp + 8 && unpack("x$udp x2 n", $data) == 68;
}

my $text = '';
while (1) {
  my $ready = '';
  vec($ready, fileno(STDIN), 1) = 1;
  vec($ready, fileno($socket), 1) = 1;
  select($ready, undef, undef, undef) > 0 or next;
  if (vec($ready, fileno($socket), 1)) {
    my $from = recv($socket, my $data, 65536, 0);
    print 'f ', unpack('H*', $data), "\n" if defined $from && wanted($data, $from);
  }
  if (vec($ready, fileno(STDIN), 1)) {
    sysread(STDIN, $text, 65536, length $text) or exit;
    while ($text =~ s/^([0-9a-f]*)\n//) {
      my $sent = send($socket, pack('H*', $1), 0);
      print 's ', defined $sent ? '' : "$!", "\n";
    }
  }
}
