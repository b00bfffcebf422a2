"""The declaration of an API, and the call that its operations receive."""
