package io.anyrack.openstack.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SilenceTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        argumentSet(
            "nobody listens",
            caused(new ConnectException(), new ClosedChannelException()),
            "nothing listens there: the connection was refused"),
        argumentSet("no way there", new ConnectException("No route to host"), "No route to host"),
        argumentSet(
            "no such name",
            caused(new ConnectException(), new UnresolvedAddressException()),
            "its name is not known here; check the URL and the DNS"),
        argumentSet(
            "packets are dropped",
            new HttpConnectTimeoutException("HTTP connect timed out"),
            "no connection in time; a firewall may be in the way"),
        argumentSet(
            "a slow service", new HttpTimeoutException("request timed out"), "no answer in time"),
        argumentSet(
            "a certificate of somebody else",
            caused(
                new SSLHandshakeException("PKIX: sun.security.X: unable to find valid path"),
                new IllegalStateException("unable to find valid path")),
            "TLS failed: unable to find valid path; `cacert:` names the file with the cloud's"
                + " certificate authority"),
        argumentSet(
            "closed in the middle",
            caused(new IOException(), new ClosedChannelException()),
            "the connection was closed before the answer came"),
        argumentSet(
            "closed before the first octet",
            caused(
                new IOException("HTTP/1.1 header parser received no bytes"),
                new EOFException("EOF reached while reading")),
            "EOF reached while reading"),
        argumentSet("reset", new SocketException("Connection reset"), "Connection reset"),
        argumentSet("no words at all", new IOException(), "the connection was lost"));
  }

  private static IOException caused(IOException failure, Throwable cause) {
    failure.initCause(cause);
    return failure;
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isToldInWords(IOException failure, String words) {
    assertThat(Silence.words(failure)).isEqualTo(words).doesNotContain("Exception");
  }

  @Test
  void isToldInWordsOfARealClientToo() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + closed + "/")).build();
    Optional<IOException> failure = Optional.empty();
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(request, BodyHandlers.discarding());
    } catch (IOException e) {
      failure = Optional.of(e);
    }

    assertThat(failure.map(Silence::words))
        .contains("nothing listens there: the connection was refused");
  }
}
