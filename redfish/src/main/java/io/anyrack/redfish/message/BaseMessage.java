package io.anyrack.redfish.message;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The messages of DMTF's Base registry (DSP8011) that this service says. Texts, severities and
 * arguments are the registry's own; the text of each says what it means.
 */
public enum BaseMessage {
  SUCCESS("Success", Severity.OK, "The request completed successfully.", "None."),
  CREATED("Created", Severity.OK, "The resource was created successfully.", "None."),
  GENERAL_ERROR(
      "GeneralError",
      Severity.CRITICAL,
      "A general error has occurred. See Resolution for information on how to resolve the error, or"
          + " @Message.ExtendedInfo if Resolution is not provided.",
      "None."),
  NO_OPERATION(
      "NoOperation",
      Severity.WARNING,
      "The request body submitted contain no data to act upon and no changes to the resource took"
          + " place.",
      "Add properties in the JSON object and resubmit the request."),
  INTERNAL_ERROR(
      "InternalError",
      Severity.CRITICAL,
      "The request failed due to an internal service error. The service is still operational.",
      "Resubmit the request. If the problem persists, consider resetting the service."),
  PROPERTY_UNKNOWN(
      "PropertyUnknown",
      Severity.WARNING,
      "The property %1 is not in the list of valid properties for the resource.",
      "Remove the unknown property from the request body and resubmit the request if the operation"
          + " failed."),
  PROPERTY_DUPLICATE(
      "PropertyDuplicate",
      Severity.WARNING,
      "The property %1 was duplicated in the request.",
      "Remove the duplicate property from the request body and resubmit the request if the"
          + " operation failed."),
  PROPERTY_VALUE_TYPE_ERROR(
      "PropertyValueTypeError",
      Severity.WARNING,
      "The value '%1' for the property %2 is not a type that the property can accept.",
      "Correct the value for the property in the request body and resubmit the request if the"
          + " operation failed."),
  PROPERTY_VALUE_FORMAT_ERROR(
      "PropertyValueFormatError",
      Severity.WARNING,
      "The value '%1' for the property %2 is not a format that the property can accept.",
      "Correct the value for the property in the request body and resubmit the request if the"
          + " operation failed."),
  PROPERTY_VALUE_NOT_IN_LIST(
      "PropertyValueNotInList",
      Severity.WARNING,
      "The value '%1' for the property %2 is not in the list of acceptable values.",
      "Choose a value from the enumeration list that the implementation can support and resubmit"
          + " the request if the operation failed."),
  PROPERTY_VALUE_OUT_OF_RANGE(
      "PropertyValueOutOfRange",
      Severity.WARNING,
      "The value '%1' for the property %2 is not in the supported range of acceptable values.",
      "Correct the value for the property in the request body and resubmit the request if the"
          + " operation failed."),
  PROPERTY_VALUE_ERROR(
      "PropertyValueError",
      Severity.WARNING,
      "The value provided for the property %1 is not valid.",
      "Correct the value for the property in the request body and resubmit the request if the"
          + " operation failed."),
  PROPERTY_VALUE_CONFLICT(
      "PropertyValueConflict",
      Severity.WARNING,
      "The property '%1' could not be written because its value would conflict with the value of"
          + " the '%2' property.",
      "None."),
  PROPERTY_NOT_WRITABLE(
      "PropertyNotWritable",
      Severity.WARNING,
      "The property %1 is a read-only property and cannot be assigned a value.",
      "Remove the property from the request body and resubmit the request if the operation"
          + " failed."),
  PROPERTY_MISSING(
      "PropertyMissing",
      Severity.WARNING,
      "The property %1 is a required property and must be included in the request.",
      "Ensure that the property is in the request body and has a valid value and resubmit the"
          + " request if the operation failed."),
  MALFORMED_JSON(
      "MalformedJSON",
      Severity.CRITICAL,
      "The request body submitted was malformed JSON and could not be parsed by the receiving"
          + " service.",
      "Ensure that the request body is valid JSON and resubmit the request."),
  EMPTY_JSON(
      "EmptyJSON",
      Severity.WARNING,
      "The request body submitted contained an empty JSON object and the service is unable to"
          + " process it.",
      "Add properties in the JSON object and resubmit the request."),
  UNRECOGNIZED_REQUEST_BODY(
      "UnrecognizedRequestBody",
      Severity.WARNING,
      "The service detected a malformed request body that it was unable to interpret.",
      "Correct the request body and resubmit the request if it failed."),
  PAYLOAD_TOO_LARGE(
      "PayloadTooLarge",
      Severity.CRITICAL,
      "The supplied payload exceeds the maximum size supported by the service.",
      "Check that the supplied payload is correct and supported by this service."),
  ACTION_PARAMETER_MISSING(
      "ActionParameterMissing",
      Severity.CRITICAL,
      "The action %1 requires the parameter %2 to be present in the request body.",
      "Supply the action with the required parameter in the request body when the request is"
          + " resubmitted."),
  ACTION_PARAMETER_UNKNOWN(
      "ActionParameterUnknown",
      Severity.WARNING,
      "The action %1 was submitted with the invalid parameter %2.",
      "Correct the invalid action parameter and resubmit the request if the operation failed."),
  ACTION_PARAMETER_NOT_SUPPORTED(
      "ActionParameterNotSupported",
      Severity.WARNING,
      "The parameter %1 for the action %2 is not supported on the target resource.",
      "Remove the parameter supplied and resubmit the request if the operation failed."),
  ACTION_PARAMETER_VALUE_TYPE_ERROR(
      "ActionParameterValueTypeError",
      Severity.WARNING,
      "The value '%1' for the parameter %2 in the action %3 is not a type that the parameter can"
          + " accept.",
      "Correct the value for the parameter in the request body and resubmit the request if the"
          + " operation failed."),
  ACTION_PARAMETER_VALUE_NOT_IN_LIST(
      "ActionParameterValueNotInList",
      Severity.WARNING,
      "The value '%1' for the parameter %2 in the action %3 is not in the list of acceptable"
          + " values.",
      "Choose a value from the enumeration list that the implementation can support and resubmit"
          + " the request if the operation failed."),
  ACTION_PARAMETER_VALUE_FORMAT_ERROR(
      "ActionParameterValueFormatError",
      Severity.WARNING,
      "The value '%1' for the parameter %2 in the action %3 is not a format that the parameter can"
          + " accept.",
      "Correct the value for the parameter in the request body and resubmit the request if the"
          + " operation failed."),
  ACTION_PARAMETER_VALUE_OUT_OF_RANGE(
      "ActionParameterValueOutOfRange",
      Severity.WARNING,
      "The value '%1' for the parameter %2 in the action %3 is not in the supported range of"
          + " acceptable values.",
      "Correct the value for the parameter in the request body and resubmit the request if the"
          + " operation failed."),
  QUERY_PARAMETER_VALUE_TYPE_ERROR(
      "QueryParameterValueTypeError",
      Severity.WARNING,
      "The value '%1' for the query parameter %2 is not a type that the parameter can accept.",
      "Correct the value for the query parameter in the request and resubmit the request if the"
          + " operation failed."),
  QUERY_PARAMETER_VALUE_FORMAT_ERROR(
      "QueryParameterValueFormatError",
      Severity.WARNING,
      "The value '%1' for the parameter %2 is not a format that the parameter can accept.",
      "Correct the value for the query parameter in the request and resubmit the request if the"
          + " operation failed."),
  QUERY_PARAMETER_OUT_OF_RANGE(
      "QueryParameterOutOfRange",
      Severity.WARNING,
      "The value '%1' for the query parameter %2 is out of range %3.",
      "Reduce the value for the query parameter to a value that is within range, such as a start or"
          + " count value that is within bounds of the number of resources in a collection or a"
          + " page number that is within the range of valid pages."),
  QUERY_PARAMETER_UNSUPPORTED(
      "QueryParameterUnsupported",
      Severity.WARNING,
      "Query parameter '%1' is not supported.",
      "Correct or remove the query parameter and resubmit the request."),
  QUERY_NOT_SUPPORTED_ON_RESOURCE(
      "QueryNotSupportedOnResource",
      Severity.WARNING,
      "Querying is not supported on the requested resource.",
      "Remove the query parameters and resubmit the request if the operation failed."),
  QUERY_NOT_SUPPORTED_ON_OPERATION(
      "QueryNotSupportedOnOperation",
      Severity.WARNING,
      "Querying is not supported with the requested operation.",
      "Remove the query parameters and resubmit the request if the operation failed."),
  QUERY_COMBINATION_INVALID(
      "QueryCombinationInvalid",
      Severity.WARNING,
      "Two or more query parameters in the request cannot be used together.",
      "Remove one or more of the query parameters and resubmit the request if the operation"
          + " failed."),
  SESSION_LIMIT_EXCEEDED(
      "SessionLimitExceeded",
      Severity.CRITICAL,
      "The session establishment failed due to the number of simultaneous sessions exceeding the"
          + " limit of the implementation.",
      "Reduce the number of other sessions before trying to establish the session or increase the"
          + " limit of simultaneous sessions, if supported."),
  SERVICE_TEMPORARILY_UNAVAILABLE(
      "ServiceTemporarilyUnavailable",
      Severity.CRITICAL,
      "The service is temporarily unavailable. Retry in %1 seconds.",
      "Wait for the indicated retry duration and retry the operation."),
  RESOURCE_MISSING_AT_URI(
      "ResourceMissingAtURI",
      Severity.CRITICAL,
      "The resource at the URI '%1' was not found.",
      "Place a valid resource at the URI or correct the URI and resubmit the request."),
  RESOURCE_IN_USE(
      "ResourceInUse",
      Severity.WARNING,
      "The change to the requested resource failed because the resource is in use or in"
          + " transition.",
      "Remove the condition and resubmit the request if the operation failed."),
  RESOURCE_NOT_FOUND(
      "ResourceNotFound",
      Severity.CRITICAL,
      "The requested resource of type %1 named '%2' was not found.",
      "Provide a valid resource identifier and resubmit the request."),
  RESOURCE_CANNOT_BE_DELETED(
      "ResourceCannotBeDeleted",
      Severity.CRITICAL,
      "The delete request failed because the resource requested cannot be deleted.",
      "Do not attempt to delete a non-deletable resource."),
  RESOURCE_ALREADY_EXISTS(
      "ResourceAlreadyExists",
      Severity.CRITICAL,
      "The requested resource of type %1 with the property %2 with the value '%3' already exists.",
      "Do not repeat the create operation as the resource was already created."),
  CREATE_LIMIT_REACHED_FOR_RESOURCE(
      "CreateLimitReachedForResource",
      Severity.CRITICAL,
      "The create operation failed because the resource has reached the limit of possible"
          + " resources.",
      "Either delete resources and resubmit the request if the operation failed or do not resubmit"
          + " the request."),
  INSUFFICIENT_PRIVILEGE(
      "InsufficientPrivilege",
      Severity.CRITICAL,
      "There are insufficient privileges for the account or credentials associated with the current"
          + " session to perform the requested operation.",
      "Either abandon the operation or change the associated access rights and resubmit the request"
          + " if the operation failed."),
  NO_VALID_SESSION(
      "NoValidSession",
      Severity.CRITICAL,
      "There is no valid session established with the implementation.",
      "Establish a session before attempting any operations."),
  RESOURCE_AT_URI_UNAUTHORIZED(
      "ResourceAtUriUnauthorized",
      Severity.CRITICAL,
      "While accessing the resource at '%1', the service received an authorization error '%2'.",
      "Ensure that the appropriate access is provided for the service in order for it to access the"
          + " URI."),
  ACCOUNT_REMOVED("AccountRemoved", Severity.OK, "The account was successfully removed.", "None."),
  RESTRICTED_ROLE(
      "RestrictedRole",
      Severity.WARNING,
      "The operation was not successful because the role '%1' is restricted.",
      "No resolution is required. For standard roles, consider using the role specified in the"
          + " AlternateRoleId property in the Role resource."),
  EVENT_SUBSCRIPTION_LIMIT_EXCEEDED(
      "EventSubscriptionLimitExceeded",
      Severity.CRITICAL,
      "The event subscription failed due to the number of simultaneous subscriptions exceeding the"
          + " limit of the implementation.",
      "Reduce the number of other subscriptions before trying to establish the event subscription"
          + " or increase the limit of simultaneous subscriptions, if supported."),
  COULD_NOT_ESTABLISH_CONNECTION(
      "CouldNotEstablishConnection",
      Severity.CRITICAL,
      "The service failed to establish a connection with the URI '%1'.",
      "Ensure that the URI contains a valid and reachable node name, protocol information, and"
          + " other URI components."),
  OPERATION_FAILED(
      "OperationFailed",
      Severity.WARNING,
      "An error occurred internal to the service as part of the overall request. Partial results"
          + " may have been returned.",
      "Resubmit the request. If the problem persists, consider resetting the service or provider."),
  OPERATION_NOT_ALLOWED(
      "OperationNotAllowed",
      Severity.CRITICAL,
      "The HTTP method is not allowed on this resource.",
      "None."),
  HEADER_MISSING(
      "HeaderMissing",
      Severity.CRITICAL,
      "Required header '%1' is missing in the request.",
      "Resubmit the request with the required request header."),
  HEADER_INVALID(
      "HeaderInvalid",
      Severity.CRITICAL,
      "Header '%1' is invalid.",
      "Resubmit the request with a valid request header."),
  PRECONDITION_FAILED(
      "PreconditionFailed",
      Severity.CRITICAL,
      "The ETag supplied did not match the ETag required to change this resource.",
      "Try the operation again using the appropriate ETag."),
  CHASSIS_POWER_STATE_ON_REQUIRED(
      "ChassisPowerStateOnRequired",
      Severity.WARNING,
      "The chassis with Id '%1' is required to be powered on to perform this request.",
      "Power on the specified chassis and resubmit the request."),
  STRING_VALUE_TOO_LONG(
      "StringValueTooLong",
      Severity.WARNING,
      "The string '%1' exceeds the length limit %2.",
      "Resubmit the request with an appropriate string length.");

