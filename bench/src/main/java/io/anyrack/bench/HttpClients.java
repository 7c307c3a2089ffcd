package io.anyrack.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Clients that ask one thing over and over, or one after the other of a list, each on a connection
 * of its own that stays, with as little work of their own as can be.
 */
final class HttpClients {
  private static final String LENGTH = "content-length:";
  private static final int LONGEST_HEAD = 8192;

  private final int port;
  private final boolean tls;
  private final List<byte[]> requests;
  private final int status;

  /** A request in full, and the status that its answer must have. */
  HttpClients(int port, boolean tls, String request, int status) {
    this(port, tls, List.of(request), status);
  }

  /** Requests that each client sends by turns. */
  HttpClients(int port, boolean tls, List<String> requests, int status) {
    this.port = port;
    this.tls = tls;
    this.requests = requests.stream().map(request -> request.getBytes(ISO_8859_1)).toList();
    this.status = status;
  }

  /** How long each answer took, in milliseconds, sorted; and all of them, in seconds. */
  record Times(List<Double> millis, double seconds) {
    double percentile(double part) {
      return millis.get((int) (millis.size() * part));
    }
  }

  Times run(int clients, int requests) throws InterruptedException, ExecutionException {
    List<Double> millis = new ArrayList<>();
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<List<Double>>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(threads.submit(() -> one(requests / clients)));
      }
      for (Future<List<Double>> each : running) {
        millis.addAll(each.get());
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    millis.sort(null);
    return new Times(millis, seconds);
  }

  private List<Double> one(int count) throws IOException, GeneralSecurityException {
    List<Double> millis = new ArrayList<>(count);
    try (Socket socket = connect()) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      byte[] head = new byte[LONGEST_HEAD];
      for (int i = 0; i < count; i++) {
        byte[] request = requests.get(i % requests.size());
        long begun = System.nanoTime();
        out.write(request);
        out.flush();
        answer(in, head);
        millis.add((System.nanoTime() - begun) / 1e6);
      }
    }
    return millis;
  }

  private Socket connect() throws IOException, GeneralSecurityException {
    InetAddress host = InetAddress.getLoopbackAddress();
    if (!tls) {
      return new Socket(host, port);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Everybody()}, null);
    return context.getSocketFactory().createSocket(host, port);
  }

  private void answer(InputStream in, byte[] head) throws IOException {
    int read = 0;
    int end = -1;
    while (end < 0) {
      int more = in.read(head, read, head.length - read);
      if (more <= 0) {
        throw new EOFException("no whole answer");
      }
      read += more;
      end = new String(head, 0, read, ISO_8859_1).indexOf("\r\n\r\n");
    }
    String text = new String(head, 0, end, ISO_8859_1);
    if (!text.startsWith("HTTP/1.1 " + status + " ")) {
      throw new IOException(text);
    }
    long left = length(text) - (read - end - 4);
    while (left > 0) {
      long skipped = in.skip(left);
      if (skipped <= 0) {
        throw new EOFException("no whole answer");
      }
      left -= skipped;
    }
  }

  private static long length(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, LENGTH, 0, LENGTH.length()))
        .mapToLong(line -> Long.parseLong(line.substring(LENGTH.length()).trim()))
        .findFirst()
        .orElse(0);
  }

  /** Whose certificate it is does not matter here. */
  private static final class Everybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
