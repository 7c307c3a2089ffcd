package io.anyrack.openstack.http;

/**
 * What a cloud said no to.
 *
 * @param status the answer's status; 0: there was no answer
 * @param service the service's type, such as {@code network}
 * @param asked method and path, such as {@code POST ports}; never a body, which may hold secrets
 * @param says the cloud's own message; empty: none
 * @param requestId the cloud's name for the request, for its operator; empty: none
 */
public record Refusal(int status, String service, String asked, String says, String requestId) {
  /** In a sentence. */
  public String sentence() {
    return "the cloud's "
        + service
        + " service "
        + (status == 0 ? "did not answer " : "answered " + status + " to ")
        + asked
        + (says.isEmpty() ? "" : ": " + says)
        + (requestId.isEmpty() ? "" : " (" + requestId + ")");
  }
}
