package io.anyrack.openstack.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads FAT16 as a firmware does, from what the boot sector says alone. */
final class FatReader {
  private final ByteBuffer volume;
  private final int sector;
  private final int cluster;
  private final int fat;
  private final int fatSize;
  private final int root;
  private final int rootEntries;
  private final int data;

  FatReader(byte[] octets) {
    volume = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    sector = word(11);
    cluster = sector * volume.get(13);
    fat = word(14) * sector;
    fatSize = word(22) * sector;
    rootEntries = word(17);
    root = fat + volume.get(16) * fatSize;
    data = root + rootEntries * 32;
    if (word(510) != 0xaa55) {
      throw new IllegalStateException("no boot signature");
    }
  }

  int clusters() {
    int total = word(19) == 0 ? volume.getInt(32) : word(19);
    return (total * sector - data) / cluster;
  }

  /** The first entry of each copy of the table. */
  List<Integer> mediaDescriptors() {
    return List.of(word(fat), word(fat + fatSize));
  }

  Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    folder("", Arrays.copyOfRange(volume.array(), root, data), files);
    return files;
  }

  private void folder(String path, byte[] entries, Map<String, byte[]> files) {
    ByteBuffer buffer = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < entries.length && entries[at] != 0; at += 32) {
      String name = new String(entries, at, 8, US_ASCII).strip();
      String extension = new String(entries, at + 8, 3, US_ASCII).strip();
      int first = Short.toUnsignedInt(buffer.getShort(at + 26));
      if (name.startsWith(".")) {
        continue;
      }
      String full = path + name + (extension.isEmpty() ? "" : "." + extension);
      if ((entries[at + 11] & 0x10) != 0) {
        folder(full + "/", chain(first), files);
      } else {
        files.put(full, Arrays.copyOf(chain(first), buffer.getInt(at + 28)));
      }
    }
  }

  private byte[] chain(int first) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int at = first; at != 0 && at < 0xfff8; at = word(fat + 2 * at)) {
      content.write(volume.array(), data + (at - 2) * cluster, cluster);
    }
    return content.toByteArray();
  }

  private int word(int at) {
    return Short.toUnsignedInt(volume.getShort(at));
  }
}
