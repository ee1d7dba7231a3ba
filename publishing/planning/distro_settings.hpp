#pragma once

#include "publishing/model/settings.hpp"
#include "publishing/planning/planning.hpp"

namespace slipway::publishing {

/// The distro as a request wants it. Faults: invalid_input "invalid-field", "invalid-name", "unknown-architecture";
/// conflict "immutable".
Result<storage::DistroRow> wanted_distro(const storage::RepositoryRow& repository, storage::DistroRow distro,
                                         const DistroPut& put);

/// Where the distro is the default of its format, no other one is.
void take_default(storage::RepositoryRow& repository, const storage::DistroRow& distro);

/// Makes a distro; one that is there stays as it is. Faults: as `wanted_distro`.
Result<> make_distro(Planning& planning, const DistroPut& put);

}  // namespace slipway::publishing
