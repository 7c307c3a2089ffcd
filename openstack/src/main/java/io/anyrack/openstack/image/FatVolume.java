package io.anyrack.openstack.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes a FAT16 volume without a partition table (Microsoft FAT specification 1.03; ECMA-107), as
 * UEFI firmware boots from (UEFI 2.10 §13.3). The same files give the same octets: no dates, a
 * fixed serial number. Names have the short form, 8.3. Not thread-safe.
 */
public final class FatVolume {
  private static final int SECTOR = 512;
  private static final int ROOT_ENTRIES = 512;
  private static final int ENTRY = 32;

  /** Fewer clusters would make it FAT12, more FAT32 (§3.5). */
  private static final int FEWEST_CLUSTERS = 4085;

  private static final int MOST_CLUSTERS = 65524;
  private static final int END_OF_CHAIN = 0xffff;
  private static final int DIRECTORY = 0x10;
  private static final int ARCHIVE = 0x20;
  private static final Pattern SHORT_NAME = Pattern.compile("[A-Z0-9_-]{1,8}(\\.[A-Z0-9]{1,3})?");

  private final Folder root = new Folder();

  /** What is in a folder, in the order in which it was added. */
  private static final class Folder {
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, Folder> folders = new LinkedHashMap<>();
  }

  /** The clusters that are in use so far; the first has number 2. */
  private static final class Clusters {
    private final List<byte[]> data = new ArrayList<>();
    private final List<Integer> next = new ArrayList<>(List.of(0xfff8, END_OF_CHAIN));

    /** Takes a chain; empty content has none, and its first cluster is 0. */
    private int store(byte[] content) {
      if (content.length == 0) {
        return 0;
      }
      int first = next.size();
      int count = Math.ceilDiv(content.length, SECTOR);
      for (int i = 1; i <= count; i++) {
        next.add(i == count ? END_OF_CHAIN : first + i);
      }
      data.add(Arrays.copyOf(content, count * SECTOR));
      return first;
    }
  }

  /**
   * Adds a file.
   *
   * @param path folders and name, such as {@code EFI/BOOT/BOOTX64.EFI}
   */
  public FatVolume file(String path, byte[] content) {
    String[] parts = path.split("/", -1);
    Folder folder = root;
    for (int i = 0; i < parts.length; i++) {
      if (!SHORT_NAME.matcher(parts[i]).matches()) {
        throw new IllegalArgumentException("not a name of the short form: " + parts[i]);
      }
      if (i < parts.length - 1) {
        folder = folder.folders.computeIfAbsent(parts[i], _ -> new Folder());
      }
    }
    folder.files.put(parts[parts.length - 1], content.clone());
    return this;
  }

  /** The volume: as small as FAT16 allows for what is in it. */
  public byte[] octets() {
    Clusters clusters = new Clusters();
    byte[] rootEntries = entries(root, clusters, 0, 0);
    if (rootEntries.length > ROOT_ENTRIES * ENTRY) {
      throw new IllegalArgumentException("more than " + ROOT_ENTRIES + " files in the root");
    }
    int used = clusters.next.size() - 2;
    if (used > MOST_CLUSTERS) {
      throw new IllegalArgumentException(
          "the files need " + used + " clusters; a volume has " + MOST_CLUSTERS);
    }
    int count = Math.max(used, FEWEST_CLUSTERS + 11);
    int fatSectors = Math.ceilDiv((count + 2) * 2, SECTOR);
    int rootSectors = ROOT_ENTRIES * ENTRY / SECTOR;
    int total = 1 + 2 * fatSectors + rootSectors + count;
    ByteBuffer volume = ByteBuffer.allocate(total * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
    bootSector(volume, total, fatSectors);
    for (int copy = 0; copy < 2; copy++) {
      volume.position((1 + copy * fatSectors) * SECTOR);
      clusters.next.forEach(value -> volume.putShort(value.shortValue()));
    }
    volume.position((1 + 2 * fatSectors) * SECTOR);
    volume.put(rootEntries);
    volume.position((1 + 2 * fatSectors + rootSectors) * SECTOR);
    clusters.data.forEach(volume::put);
    return volume.array();
  }

  /** The BIOS parameter block (§3.1). */
  private static void bootSector(ByteBuffer volume, int total, int fatSectors) {
    volume.put(new byte[] {(byte) 0xeb, 0x3c, (byte) 0x90}).put("ANYRACK ".getBytes(US_ASCII));
    volume.putShort((short) SECTOR).put((byte) 1).putShort((short) 1).put((byte) 2);
    volume.putShort((short) ROOT_ENTRIES).putShort((short) (total < 0x10000 ? total : 0));
    volume.put((byte) 0xf8).putShort((short) fatSectors).putShort((short) 32).putShort((short) 64);
    volume.putInt(0).putInt(total < 0x10000 ? 0 : total);
    volume.put((byte) 0x80).put((byte) 0).put((byte) 0x29).putInt(0x616e7972);
    volume.put("IPXE       ".getBytes(US_ASCII)).put("FAT16   ".getBytes(US_ASCII));
    volume.put(SECTOR - 2, (byte) 0x55).put(SECTOR - 1, (byte) 0xaa);
  }

  /** The entries of a folder, everything below it stored. */
  private static byte[] entries(Folder folder, Clusters clusters, int self, int parent) {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    if (self != 0) {
      entries.writeBytes(entry(".", DIRECTORY, self, 0));
      entries.writeBytes(entry("..", DIRECTORY, parent, 0));
    }
    folder.files.forEach(
        (name, content) ->
            entries.writeBytes(entry(name, ARCHIVE, clusters.store(content), content.length)));
    folder.folders.forEach(
        (name, below) -> {
          // Its place is taken before what is below it, which must know it.
          int size = (2 + below.files.size() + below.folders.size()) * ENTRY;
          int place = clusters.data.size();
          int first = clusters.store(new byte[size]);
          byte[] content = entries(below, clusters, first, self);
          System.arraycopy(content, 0, clusters.data.get(place), 0, content.length);
          entries.writeBytes(entry(name, DIRECTORY, first, 0));
        });
    return entries.toByteArray();
  }

  /** A directory entry (§6.1); no dates. */
  private static byte[] entry(String name, int attributes, int cluster, int size) {
    int dot = name.startsWith(".") ? -1 : name.indexOf('.');
    String base = dot < 0 ? name : name.substring(0, dot);
    String extension = dot < 0 ? "" : name.substring(dot + 1);
    return ByteBuffer.allocate(ENTRY)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("%-8s%-3s".formatted(base, extension).getBytes(US_ASCII))
        .put((byte) attributes)
        .position(26)
        .putShort((short) cluster)
        .putInt(size)
        .array();
  }
}
