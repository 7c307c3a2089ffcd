package io.anyrack.netboot.dhcp;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** How an option's value is written as text, and how as octets. */
enum OptionType {
  /** Characters. */
  TEXT {
    @Override
    byte[] encode(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  },
  /** Addresses: {@code 192.0.2.1,192.0.2.2}. */
  ADDRESSES {
    @Override
    byte[] encode(String text) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      items(text).forEach(item -> out.writeBytes(Ipv4Address.parse(item).octets()));
      return out.toByteArray();
    }
  },
  /** 0 to 255. */
  U8 {
    @Override
    byte[] encode(String text) {
      return new byte[] {(byte) number(text, 0xffL)};
    }
  },
  /** 0 to 65535. */
  U16 {
    @Override
    byte[] encode(String text) {
      return ByteBuffer.allocate(2).putShort((short) number(text, 0xffffL)).array();
    }
  },
  /** 0 to 4294967295. */
  U32 {
    @Override
    byte[] encode(String text) {
      return ByteBuffer.allocate(4).putInt((int) number(text, 0xffff_ffffL)).array();
    }
  },
  /** Domain names: {@code lab.example,example} (RFC 3397, without its compression). */
  DOMAINS {
    @Override
    byte[] encode(String text) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (String domain : items(text)) {
        for (String label : domain.replaceFirst("\\.$", "").split("\\.", -1)) {
          byte[] octets = label.getBytes(StandardCharsets.US_ASCII);
          if (octets.length < 1 || octets.length > 63) {
            throw new IllegalArgumentException("not a domain name: " + domain);
          }
          out.write(octets.length);
          out.writeBytes(octets);
        }
        out.write(0);
      }
      return out.toByteArray();
    }
  },
  /** Routes: {@code 10.0.0.0/8,192.0.2.1,0.0.0.0/0,192.0.2.254} (RFC 3442). */
  ROUTES {
    @Override
    byte[] encode(String text) {
      List<String> items = items(text);
      if (items.size() % 2 != 0) {
        throw new IllegalArgumentException("a route is a network and a router: " + text);
      }
      List<ClasslessRoute> routes = new ArrayList<>();
      for (int i = 0; i < items.size(); i += 2) {
        String network = items.get(i).contains("/") ? items.get(i) : items.get(i) + "/32";
        routes.add(
            new ClasslessRoute(Ipv4Network.parse(network), Ipv4Address.parse(items.get(i + 1))));
      }
      return ClasslessRoute.encode(routes);
    }
  },
  /** Hexadecimal octets, with or without colons. */
  HEX {
    @Override
    byte[] encode(String text) {
      return HexFormat.of().parseHex(text.replace(":", ""));
    }
  };

  /** Writes {@code text} as octets; empty text gives none. */
  abstract byte[] encode(String text);

  /**
   * The type of option {@code code}; where this server does not know the option, the type that
   * {@code text} looks like, as dnsmasq does it.
   */
  static OptionType of(int code, String text) {
    if (text.isEmpty()) {
      return TEXT;
    }
    return switch (code) {
      case 1,
          3,
          4,
          5,
          6,
          7,
          8,
          9,
          10,
          11,
          16,
          21,
          28,
          32,
          33,
          41,
          42,
          44,
          45,
          48,
          49,
          50,
          54,
          65,
          68,
          69,
          70,
          71,
          74,
          150,
          ExtraOption.SERVER_IP_ADDRESS ->
          ADDRESSES;
      case 12,
          14,
          15,
          17,
          18,
          40,
          47,
          56,
          60,
          62,
          64,
          66,
          67,
          86,
          87,
          100,
          101,
          114,
          209,
          210,
          252 ->
          TEXT;
      case 19, 20, 23, 27, 29, 30, 31, 34, 36, 37, 39, 46, 52, 53, 116 -> U8;
      case 13, 22, 26, 57 -> U16;
      case 2, 24, 35, 38, 51, 58, 59, 108, 211 -> U32;
      case 43, 61, 175 -> HEX;
      case 119 -> DOMAINS;
      case 121, 249 -> ROUTES;
      default -> guess(text);
    };
  }

  private static OptionType guess(String text) {
    if (text.matches("[0-9.]+(\\s*,\\s*[0-9.]+)*") && text.contains(".")) {
      return ADDRESSES;
    } else if (text.matches("[0-9]{1,10}")) {
      long number = Long.parseLong(text);
      return number <= 0xff ? U8 : number <= 0xffff ? U16 : U32;
    } else if (text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2})+")) {
      return HEX;
    }
    return TEXT;
  }

  private static List<String> items(String text) {
    return List.of(text.strip().split("\\s*,\\s*", -1));
  }

  private static long number(String text, long largest) {
    if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > largest) {
      throw new IllegalArgumentException("not a number from 0 to " + largest + ": " + text);
    }
    return Long.parseLong(text);
  }
}
