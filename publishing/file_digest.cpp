// A publication changes a block or two, anywhere in the file, and SHA-256 must go through all that follows. Through
// what stands before it need not: every MiB the state of the digest is kept with the file, 300 bytes each, and the next
// publication goes on from the last state before its first change. That is half of the file on average. A document
// whose header has the number of its packages (yum's) differs at once and gains nothing.
#include "publishing/file_digest.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace slipway::publishing {
namespace {

constexpr std::size_t hash_piece = 128 * 1024;  // stays in the core's own cache until it is hashed
constexpr std::uint64_t state_distance = std::uint64_t{1024} * 1024;  // bytes between two states

std::size_t common_segments(const RenderedFile& a, const RenderedFile& b) {
    const auto same = [](const PlacedSegment& x, const PlacedSegment& y) { return x.extent == y.extent; };
    return static_cast<std::size_t>(std::ranges::mismatch(a.segments, b.segments, same).in1 - a.segments.begin());
}

/// The states of `previous` that hold for `file`, too.
std::vector<DigestState> shared_states(const RenderedFile& file, const RenderedFile* previous) {
    if (previous == nullptr || previous->joint.before != file.joint.before) return {};
    auto states = previous->digest_states;
    const auto common = common_segments(file, *previous);
    std::erase_if(states, [&](const DigestState& state) { return state.segments > common; });
    return states;
}

/// Lets the disk begin: after a quiet night the packs are not in memory, and each extent would be waited for.
void prefetch(const storage::SegmentStore& store, std::span<const PlacedSegment> segments) {
    std::vector<storage::Extent> extents;
    extents.reserve(segments.size());
    for (const auto& segment : segments) extents.push_back(segment.extent);
    store.prefetch(extents);
}

}  // namespace

Result<std::uint64_t> digest_file(const storage::SegmentStore& store, RenderedFile& file,
                                  const RenderedFile* previous) {
    file.digest_states = shared_states(file, previous);
    const DigestState from = file.digest_states.empty() ? DigestState{} : file.digest_states.back();
    prefetch(store, std::span(file.segments).subspan(from.segments));

    auto hasher = from.hasher ? from.hasher->copy() : Sha256Hasher();
    if (!from.hasher) hasher.update(file.joint.before);
    std::uint64_t at = from.hasher ? from.size : file.joint.before.size();
    std::uint64_t last_state = at;
    std::vector<char> piece(hash_piece);
    for (std::size_t i = from.segments; i < file.segments.size(); ++i) {
        const auto& extent = file.segments[i].extent;
        TRY(store.visit(extent, piece, [&](ByteView bytes) { hasher.update(bytes); }));
        at += extent.length;
        if (at - last_state < state_distance) continue;
        file.digest_states.push_back({i + 1, at, std::make_shared<const Sha256Hasher>(hasher.copy())});
        last_state = at;
    }
    hasher.update(file.joint.after);
    file.sha256 = hasher.finish();
    return at + file.joint.after.size() - from.size;
}

}  // namespace slipway::publishing
