"""`python -m auditor.collectors.agent`: how an agent of this installation is started."""

import sys

from auditor.collectors.agent import main

sys.exit(main())
