package io.anyrack.cli.linux;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Writes an archive in the form "newc", the one that Linux unpacks as an initial RAM disk (Linux,
 * driver-api/early-userspace/buffer-format). Everything in it belongs to root and has no time, so
 * the same files give the same bytes. The kernel makes no missing directories: add them first.
 *
 * <p>Several archives one after the other are one RAM disk: files can be added by a further
 * archive.
 *
 * <p>Not thread-safe.
 */
public final class CpioArchive implements Closeable {
  private static final int DIRECTORY = 0040000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int REGULAR_FILE = 0100000;
  private static final int SYMBOLIC_LINK = 0120000;
  private static final int PERMISSIONS = 07777;
  private static final int HEADER_LENGTH = 110;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final OutputStream out;
  private int inode;

  /** Writes to {@code out}, which {@link #close} closes. */
  public CpioArchive(OutputStream out) {
    this.out = out;
  }

  /** Adds a directory that everybody may read. */
  public void directory(String path) throws IOException {
    entry(path, DIRECTORY | 0755, 0, 0, new byte[0]);
  }

  /**
   * Adds a file.
   *
   * @param path where, without a leading slash
   * @param permissions such as {@code 0755}
   */
  public void file(String path, int permissions, byte[] content) throws IOException {
    entry(path, REGULAR_FILE | (permissions & PERMISSIONS), 0, 0, content);
  }

  /** Adds a symbolic link at {@code path} to {@code target}. */
  public void link(String path, String target) throws IOException {
    entry(path, SYMBOLIC_LINK | 0777, 0, 0, target.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a character device that only root may use. */
  public void characterDevice(String path, int major, int minor) throws IOException {
    entry(path, CHARACTER_DEVICE | 0600, major, minor, new byte[0]);
  }

  /** Ends the archive and closes the stream. */
  @Override
  public void close() throws IOException {
    try (out) {
      entry("TRAILER!!!", 0, 0, 0, new byte[0]);
    }
  }

  private void entry(String path, int mode, int major, int minor, byte[] content)
      throws IOException {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    int links = 1;
    int modified = 0;
    int owner = 0;
    int[] fields = {
      ++inode,
      mode,
      owner,
      owner,
      links,
      modified,
      content.length,
      0, // the device that the archive's file is on
      0,
      major,
      minor,
      name.length + 1,
      0, // a checksum, in another form only
    };
    StringBuilder header = new StringBuilder("070701");
    for (int field : fields) {
      header.append(HEX.toHexDigits(field));
    }
    out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
    out.write(name);
    out.write(0);
    pad(HEADER_LENGTH + name.length + 1);
    out.write(content);
    pad(content.length);
  }

  /** Header with name, and content, each end at a multiple of four bytes. */
  private void pad(int length) throws IOException {
    out.write(new byte[-length & 3]);
  }
}
