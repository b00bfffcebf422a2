"""The sentences of Stripe's errors, exactly as they come over the wire; programs compare them, alas."""

UNREADABLE = (
    "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any "
    "questions, we can help at https://support.stripe.com/."
)
BACKEND = "Sorry! There was an error while talking to one of our backends. Support has been notified."
CONFLICT = "The request conflicts with another request (perhaps due to using the same idempotent key)."
RATE_LIMIT = "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits."
LOCKED = (
    "This object cannot be accessed right now because another API request or Stripe process is currently accessing it. "
    "If you see this error intermittently, retry the request. If you see this error frequently and are making multiple "
    "concurrent requests to a single object, make your requests serially or at a lower rate."
)
OTHER_PARAMETERS = (
    "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key "
    "other than '{key}' if you meant to execute a different request."
)
OTHER_ENDPOINT = (
    "Keys for idempotent requests can only be used for the same endpoint they were first used for ('{path}' vs "
    "'{first}'). Try using a key other than '{key}' if you meant to execute a different request."
)
KEY_IN_USE = (
    "There is currently another in-progress request using this Idempotent Key (that probably means you submitted "
    "twice, and the other request is still going through): {key}. Please try again later."
)
NO_API_KEY = (
    "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth "
    "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we "
    "can help at https://support.stripe.com/."
)
INVALID_API_KEY = "Invalid API Key provided: {key}"
PUBLISHABLE_KEY = (
    "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your "
    "API keys at https://dashboard.stripe.com/account/apikeys."
)
FORBIDDEN = (
    "The provided key '{key}' does not have the required permissions for this endpoint on account '{account}'. Having "
    "the '{permission}' permission would allow this request to continue."
)
NO_ACCOUNT = (
    "The provided key '{key}' does not have access to account '{account}' (or that account does not exist). "
    "Application access may have been revoked."
)
UNKNOWN_ADDRESS = (
    "Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the trailing slash. If you "
    "are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. Please see "
    "https://stripe.com/docs or we can help at https://support.stripe.com/."
)
