package io.anyrack.netboot.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
  @ParameterizedTest(name = "{0} of 10 octets")
  @CsvSource({
    "bytes=0-0, bytes 0-0/10",
    "bytes=2-5, bytes 2-5/10",
    "bytes=2-, bytes 2-9/10",
    "bytes=2-99, bytes 2-9/10",
    "bytes=-3, bytes 7-9/10",
    "bytes=-99, bytes 0-9/10",
    "bytes=10-, bytes */10",
    "bytes=10-12, bytes */10",
    "bytes=-0, bytes */10",
    "bytes=5-2, ignored",
    "bytes=-, ignored",
    "'bytes=0-1,3-4', ignored",
    "items=0-1, ignored",
    "bytes=99999999999999999999-, ignored"
  })
  void ranges(String header, String expected) {
    assertThat(ByteRange.parse(header, 10).map(range -> range.contentRange(10)).orElse("ignored"))
        .isEqualTo(expected);
  }
}
