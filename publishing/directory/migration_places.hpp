#pragma once

#include "publishing/directory/store_places.hpp"

#include <string>

namespace slipway::publishing {

/// What of a server goes from one set of places to another, and what stays where it is.
struct MigrationPlaces {
    const StorePlaces& from;
    const StorePlaces& to;
    bool moves_catalog = false;  // with the private keys
    bool moves_files = false;    // package files and packs

    /// Looks at the settings alone; both sides must outlive the result. Faults: invalid_input (the same place on both
    /// sides), unsupported (keys are sealed on a side that names no key to open or seal them by).
    static Result<MigrationPlaces> compare(const StorePlaces& from, const StorePlaces& to);

    bool moves_directory() const;
};

/// Where everything is, as messages and marks name it: "/srv/slipway", "postgresql://db:5432/slipway, packages in
/// s3://packages/prod".
std::string describe(const StorePlaces& places);

}  // namespace slipway::publishing
