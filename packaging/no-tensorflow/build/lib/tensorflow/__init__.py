"""Stand-in for tensorflow: see no_tensorflow."""

import no_tensorflow

no_tensorflow.fill(__name__)
