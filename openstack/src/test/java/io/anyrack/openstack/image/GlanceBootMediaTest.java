package io.anyrack.openstack.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.FakeProject;
import io.anyrack.openstack.glance.Glance;
import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.resource.Medium;
import io.anyrack.rack.cloud.CloudException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlanceBootMediaTest {
  @TempDir Path work;
  private FakeProject project;
  private Glance glance;
  private MediaCatalogue catalogue;
  private GlanceBootMedia media;
  private Medium cd;

  @BeforeEach
  void open() {
    project = new FakeProject(work, Settings.DEFAULT);
    glance = project.project().glance();
    catalogue =
        new MediaCatalogue(
            new BootMediaBuilder(
                List.of(Path.of("/usr/lib/ipxe"), Path.of("/boot")), work, Duration.ofSeconds(30)));
    media = new GlanceBootMedia(glance, project.project()::id, catalogue, "anyrack-", work);
    cd = catalogue.medium(BootMedium.UEFI_CD);
  }

  @AfterEach
  void close() {
    project.close();
  }

  private List<Image> made() {
    return glance.images().stream()
        .filter(image -> image.properties().containsKey("anyrack_medium"))
        .toList();
  }

  @Test
  void isMadeOnceAndSharedByRacks() {
    String first = media.provide(cd, "lab");
    String second = media.provide(cd, "shop");

    assertThat(second).isEqualTo(first).isEqualTo(media.provide(cd, "lab"));
    assertThat(made()).hasSize(1);
    Image image = made().getFirst();
    assertThat(image.name()).isEqualTo("anyrack-" + cd.name());
    assertThat(image.diskFormat()).isEqualTo("iso");
    assertThat(image.size()).hasValue(catalogue.image(cd).size());
    assertThat(image.properties()).containsAllEntriesOf(BootMedium.UEFI_CD.properties());
    assertThat(media.present(List.of(cd), "lab")).containsEntry(cd, first);
    assertThat(media.find(BootMedium.UEFI_CD, "shop")).contains(first);
    assertThat(media.find(BootMedium.BIOS_CD, "shop")).isEmpty();
  }

  @Test
  void goesWithItsLastRack() {
    media.provide(cd, "lab");
    media.provide(cd, "shop");

    media.release("lab");
    assertThat(media.usedBy("lab")).isEmpty();
    assertThat(media.usedBy("shop")).containsExactly(cd.name());
    media.release("shop");

    assertThat(made()).isEmpty();
  }

  @Test
  void isMadeAnewWhereTheOctetsDidNotArrive() {
    project.stack().faults().always(Faults.call("PUT", ".*/file"), Fault.status(500));
    assertThatThrownBy(() -> media.provide(cd, "lab")).isInstanceOf(CloudException.class);
    assertThat(media.present(List.of(cd), "lab")).isEmpty();
    assertThat(media.usedBy("lab")).containsExactly(cd.name());
    project.stack().faults().clear();

    String id = media.provide(cd, "lab");

    assertThat(made()).singleElement().satisfies(image -> assertThat(image.id()).isEqualTo(id));
    assertThat(made().getFirst().status()).isEqualTo("active");
  }

  @Test
  void leavesAnUnfinishedOneOfAnotherRackAlone() {
    project.stack().faults().always(Faults.call("PUT", ".*/file"), Fault.status(500));
    assertThatThrownBy(() -> media.provide(cd, "shop")).isInstanceOf(CloudException.class);
    project.stack().faults().clear();

    media.provide(cd, "lab");

    assertThat(made()).hasSize(2);
    media.provide(cd, "shop");
    assertThat(made()).as("one will do").hasSize(1);
  }

  @Test
  void releasesWhatItNeverFinished() {
    project.stack().faults().always(Faults.call("PUT", ".*/file"), Fault.status(500));
    assertThatThrownBy(() -> media.provide(cd, "lab")).isInstanceOf(CloudException.class);
    project.stack().faults().clear();

    media.release("lab");

    assertThat(made()).isEmpty();
  }
}
