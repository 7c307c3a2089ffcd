package io.anyrack.redfish.http;

import io.anyrack.redfish.message.RedfishException;
import java.io.InputStream;

/** What follows the headers of a request. It is read once, by the request's thread. */
public interface RequestBody {
  /** A request without one. */
  RequestBody NONE =
      new RequestBody() {
        @Override
        public boolean isEmpty() {
          return true;
        }

        @Override
        public String text() {
          return "";
        }

        @Override
        public InputStream stream() {
          return InputStream.nullInputStream();
        }
      };

  /** Whether there is none. */
  boolean isEmpty();

  /**
   * All of it, decoded as UTF-8.
   *
   * @throws RedfishException 413 if it is longer than a request may be
   */
  String text();

  /** It as it comes, however long. */
  InputStream stream();
}
