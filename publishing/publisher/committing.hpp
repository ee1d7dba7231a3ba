#pragma once

#include "publishing/publisher/publication.hpp"

namespace slipway::publishing {

struct PublisherState;

/// Makes the publication durable, and puts its result into the repository's slot. On failure nothing has changed. A
/// refusal (`is_refusal`) concerns one of its changes only. For the publisher's thread.
Result<> commit(PublisherState& state, Publication& publication);

}  // namespace slipway::publishing
