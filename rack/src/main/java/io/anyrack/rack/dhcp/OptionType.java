package io.anyrack.rack.dhcp;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import java.util.ArrayList;
import java.util.List;

/** How the value of a DHCP option is written as text. */
public enum OptionType {
  /** Characters. */
  TEXT("boot.ipxe"),
  /** Addresses. */
  ADDRESSES("192.0.2.1,192.0.2.2"),
  /** 0 to 255. */
  U8("64"),
  /** 0 to 65535. */
  U16("1400"),
  /** 0 to 4294967295. */
  U32("3600"),
  /** Domain names (RFC 3397). */
  DOMAINS("lab.example,example"),
  /** Networks, each with the router that leads there (RFC 3442). */
  ROUTES("10.0.0.0/8,192.0.2.1,0.0.0.0/0,192.0.2.254"),
  /** Hexadecimal octets, with or without colons. */
  HEX("b0:01:01");

  private static final int LONGEST_DOMAIN = 253;

  private final String example;

  OptionType(String example) {
    this.example = example;
  }

  /** A value of this type. */
  public String example() {
    return example;
  }

  /**
   * The type of option {@code code}; where the option is not known, the type that {@code text}
   * looks like, as dnsmasq does it.
   */
  static OptionType of(int code, String text) {
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
          65,
          68,
          69,
          70,
          71,
          74,
          150,
          OptionName.SERVER_IP_ADDRESS ->
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
      case 19, 20, 23, 27, 29, 30, 31, 34, 36, 37, 39, 46, 116 -> U8;
      case 13, 22, 26 -> U16;
      case 2, 24, 35, 38, 51, 58, 59, 108, 211 -> U32;
      case 43, 175 -> HEX;
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

  /**
   * Understands {@code text}.
   *
   * @throws IllegalArgumentException if it is not of this type; the message is for the user
   */
  OptionValue parse(String text) {
    return switch (this) {
      case TEXT -> new OptionValue.Text(text);
      case ADDRESSES ->
          new OptionValue.Addresses(items(text).stream().map(Ipv4Address::parse).toList());
      case U8 -> number(text, 1);
      case U16 -> number(text, 2);
      case U32 -> number(text, 4);
      case DOMAINS ->
          new OptionValue.Domains(items(text).stream().map(OptionType::domain).toList());
      case ROUTES -> routes(text);
      case HEX -> octets(text.replace(":", ""));
    };
  }

  /** Raw octets, for an option of any type. */
  static OptionValue octets(String hex) {
    if (!hex.matches("([0-9a-fA-F]{2})+")) {
      throw new IllegalArgumentException(
          "not octets of two hexadecimal digits each: " + hex + "; an example: 0x0a0b0c");
    }
    return new OptionValue.Octets(hex);
  }

  private static OptionValue number(String text, int octets) {
    long largest = (1L << (8 * octets)) - 1;
    if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > largest) {
      throw new IllegalArgumentException("not a number from 0 to " + largest + ": " + text);
    }
    return new OptionValue.Whole(Long.parseLong(text), octets);
  }

  private static String domain(String text) {
    String domain = text.replaceFirst("\\.$", "");
    if (domain.length() > LONGEST_DOMAIN
        || !domain.matches("[\\x21-\\x2d\\x2f-\\x7e]{1,63}(\\.[\\x21-\\x2d\\x2f-\\x7e]{1,63})*")) {
      throw new IllegalArgumentException("not a domain name: " + text);
    }
    return domain;
  }

  private static OptionValue routes(String text) {
    List<String> items = items(text);
    if (items.size() % 2 != 0) {
      throw new IllegalArgumentException("a route is a network and a router: " + text);
    }
    List<OptionValue.Route> routes = new ArrayList<>();
    for (int i = 0; i < items.size(); i += 2) {
      String network = items.get(i).contains("/") ? items.get(i) : items.get(i) + "/32";
      routes.add(
          new OptionValue.Route(Ipv4Network.parse(network), Ipv4Address.parse(items.get(i + 1))));
    }
    return new OptionValue.Routes(routes);
  }

  private static List<String> items(String text) {
    return List.of(text.split("\\s*,\\s*", -1));
  }
}
