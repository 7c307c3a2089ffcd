package io.anyrack.netboot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.model.Nic;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtraOptionTest {
  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bootfile-name          | boot.ipxe                | 67  | 626f6f742e69707865
          67                     | 1234                     | 67  | 31323334
          option:bootfile-name   | boot.ipxe                | 67  | 626f6f742e69707865
          tag:ipxe,67            | boot.ipxe                | 67  | 626f6f742e69707865
          option:mtu             | 1400                     | 26  | 0578
          router                 | 192.0.2.1                | 3   | c0000201
          dns-server             | 192.0.2.1,192.0.2.2      | 6   | c0000201c0000202
          server-ip-address      | 192.0.2.3                | 255 | c0000203
          150                    | 192.0.2.3                | 150 | c0000203
          domain-search          | a.example, b             | 119 | 0161076578616d706c6500016200
          classless-static-route | 0.0.0.0/0,192.0.2.1      | 121 | 00c0000201
          121                    | 169.254.169.254,192.0.2.1| 121 | 20a9fea9fec0000201
          lease-time             | 4294967295               | 51  | ffffffff
          175                    | b0:01:01                 | 175 | b00101
          router                 | ''                       | 3   | ''
          43                     | 0x0104                   | 43  | 0104
          224                    | 7                        | 224 | 07
          224                    | 700                      | 224 | 02bc
          224                    | 70000                    | 224 | 00011170
          224                    | 192.0.2.9                | 224 | c0000209
          224                    | 01:ff                    | 224 | 01ff
          224                    | any text                 | 224 | 616e792074657874
          """)
  void values(String name, String value, int code, String octets) {
    ExtraOption option = ExtraOption.of(new Nic.DhcpOption(name, value));

    assertThat(option.code()).isEqualTo(code);
    assertThat(HexFormat.of().formatHex(option.value())).isEqualTo(octets);
  }
}
