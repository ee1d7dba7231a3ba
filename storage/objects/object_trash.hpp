#pragma once

#include "storage/gc/trash.hpp"
#include "storage/s3/client.hpp"

#include <string>
#include <string_view>

namespace slipway::storage {

/// The trash of a bucket: `{below}{name}-{seconds since 1970}`. Moving an object there is a copy within the store and a
/// deletion. In a bucket with versions a deleted object stays as an older version, as long as the bucket's lifecycle
/// rules say. Thread-safe.
class ObjectTrash final : public Trash {
public:
    /// `client` must outlive it. `below` must end with "/".
    ObjectTrash(s3::Client& client, std::string_view below) : client_(client), below_(below) {}

    /// Copies an object to the trash and leaves it where it is. Does nothing if it is missing. Faults: busy, io.
    Result<> prepare(const s3::ObjectKey& object, const std::string& name, Seconds now) const;
    /// Moves an object to the trash. Only deletes what `prepare` has copied with the same `now`. Does nothing if it is
    /// missing. Faults: busy, io.
    Result<> put(const s3::ObjectKey& object, const std::string& name, Seconds now) const;
    /// Moves the newest object of this name back to `place`. Returns whether there was one. Faults: busy, io.
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

/// Moves an object within the store, with its metadata: copies it, then deletes it. Returns whether there was one.
/// Faults: busy, io.
Result<bool> move_object(s3::Client& client, const s3::ObjectKey& from, const s3::ObjectKey& to);

}  // namespace slipway::storage
