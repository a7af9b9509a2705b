"""`python -m backend.bench`."""

from __future__ import annotations

from backend.bench import main

raise SystemExit(main())
