package io.anyrack.cli;

import io.anyrack.fakestack.http.Faults;
import io.anyrack.openstack.keystone.ApplicationCredential;
import java.nio.file.Path;

/** A project in a cloud, with calls that go wrong as asked. */
interface TroubledCloud extends AutoCloseable {
  /** The entry of {@link #clouds} that is the project. */
  String NAME = "rack";

  /** What goes wrong. */
  Faults faults();

  /** A {@code clouds.yaml} by which the project is met with the faults, {@link #NAME}. */
  String clouds();

  /**
   * The same with another way to be known.
   *
   * @param type such as {@code v3applicationcredential}
   * @param auth what stands below {@code auth} beside {@code auth_url}, in braces
   */
  String clouds(String type, String auth);

  /** The same project without faults, as those see it who look after the program. */
  ProjectLists lists(Path home);

  /** A credential of the project that ends soon. */
  Ending credentialThatEnds(ProjectLists lists);

  /**
   * Lets the project have only a few more rules of security groups.
   *
   * @return lets it have as many as before
   */
  Runnable leaveRules(ProjectLists lists, int count);

  @Override
  void close();

  /**
   * A credential that ends.
   *
   * @param credential good until then
   * @param end returns when it is good no more
   */
  record Ending(ApplicationCredential credential, Runnable end) {}
}
