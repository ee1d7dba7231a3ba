#pragma once

#include "publishing/publisher/publication.hpp"

namespace slipway::publishing {

struct PublisherState;

/// Prepares the digests of what was published for one package more, on the quiet thread. The next publication, of any
/// repository, ends that. For the publisher's thread.
void hash_ahead(PublisherState& state, const Publication& publication);

}  // namespace slipway::publishing
