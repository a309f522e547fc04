"""The health check of a web container: 0 when the site answers and its database answers."""

import os
import sys
import urllib.request

address = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}/healthz"
try:
    with urllib.request.urlopen(address, timeout=4) as answer:
        sys.exit(answer.status != 200)
except OSError as error:
    sys.exit(str(error))
