#pragma once

#include "publishing/cluster/serving.hpp"
#include "publishing/model/model.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/purges.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// What became of the bytes of a purged package.
enum class PurgedBytes : unsigned char {
    destroyed,
    kept_by_another,   // another repository holds the same bytes
    kept_by_upload,    // an upload of the same bytes is under way; destroyed as soon as it has been answered
    kept_by_a_failure  // see the log; every start tries again
};
std::string_view name_of(PurgedBytes bytes);

/// Whether the version that the purged bytes had taken may be taken by others.
enum class ReleaseVersion : unsigned char { no, yes };

struct PurgeOutcome {
    struct Package {
        storage::PurgeRow row;
        PurgedBytes bytes = PurgedBytes::destroyed;
    };
    std::vector<Package> packages;                  // an rpm: every signed variant of the same uploaded bytes
    std::map<std::string, std::int64_t> revisions;  // by channel that had one of them; none: purged earlier
    std::vector<storage::TakenVersion> released;    // versions that these bytes had taken and that are free now
    std::optional<Serving> serving{};               // by the nodes of a cluster
};

/// Returns whether these bytes, as uploaded or as served, were purged from the repository.
bool is_purged(const RepositoryState& repository, const Sha256& digest);

/// The refusal of bytes that were purged.
Error purged_earlier(const std::string& file_name, const Sha256& digest);

/// The answer to somebody who named a package that the catalog does not have: gone "purged" or not_found.
Error no_package(const RepositoryState& repository, const Sha256& digest);

}  // namespace slipway::publishing