  /** The registry these are from, and the version of it. */
  public static final String REGISTRY = "Base.1.19.0";

  private static final Pattern PLACE = Pattern.compile("%([1-9])");
  private static final String PREFIX = "Base.1.19.";

  private final String key;
  private final Severity severity;
  private final String text;
  private final String resolution;

  BaseMessage(String key, Severity severity, String text, String resolution) {
    this.key = key;
    this.severity = severity;
    this.text = text;
    this.resolution = resolution;
  }

  /** How bad it is. */
  public enum Severity {
    /** Nothing is wrong. */
    OK("OK"),
    /** Something is wrong. */
    WARNING("Warning"),
    /** Something must be done. */
    CRITICAL("Critical");

    private final String word;

    Severity(String word) {
      this.word = word;
    }

    /** As JSON has it. */
    public String word() {
      return word;
    }
  }

  /** The MessageId, such as {@code Base.1.19.PropertyUnknown}. */
  public String id() {
    return PREFIX + key;
  }

  /** How bad it is. */
  public Severity severity() {
    return severity;
  }

  /** What to do. */
  public String resolution() {
    return resolution;
  }

  /** The message with its arguments put in. */
  String text(List<String> args) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> Matcher.quoteReplacement(args.get(Integer.parseInt(place.group(1)) - 1)));
  }
}
