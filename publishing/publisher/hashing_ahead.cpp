// While nothing is published, the digests of yum's documents are prepared for one entry more: see file_digest.cpp.
// The next publication, of any repository, ends that; what is there by then helps it.
#include "publishing/publisher/hashing_ahead.hpp"

#include "publishing/publisher/publisher_state.hpp"
#include "publishing/rendering/file_digest.hpp"

#include <algorithm>
#include <functional>

namespace slipway::publishing {
namespace {

/// The longest first: it is what a publication waits for.
std::vector<const RenderedFile*> files_to_hash(const RenderedIndex& index) {
    std::vector<const RenderedFile*> files;
    for (const auto& file : index.files)
        if (file.ahead) files.push_back(&file);
    std::ranges::sort(files, std::greater(), [](const RenderedFile* file) { return file->size; });
    return files;
}

Result<std::uint64_t> hash_one(const storage::SegmentStore& store, const RenderedIndex& index, const RenderedFile& file,
                               const std::function<bool()>& go_on) {
    const auto joint = TRY(joint_of(index, file, index.count + 1));
    if (!file.ahead->behind(joint.before).empty()) return std::uint64_t{0};  // another channel had this index
    return digest_ahead(store, file, joint.before, go_on);
}

}  // namespace

void hash_ahead(PublisherState& state, const Publication& publication) {
    if (!state.under_way.none()) return;
    const auto go_on = [&state, newest = state.under_way.newest()] {
        return state.under_way.newest() == newest && !state.stopping;
    };
    for (const auto& [channel, index] : publication.new_indexes) {
        state.quiet.post([&state, index = index, go_on] {
            for (const auto* file : files_to_hash(*index)) {
                const auto hashed = hash_one(state.segments.store(), *index, *file, go_on);
                if (hashed.ok())
                    state.counters.bytes_hashed_ahead += *hashed;
                else
                    state.parts.log.failure("an index cannot be hashed ahead", hashed.error());
            }
        });
    }
}

}  // namespace slipway::publishing
