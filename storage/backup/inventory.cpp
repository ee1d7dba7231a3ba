#include "storage/backup/inventory.hpp"

#include "storage/blobs/blob_layout.hpp"
#include "storage/segments/pack_layout.hpp"

#include <map>
#include <optional>

namespace slipway::storage {
namespace {

/// Returns the name that the file has below a data directory.
std::string object_name(const Sha256& blob) { return BlobLayout(Path()).path_of(blob).string(); }
std::string object_name(std::uint32_t pack) { return PackLayout(Path()).path_of(pack).string(); }

template <class Id>
std::optional<std::uint64_t> size_in(const std::map<Id, std::uint64_t>& stored, const Id& id) {
    const auto found = stored.find(id);
    return found == stored.end() ? std::nullopt : std::optional(found->second);
}

Result<> compare_sizes(const std::string& name, std::uint64_t size, std::optional<std::uint64_t> stored,
                       Missing missing, BackupReport& report) {
    if (!stored && missing == Missing::fail) return Error(Fault::not_found, name + " went away meanwhile");
    ++report.files_named;
    report.bytes_named += size;
    if (!stored)
        report.damaged.push_back(name + " is missing in " + report.place);
    else if (*stored < size)
        report.damaged.push_back(name + " has " + std::to_string(*stored) + " bytes instead of " +
                                 std::to_string(size));
    return {};
}

}  // namespace

Result<> compare_with_stored(const NamedFiles& named, const DistantFiles& distant, Missing missing,
                             BackupReport& report) {
    std::map<Sha256, std::uint64_t> blobs;
    std::map<std::uint32_t, std::uint64_t> packs;
    TRY(distant.blobs.visit([&](const Sha256& id, std::uint64_t size, std::chrono::seconds) { blobs[id] = size; }));
    for (const auto& pack : TRY(distant.segments.packs())) packs[pack.number] = pack.size;
    report.place = distant.place.name();
    for (const auto& [id, size] : named.blobs)
        TRY(compare_sizes(object_name(id), size, size_in(blobs, id), missing, report));
    for (const auto& [pack, end] : named.packs)
        TRY(compare_sizes(object_name(pack), end, size_in(packs, pack), missing, report));
    return {};
}

std::string render_inventory(const NamedFiles& named) {
    std::string text;
    for (const auto& [id, size] : named.blobs) text += object_name(id) + "\t" + std::to_string(size) + "\n";
    for (const auto& [pack, end] : named.packs) text += object_name(pack) + "\t" + std::to_string(end) + "\n";
    return text;
}

}  // namespace slipway::storage
