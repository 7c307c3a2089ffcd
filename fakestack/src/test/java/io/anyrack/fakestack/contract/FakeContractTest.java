package io.anyrack.fakestack.contract;

import io.anyrack.fakestack.FakeStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The fake cloud keeps the contracts. */
final class FakeContractTest {
  private final FakeStack stack = FakeStack.start();

  @AfterEach
  void close() {
    stack.close();
  }

  @Nested
  final class Neutron extends NeutronContract {
    @Override
    Access access() {
      return Access.to(stack);
    }
  }
}
