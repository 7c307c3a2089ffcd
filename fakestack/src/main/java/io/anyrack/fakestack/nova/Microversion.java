package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Json;

/** The microversion of a call, 2.1 to 2.93. */
record Microversion(int minor) {
  static final int NEWEST = 93;

  static Microversion of(Call call) {
    String header = call.header("openstack-api-version");
    String text = header.startsWith("compute ") ? header.substring("compute ".length()) : "";
    if (text.isEmpty()) {
      text = call.header("x-openstack-nova-api-version");
    }
    if (text.isEmpty()) {
      return new Microversion(1);
    }
    if (text.equals("latest")) {
      return new Microversion(NEWEST);
    }
    if (!text.matches("\\d+\\.\\d+")) {
      throw Refusal.fault(
          400,
          "API Version String %s is of invalid format. Must be of format MajorNum.MinorNum."
              .formatted(text));
    }
    int minor = Integer.parseInt(text.substring(text.indexOf('.') + 1));
    if (!text.startsWith("2.") || minor < 1 || minor > NEWEST) {
      throw new Refusal(
          Answer.json(
              406,
              Json.object(
                  "computeFault",
                  Json.object()
                      .put("code", 406)
                      .put(
                          "message",
                          "Version %s is not supported by the API. Minimum is 2.1 and maximum is 2.%d."
                              .formatted(text, NEWEST)))));
    }
    return new Microversion(minor);
  }

  boolean atLeast(int other) {
    return minor >= other;
  }

  Answer on(Answer answer) {
    return answer
        .with("OpenStack-API-Version", "compute 2." + minor)
        .with("X-OpenStack-Nova-API-Version", "2." + minor)
        .with("Vary", "OpenStack-API-Version, X-OpenStack-Nova-API-Version");
  }
}
