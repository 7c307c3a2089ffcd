package io.anyrack.openstack.project;

import io.anyrack.openstack.http.CallJournal;
import io.anyrack.openstack.http.Called;

/** Tells two. */
record BothJournals(CallJournal one, CallJournal other) implements CallJournal {
  @Override
  public void called(Called call) {
    one.called(call);
    other.called(call);
  }

  @Override
  public void began() {
    one.began();
    other.began();
  }

  @Override
  public void ended() {
    one.ended();
    other.ended();
  }
}
