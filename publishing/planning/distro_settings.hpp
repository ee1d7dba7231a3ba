#pragma once

#include "publishing/model/settings.hpp"
#include "publishing/planning/planning.hpp"

namespace slipway::publishing {

/// Returns the distro as a request wants it. Faults: invalid_input "invalid-field", "invalid-name",
/// "unknown-architecture"; conflict "immutable".
Result<storage::DistroRow> wanted_distro(const storage::RepositoryRow& repository, storage::DistroRow distro,
                                         const DistroPut& put);

/// Makes every other distro of the format no default, if this one is the default.
void take_default(storage::RepositoryRow& repository, const storage::DistroRow& distro);

/// Creates a distro; one that exists stays as it is. Faults: those of `wanted_distro`.
Result<> make_distro(Planning& planning, const DistroPut& put);

}  // namespace slipway::publishing
