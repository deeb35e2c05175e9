"""Stand-in for tensorflow_hub: see no_tensorflow."""

import no_tensorflow

no_tensorflow.fill(__name__)
