#pragma once

#include "publishing/rendering/entry_points.hpp"
#include "publishing/served/published_tree.hpp"

#include <memory>

namespace slipway::publishing {

/// Builds the served files of one distro in one channel. From `previous` (may be null) it takes over the files named by
/// digest and the repomd.xml generations that were replaced a short while ago. Opens packs; blocks. Faults: io,
/// not_found (a pack is missing).
Result<std::shared_ptr<const ChannelFiles>> build_files(const storage::DistroRow& distro,
                                                        const signing::Keyring& keyring,
                                                        const ChannelPublication& publication,
                                                        const ChannelFiles* previous,
                                                        const storage::SegmentStore& segments, Seconds now);

/// Returns an index file as it is served under its digest.
Result<PublishedFile> immutable_file(const storage::SegmentStore& segments, const RenderedFile& file);

/// Builds "keys.asc" and the related files (PublishedRepository::key_files).
Result<std::map<std::string, PublishedFile, std::less<>>> build_key_files(const signing::Keyring& keyring);

/// Returns a repomd.xml and its signature as they are served while nothing has replaced them.
RepomdGeneration repomd_generation(const storage::EntryPointRow& row);

/// Returns an ASCII text file with an ETag made from its bytes.
PublishedFile text_file(FileKind kind, std::string text, std::string_view content_type, Seconds last_modified = {});

}  // namespace slipway::publishing
