#pragma once

#include "server/api/routing/call.hpp"
#include "server/api/uploads/upload_slots.hpp"
#include "server/api/uploads/upload_space.hpp"

#include <memory>

namespace slipway::api {

/// The uploads under way: what each has to pass before its first byte, and the places and the disk space that they
/// share. Thread-safe.
class Uploads {
public:
    /// `services` outlives it.
    explicit Uploads(Services& services);

    /// Every check of an upload that needs no byte of its body, in order of cost: repository and channel, target,
    /// declared size and digest, provenance, a free place, disk space. Then what takes the body. Faults: not_found,
    /// invalid_input, conflict "package-exists", too_large, busy "too-many-uploads" (not with `place`, which is kept),
    /// storage_full, io. Blocks on the catalog.
    Result<std::unique_ptr<http::BodySink>> begin(const Call& call, std::shared_ptr<UploadPlace> place = nullptr);

    /// Where those queue that `begin` had no place for.
    UploadSlots& slots() { return slots_; }

private:
    Services& services_;
    UploadSlots slots_;
    UploadSpace space_;
};

}  // namespace slipway::api
