package io.anyrack.netboot.dhcp;

/** Numbers of the DHCP options this server knows (IANA "BOOTP Vendor Extensions and DHCP"). */
final class OptionCode {
  static final int PAD = 0;
  static final int SUBNET_MASK = 1;
  static final int ROUTER = 3;
  static final int DNS_SERVER = 6;
  static final int HOST_NAME = 12;
  static final int DOMAIN_NAME = 15;
  static final int MTU = 26;
  static final int BROADCAST = 28;
  static final int REQUESTED_ADDRESS = 50;
  static final int LEASE_TIME = 51;
  static final int OVERLOAD = 52;
  static final int MESSAGE_TYPE = 53;
  static final int SERVER_IDENTIFIER = 54;
  static final int PARAMETER_REQUEST_LIST = 55;
  static final int MESSAGE = 56;
  static final int MAXIMUM_MESSAGE_SIZE = 57;
  static final int RENEWAL_TIME = 58;
  static final int REBINDING_TIME = 59;
  static final int VENDOR_CLASS = 60;
  static final int CLIENT_IDENTIFIER = 61;
  static final int TFTP_SERVER = 66;
  static final int BOOT_FILE = 67;
  static final int USER_CLASS = 77;
  static final int CLIENT_ARCHITECTURE = 93;
  static final int CLIENT_MACHINE_IDENTIFIER = 97;
  static final int DOMAIN_SEARCH = 119;
  static final int CLASSLESS_ROUTES = 121;
  static final int TFTP_SERVER_ADDRESS = 150;
  static final int IPXE = 175;
  static final int END = 255;

  private OptionCode() {}
}
