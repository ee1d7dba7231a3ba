#pragma once

#include "publishing/content/holding_channels.hpp"
#include "publishing/intake/expansion.hpp"
#include "publishing/intake/ingest.hpp"
#include "repo-format/rpm/rpm_package.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Returns the refusal of a version that is taken by other bytes. `holder` is their digest as uploaded. `holding` are
/// the channels that have them; nothing if nobody looked.
Error package_exists(const storage::PackageRow& package, const std::string& distro, const Sha256& holder,
                     const std::optional<HoldingChannels>& holding);
/// Returns the refusal of a version that another file of the same upload has with other bytes.
Error two_files_of_version(const storage::PackageRow& package);

/// Returns a new package that replaces one whose signature nobody trusts any more, or whose bytes are lost.
storage::PackageRow to_be_signed_anew(storage::PackageRow known);

/// A file that was examined.
struct ExaminedFile {
    ReceivedFile received;
    IngestedPackage result;  // without texts while an rpm has still to be signed
    bool to_be_signed = false;
    std::optional<storage::BlobUpload> signed_bytes{};
    bool mends = false;  // the bytes replace stored ones that are damaged
};

/// Reads and checks one received file: what it is, where it goes, whether the repository has it already. Blocks.
/// Faults: invalid_input and unsupported with the API's codes; those of `room`; io.
Result<ExaminedFile> examine(const storage::Catalog& catalog, const RepositoryState& repository, ReceivedFile received,
                             const ExpansionRoom& room);

}  // namespace slipway::publishing
