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

/// The date of a new generation: max(last, now), but now when the last one is more than ten seconds ahead (apt's
/// Acquire::Max-FutureTime): then the clock was wrong.
struct GenerationDate {
    Seconds date{};
    bool clock_was_wrong = false;
};
GenerationDate next_date(Seconds last, Seconds now);

/// The `Last-Modified` of a new generation: its date, or the second after that of the one before where that is later.
/// Nothing when the clock was wrong: the dates of the generations before are no measure then.
Seconds next_last_modified(Seconds before, const GenerationDate& date);

/// Whether a distro's entry points are Releases, one per channel; else repomd.xml, one per basearch.
bool has_release(const storage::DistroRow& distro);

/// The entry points of a distro, where these indexes are served: of rpm one for each basearch.
std::vector<EntryPointKey> entry_points_of(const storage::DistroRow& distro, const ServedIndexes& indexes);

/// The unsigned text of an entry point, Release or repomd.xml, over all of its distro's indexes that are served.
std::string entry_point_text(const RepositoryState& repository, const ChannelState& channel, const EntryPointKey& key,
                             const ServedIndexes& indexes, Seconds date, const std::string& public_url);

/// Whether a distro's Release says where its snapshots are as it would with this public URL.
bool names_snapshots_as(std::string_view release, const RepositoryState& repository, const storage::DistroRow& distro,
                        const std::string& public_url);

using FutureSignature = std::future<Result<std::string>>;

/// Signs the content of entry points by the repository's keys into `signed_content` and, for yum, puts the key beside
/// it. Blocks until all are signed. Faults: those of the signer.
Result<> sign_entry_points(signing::Signer& signers, const RepositoryState& repository,
                           const std::vector<storage::EntryPointRow*>& rows, signing::Priority priority);

/// Asks for the detached signature of a Release (Release.gpg).
FutureSignature request_release_signature(signing::Signer& signers, const RepositoryState& repository,
                                          const storage::EntryPointRow& row);

}  // namespace slipway::publishing
