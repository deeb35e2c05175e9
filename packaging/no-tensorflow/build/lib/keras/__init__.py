"""Stand-in for keras: see no_tensorflow."""

import no_tensorflow

no_tensorflow.fill(__name__)
