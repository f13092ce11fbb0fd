"""HTTP with a long timeout. httpx's five seconds are sometimes too short on a busy machine."""

from __future__ import annotations

from functools import partial

import httpx

from tests.support.patience import PATIENCE

get = partial(httpx.get, timeout=PATIENCE)
post = partial(httpx.post, timeout=PATIENCE)
stream = partial(httpx.stream, timeout=PATIENCE)
