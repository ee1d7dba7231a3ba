#pragma once

#include "publishing/model/model.hpp"
#include "publishing/rendering/rendered_index.hpp"
#include "signing/signer.hpp"
#include "storage/catalog/publications.hpp"

#include <future>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace slipway::publishing {

/// The indexes of a channel as they are served.
using ServedIndexes = std::map<IndexKey, std::shared_ptr<const RenderedIndex>>;

/// Names an entry point of a channel: deb (distro, ""), rpm (distro, basearch).
using EntryPointKey = std::pair<RowId, std::string>;

/// What is served of one channel.
struct ChannelPublication {
    ServedIndexes indexes;
    std::map<EntryPointKey, storage::EntryPointRow> entry_points;
};

/// The date of a new generation: max(last, now). If the last date is more than ten seconds ahead (apt's
/// Acquire::Max-FutureTime), the clock was wrong, and the date is now.
struct GenerationDate {
    Seconds date{};
    bool clock_was_wrong = false;
};
GenerationDate next_date(Seconds last, Seconds now);

/// Returns the `Last-Modified` of a new generation: its date, or the second after that of the generation before if that
/// is later. Returns zero if the clock was wrong, as the dates of earlier generations are no measure then.
Seconds next_last_modified(Seconds before, const GenerationDate& date);

/// Returns whether a distro's entry points are Releases, one per channel. Otherwise they are repomd.xml files, one per
/// basearch.
bool has_release(const storage::DistroRow& distro);

/// Returns the entry points of a distro whose channel serves these indexes. An rpm distro has one for each basearch.
std::vector<EntryPointKey> entry_points_of(const storage::DistroRow& distro, const ServedIndexes& indexes);

/// Returns the unsigned text of an entry point, Release or repomd.xml, over all of its distro's indexes that are
/// served.
std::string entry_point_text(const RepositoryState& repository, const ChannelState& channel, const EntryPointKey& key,
                             const ServedIndexes& indexes, Seconds date, const std::string& public_url);

/// Returns whether a distro's Release names its snapshots by this public URL.
bool names_snapshots_as(std::string_view release, const RepositoryState& repository, const storage::DistroRow& distro,
                        const std::string& public_url);

using FutureSignature = std::future<Result<std::string>>;

/// Signs the content of entry points with the repository's keys into `signed_content` and, for yum, adds the key.
/// Blocks until all are signed. Faults: those of the signer.
Result<> sign_entry_points(signing::Signer& signers, const RepositoryState& repository,
                           const std::vector<storage::EntryPointRow*>& rows, signing::Priority priority);

/// Asks for the detached signature of a Release (Release.gpg).
FutureSignature request_release_signature(signing::Signer& signers, const RepositoryState& repository,
                                          const storage::EntryPointRow& row);

}  // namespace slipway::publishing
