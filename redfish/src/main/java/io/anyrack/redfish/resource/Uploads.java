package io.anyrack.redfish.resource;

import static java.lang.System.Logger.Level.WARNING;

import io.anyrack.redfish.inventory.ServedNode;
import io.anyrack.redfish.media.ImageShelf;
import io.anyrack.redfish.media.Multipart;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Images that come with the request. Thread-safe. */
final class Uploads {
  private static final System.Logger LOG = System.getLogger(Uploads.class.getName());
  private static final Duration WHEN_BUSY = Duration.ofSeconds(30);

  private final ImageShelf shelf;

  Uploads(ImageShelf shelf) {
    this.shelf = shelf;
  }

  /**
   * Keeps the first file of a body; what else is in it has no meaning.
   *
   * @throws RedfishException if there is none, or it cannot be kept
   */
  ImageShelf.Kept receive(ServedNode served, Multipart body) {
    try {
      for (Optional<Multipart.Part> part = body.next(); part.isPresent(); part = body.next()) {
        Optional<String> name = part.get().fileName();
        if (name.isPresent()) {
          return shelf.keep(served.id(), name.get(), part.get().content());
        }
      }
    } catch (ImageShelf.TooLongException e) {
      throw refused(413, BaseMessage.PAYLOAD_TOO_LARGE, e);
    } catch (ImageShelf.BusyException e) {
      throw RedfishException.busy(WHEN_BUSY, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw refused(400, BaseMessage.UNRECOGNIZED_REQUEST_BODY, e);
    }
    throw new RedfishException(
        400,
        Message.of(BaseMessage.UNRECOGNIZED_REQUEST_BODY)
            .advising("Send the image as a part that has a file name."));
  }

  private static RedfishException refused(int status, BaseMessage message, IOException cause) {
    LOG.log(WARNING, "an image was not taken: " + cause.getMessage());
    return new RedfishException(status, Message.of(message));
  }

  /** Removes the images that are in the drive no more; not on the thread of who says so. */
  void tidy(ServedNode served) {
    Thread.ofVirtual()
        .name("tidy-" + served.id())
        .start(
            () -> {
              try {
                shelf.tidy(
                    served.id(),
                    served
                        .node()
                        .status()
                        .media()
                        .filter(image -> "file".equals(image.getScheme()))
                        .map(Path::of));
              } catch (IOException e) {
                LOG.log(WARNING, "images of " + served.id() + ": " + e.getMessage());
              }
            });
  }
}
