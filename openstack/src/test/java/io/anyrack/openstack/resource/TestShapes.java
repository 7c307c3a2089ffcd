package io.anyrack.openstack.resource;

import io.anyrack.openstack.nova.Flavor;
import io.anyrack.openstack.resource.NodeShape.Disk;
import io.anyrack.openstack.resource.NodeShape.Source;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A CD-ROM with iPXE before a blank disk: on volumes where there are some, else local. */
final class TestShapes implements NodeShapes {
  @Override
  public NodeShape shape(NodeSpec node, Rack rack, CloudFacts facts) {
    String wanted = facts.volumes() ? "t1.nano" : "t1.twodisks";
    Flavor flavor =
        facts.flavors().stream()
            .filter(each -> each.name().equals(wanted))
            .findFirst()
            .orElseThrow();
    Source cd = new Source.OfMedium(TestMedia.CD);
    return new NodeShape(
        flavor,
        BootSpec.Method.SCRIPT,
        "it is a test",
        facts.volumes() ? Optional.empty() : Optional.of(cd),
        List.of(
            new Disk(
                "boot",
                cd,
                facts.volumes(),
                facts.volumes() ? OptionalInt.of(1) : OptionalInt.empty(),
                Optional.empty(),
                OptionalInt.of(0),
                Optional.of("cdrom"),
                Optional.of("ide")),
            new Disk(
                "disk",
                new Source.Blank(),
                facts.volumes(),
                OptionalInt.of(Math.toIntExact(node.diskBytes() >> 30)),
                Optional.empty(),
                OptionalInt.of(1),
                Optional.of("disk"),
                Optional.of("ide"))),
        Map.of("anyrack:method", "script"),
        List.of());
  }
}
