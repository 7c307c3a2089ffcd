# Asks HOST PORT for / by HTTP, as this server's own routes lead there. Lines that are said:
#   way NEXT-HOP MAC   where its routes lead (0.0.0.0: it is on the link), and by which interface
#   http STATUS        what was answered; or
#   silent WHY         nothing was
use strict;
use warnings;
use Socket;

my ($host, $port) = @ARGV;
my $to = inet_aton($host);
my ($longest, $cheapest, $hop, $interface) = (-1, 0, '', '');
# proc(5): addresses are numbers in the machine's order, made of octets in the network's.
open(my $routes, '<', '/proc/net/route') or die "/proc/net/route: $!\n";
<$routes>;
while (<$routes>) {
  my ($name, @fields) = split;
  my ($net, $via, $mask) = map { pack('L', hex) } @fields[0, 1, 6];
  my ($flags, $metric) = (hex $fields[2], $fields[5]);
  next unless $flags & 1 && ($to & $mask) eq $net;
  my $length = unpack('%32b*', $mask);
  next if $length < $longest || ($length == $longest && $metric >= $cheapest);
  ($longest, $cheapest, $hop, $interface) = ($length, $metric, $via, $name);
}
if ($longest >= 0 && open(my $address, '<', "/sys/class/net/$interface/address")) {
  print 'way ', inet_ntoa($hop), ' ', <$address>;
}

$SIG{ALRM} = sub { print "silent no answer within 15 s\n"; exit };
alarm 15;
socket(my $socket, AF_INET, SOCK_STREAM, 0) or die "socket: $!\n";
connect($socket, sockaddr_in($port, $to)) or do { print "silent $!\n"; exit };
syswrite($socket, "GET / HTTP/1.0\r\nHost: $host\r\n\r\n");
my $line = <$socket>;
print defined $line && $line =~ m{^HTTP/1\.[01] (\d\d\d)\b}
  ? "http $1\n"
  : "silent it does not speak HTTP\n";
