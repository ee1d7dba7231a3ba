#pragma once

#include "publishing/publisher/publication.hpp"

namespace slipway::publishing {

struct PublisherState;

/// Prepares, on the quiet thread, the digests that a next publication with one more package needs. The next publication
/// of any repository ends that. For the publisher's thread.
void hash_ahead(PublisherState& state, const Publication& publication);

}  // namespace slipway::publishing
