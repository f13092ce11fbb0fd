"""HTTP that waits: httpx gives up after five seconds, which a busy machine takes now and then."""

from __future__ import annotations

from functools import partial

import httpx

from tests.support.patience import PATIENCE

get = partial(httpx.get, timeout=PATIENCE)
post = partial(httpx.post, timeout=PATIENCE)
stream = partial(httpx.stream, timeout=PATIENCE)
