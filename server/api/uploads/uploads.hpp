#pragma once

#include "server/api/routing/call.hpp"
#include "server/api/uploads/upload_slots.hpp"
#include "server/api/uploads/upload_space.hpp"

#include <memory>

namespace slipway::api {

/// Begins uploads: the checks that each has to pass before its first byte, and the slots and the disk space that they
/// share. Thread-safe.
class Uploads {
public:
    /// `services` outlives it.
    explicit Uploads(Services& services);

    /// Makes every check of an upload that needs no byte of its body, in order of cost: repository and channel, target,
    /// declared size and digest, room to be signed, provenance, a free slot, disk space. Returns what takes the body.
    /// Faults: not_found, invalid_input, conflict "package-exists", too_large, busy "too-many-uploads" (not with
    /// `place`, which is kept) and "too-busy", storage_full, io. Blocks on the catalog.
    Result<std::unique_ptr<http::BodySink>> begin(const Call& call, std::shared_ptr<UploadSlot> place = nullptr);

    /// The queue of the uploads for which `begin` had no slot.
    UploadSlots& slots() { return slots_; }

private:
    Services& services_;
    UploadSlots slots_;
    UploadSpace space_;
};

}  // namespace slipway::api
