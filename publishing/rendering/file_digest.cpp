// A publication changes a block or two, anywhere in the file, and SHA-256 has to read all that follows. It does not
// have to read what is before the change: every MiB the state of the digest is stored with the file, 300 bytes each,
// and the next publication goes on from the last state before its first change. That saves half of the file on average.
//
// The header of yum's documents has the number of their packages, so their first bytes always differ. But the most
// likely header is known: one package more. The states behind that header are made after an upload was answered, when
// there is nothing else to do, instead of before the answer of the next one.
#include "publishing/rendering/file_digest.hpp"

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
    if (previous == nullptr) return {};
    std::vector<DigestState> states;
    if (previous->joint.before == file.joint.before)
        states = previous->digest_states;
    else if (previous->ahead)
        states = previous->ahead->behind(file.joint.before);
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

/// The digest of a file while it is computed.
class Digest {
public:
    /// Goes on from the last of `states`; from the beginning if there is none.
    Digest(std::vector<DigestState> states, const std::string& header) : states_(std::move(states)) {
        if (states_.empty()) {
            add(header);
            return;
        }
        hasher_ = states_.back().hasher->copy();
        at_ = last_state_ = states_.back().size;
        segments_ = states_.back().segments;
    }

    Result<> add_segments(const storage::SegmentStore& store, std::span<const PlacedSegment> segments,
                          const std::function<bool()>& go_on) {
        prefetch(store, segments.subspan(segments_));
        std::vector<char> piece(hash_piece);
        while (segments_ < segments.size() && go_on()) {
            TRY(store.visit(segments[segments_].extent, piece, [this](ByteView bytes) { add(bytes); }));
            ++segments_;
            if (at_ - last_state_ < state_distance) continue;
            states_.push_back({segments_, at_, std::make_shared<const Sha256Hasher>(hasher_.copy())});
            last_state_ = at_;
        }
        return {};
    }

    void add(ByteView bytes) {
        hasher_.update(bytes);
        at_ += bytes.size();
        hashed_ += bytes.size();
    }

    Sha256 finish() { return hasher_.finish(); }
    std::vector<DigestState> release_states() { return std::move(states_); }
    std::uint64_t hashed() const { return hashed_; }

private:
    std::vector<DigestState> states_;
    Sha256Hasher hasher_;
    std::size_t segments_ = 0;
    std::uint64_t at_ = 0;
    std::uint64_t last_state_ = 0;
    std::uint64_t hashed_ = 0;
};

}  // namespace

Result<std::uint64_t> digest_file(const storage::SegmentStore& store, RenderedFile& file,
                                  const RenderedFile* previous) {
    Digest digest(shared_states(file, previous), file.joint.before);
    TRY(digest.add_segments(store, file.segments, [] { return true; }));
    digest.add(file.joint.after);
    file.sha256 = digest.finish();
    file.digest_states = digest.release_states();
    return digest.hashed();
}

Result<std::uint64_t> digest_ahead(const storage::SegmentStore& store, const RenderedFile& file,
                                   const std::string& header, const std::function<bool()>& go_on) {
    Digest digest({}, header);
    auto done = digest.add_segments(store, file.segments, go_on);
    file.ahead->put(header, digest.release_states());
    TRY(std::move(done));
    return digest.hashed();
}

}  // namespace slipway::publishing
