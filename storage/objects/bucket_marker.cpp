#include "storage/objects/bucket_marker.hpp"

#include "storage/objects/object_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace slipway::storage {
namespace {

constexpr std::uint64_t longest_marker = 256;

Result<std::optional<std::string>> find_marker(s3::Client& client) {
    const auto key = ObjectLayout::marker();
    const auto status = TRY(client.find(key));
    if (!status) return std::optional<std::string>();
    auto text = TRY(client.read(key, {0, std::min(status->size, longest_marker)}));
    while (text.ends_with('\n')) text.pop_back();
    return std::optional(std::move(text));
}

Result<bool> has_blobs(s3::Client& client) {
    const auto first = TRY(client.list(ObjectLayout::blobs, "", 1));
    return !first.objects.empty();
}

Error refused(const s3::Client& client, const std::string& why) {
    return Error(Fault::unsupported, client.bucket().url() + " " + why);
}

Error foreign(const s3::Client& client, const std::string& theirs, const std::string& ours) {
    return refused(client, fmt::format("belongs to another catalog: its slipway.id says {}, and the catalog here is "
                                       "{}. Two servers need two prefixes. If the other one is gone for good and the "
                                       "catalog here knows these packages: `slipwayd init --adopt`, with the same "
                                       "settings",
                                       theirs, ours));
}

/// Nobody else claimed it meanwhile; a store that cannot decide (Swift) writes it in any case.
Result<> write_marker(s3::Client& client, const std::string& id, s3::Existing existing) {
    const MemoryBytes bytes(id + "\n");
    const s3::Body body{&bytes, 0, bytes.size()};
    const auto digest = sha256_of(id + "\n");
    auto put = client.put(ObjectLayout::marker(), body, digest, {existing});
    if (!put.ok() && put.error().fault() == Fault::unsupported) put = client.put(ObjectLayout::marker(), body, digest);
    if (!put.ok()) return std::move(put).error();
    return check_bucket(client, id);
}

/// Of a bucket without a marker.
Result<> check_contents(s3::Client& client, const BucketClaim& claim) {
    const bool is_filled = TRY(has_blobs(client));
    if (!is_filled && claim.names_packages)
        return refused(client,
                       "holds no packages, but the catalog names some. Is it the right bucket and prefix? "
                       "Packages that lie in the data directory have to be copied there first. To go on without "
                       "them: `slipwayd init --adopt`, with the same settings");
    if (is_filled && !claim.names_packages)
        return refused(client,
                       "holds packages, and the catalog names none. Bring the catalog back that knows them, or "
                       "take another prefix; `slipwayd fsck --rebuild` makes a catalog from the packages, as "
                       "far as that goes");
    return {};
}

}  // namespace

Result<> claim_bucket(s3::Client& client, const BucketClaim& claim) {
    const auto marker = TRY(find_marker(client));
    if (marker && *marker == claim.catalog_id) return {};
    if (claim.takes_over) return write_marker(client, claim.catalog_id, s3::Existing::replace);
    if (marker) return foreign(client, *marker, claim.catalog_id);
    TRY(check_contents(client, claim));
    return write_marker(client, claim.catalog_id, s3::Existing::keep);
}

Result<> check_bucket(s3::Client& client, const std::string& catalog_id) {
    const auto marker = TRY(find_marker(client));
    if (!marker) return refused(client, "has no slipway.id: no catalog has claimed it");
    if (*marker != catalog_id) return foreign(client, *marker, catalog_id);
    return {};
}

}  // namespace slipway::storage
