#pragma once

#include "publishing/publisher/publication.hpp"

namespace slipway::publishing {

struct PublisherState;

/// Logs what a publication that was committed has made.
void report(PublisherState& state, const Publication& publication);

}  // namespace slipway::publishing
