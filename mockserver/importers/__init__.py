"""Files of other mock servers, turned into scenarios of ours."""
