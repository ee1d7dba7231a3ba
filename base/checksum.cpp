#include "base/checksum.hpp"

#include <cstring>
#include <new>
#include <string>
#include <xxhash.h>

namespace slipway {
namespace {

/// The canonical form is the same on every machine: a data directory may be moved.
Checksum checksum_from(XXH128_hash_t hash) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, hash);
    Checksum checksum;
    static_assert(sizeof canonical.digest == sizeof checksum.bytes);
    std::memcpy(checksum.bytes.data(), canonical.digest, sizeof canonical.digest);
    return checksum;
}

struct FreeState {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

}  // namespace

struct Checksummer::State {
    std::unique_ptr<XXH3_state_t, FreeState> xxh{XXH3_createState()};
};

std::optional<Checksum> Checksum::from_raw(ByteView raw) {
    Checksum checksum;
    if (raw.size() != checksum.bytes.size()) return std::nullopt;
    std::memcpy(checksum.bytes.data(), raw.data(), raw.size());
    return checksum;
}

Checksum checksum_of(ByteView bytes) { return checksum_from(XXH3_128bits(bytes.data(), bytes.size())); }

Checksummer::Checksummer() : state_(std::make_unique<State>()) {
    if (!state_->xxh) throw std::bad_alloc();
    reset();
}
Checksummer::~Checksummer() = default;

// Neither of these two can fail with a state that exists.
void Checksummer::reset() { XXH3_128bits_reset(state_->xxh.get()); }
void Checksummer::update(ByteView bytes) { XXH3_128bits_update(state_->xxh.get(), bytes.data(), bytes.size()); }
Checksum Checksummer::value() const { return checksum_from(XXH3_128bits_digest(state_->xxh.get())); }

void Checksummer::add_field(ByteView text) {
    update(std::to_string(text.size()) + ":");
    update(text);
}

}  // namespace slipway
