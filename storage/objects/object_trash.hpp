#pragma once

#include "storage/gc/trash.hpp"
#include "storage/s3/client.hpp"

#include <string>
#include <string_view>

namespace slipway::storage {

/// What was collected in a bucket: `{below}{name}-{seconds since 1970}`. Going there is a copy within the store, and a
/// deletion. In a bucket with versions what is deleted stays as an older version, for as long as the bucket's lifecycle
/// rules say. Thread-safe.
class ObjectTrash final : public Trash {
public:
    /// `client` outlives it. `below` ends with "/".
    ObjectTrash(s3::Client& client, std::string_view below) : client_(client), below_(below) {}

    /// Copies an object and leaves it in its place; what is missing is fine. Faults: busy, io.
    Result<> prepare(const s3::ObjectKey& object, const std::string& name, Seconds now) const;
    /// Takes an object out of its place; what is missing is fine. Needs no copy of what was prepared with the same
    /// `now`. Faults: busy, io.
    Result<> put(const s3::ObjectKey& object, const std::string& name, Seconds now) const;
    /// Puts what rests of this name and came last back into `place`. Whether something rested. Faults: busy, io.
    Result<bool> bring_back(const std::string& name, const s3::ObjectKey& place) const;

    Result<std::vector<Resting>> list() const override;
    Result<std::vector<Resting>> list(const std::string& name) const override;
    Result<> remove(const Resting& resting) const override;
    bool is_on_this_disk() const override { return false; }

private:
    s3::ObjectKey key_of(const std::string& name, Seconds since) const;
    Result<std::vector<Resting>> list_names_from(const std::string& beginning) const;

    s3::Client& client_;
    const std::string below_;
};

/// Moves an object within the store, with its metadata. Whether there was one. In between both are there. Faults: busy,
/// io.
Result<bool> move_object(s3::Client& client, const s3::ObjectKey& from, const s3::ObjectKey& to);

}  // namespace slipway::storage
