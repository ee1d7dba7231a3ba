#include "tests/publishing/planning/memory_facts.hpp"

#include <algorithm>
#include <ranges>

namespace slipway::testing {

using namespace publishing;

Result<Facts::Packages> MemoryFacts::find_packages(std::span<const Sha256> served) const {
    Packages found;
    for (const auto& package : packages)
        if (std::ranges::count(served, package.sha256) > 0) found.emplace(package.sha256, package);
    return found;
}

Result<storage::PackageRow> MemoryFacts::read_package(const Sha256& served) const {
    auto package = TRY(find_package(served));
    if (!package) return missing_package(served);
    return std::move(*package);
}

Result<Facts::Packages> MemoryFacts::find_newest_of(std::span<const Sha256> uploaded) const {
    Packages found;
    for (const auto& package : packages)
        if (std::ranges::count(uploaded, package.uploaded_sha256) > 0)
            found.insert_or_assign(package.uploaded_sha256, package);
    return found;
}

Result<std::vector<storage::PackageRow>> MemoryFacts::find_variants(const Sha256& digest) const {
    const auto named = TRY(find_package(digest));
    const auto& uploaded = named ? named->uploaded_sha256 : digest;
    std::vector<storage::PackageRow> variants;
    for (const auto& package : packages)
        if (package.uploaded_sha256 == uploaded) variants.push_back(package);
    return variants;
}

Result<std::vector<storage::PurgeRow>> MemoryFacts::find_purges(const Sha256& digest) const {
    std::vector<storage::PurgeRow> found;
    for (const auto& purge : purges)
        if (purge.sha256 == digest || purge.uploaded_sha256 == digest) found.push_back(purge);
    return found;
}

Result<std::map<VersionKey, Sha256>> MemoryFacts::find_taken(std::span<const VersionKey> versions) const {
    std::map<VersionKey, Sha256> found;
    for (const auto& version : versions)
        if (const auto holder = taken.find(version); holder != taken.end()) found.insert(*holder);
    return found;
}

Result<storage::Continuation> MemoryFacts::find_continuation(const std::string& channel) const {
    const auto found = continuations.find(channel);
    return found == continuations.end() ? storage::Continuation() : found->second;
}

Result<std::vector<storage::PinRow>> MemoryFacts::pins_of(const storage::ChannelRow& channel) const {
    std::vector<storage::PinRow> found;
    for (const auto& pin : pins)
        if (pin.channel == channel.id) found.push_back(pin);
    return found;
}

Result<storage::RevisionRow> MemoryFacts::get_revision(const storage::ChannelRow& channel, std::int64_t number) const {
    for (const auto& revision : revisions)
        if (revision.channel == channel.id && revision.number == number) return revision;
    return Error("unknown-revision"_problem, "no revision " + std::to_string(number));
}

Result<std::vector<storage::RevisionRow>> MemoryFacts::revisions_before(const storage::ChannelRow& channel,
                                                                        std::optional<std::int64_t> number,
                                                                        std::size_t limit) const {
    std::vector<storage::RevisionRow> found;
    for (const auto& revision : std::views::reverse(revisions))
        if (revision.channel == channel.id && (!number || revision.number < *number) && found.size() < limit)
            found.push_back(revision);
    return found;
}

void MemoryFacts::store_packages(const Plan& plan) {
    for (const auto& [digest, package] : *plan.packages) {
        packages.push_back(*package);
        packages.back().id = static_cast<RowId>(packages.size());
    }
    for (const auto& purge : plan.purges) {
        std::erase_if(packages, [&](const auto& package) { return package.sha256 == purge.sha256; });
        purges.push_back(purge);
    }
    for (const auto& version : plan.released_versions)
        taken.erase({version.distro, version.name, version.version, version.architecture});
    for (const auto& version : plan.taken_versions)
        taken.try_emplace({version.distro, version.name, version.version, version.architecture},
                          version.uploaded_sha256);
}

void MemoryFacts::store(const Plan& plan) {
    store_packages(plan);
    for (const auto& [name, work] : plan.channels) {
        const auto& channel = plan.after.channels.at(name);
        continuations[name].last_revision = channel.revision;
        if (!work.new_revision) continue;
        storage::RevisionRow revision;
        revision.channel = channel.settings.id;
        revision.number = channel.revision;
        revision.root = channel.root;
        revision.package_count = channel.package_count;
        for (const auto& [key, list] : channel.lists)
            if (list.root) revision.lists.push_back({key, *list.root, list.count});
        for (const auto& [change, event] : work.changes) revision.changes.push_back(change);
        revisions.push_back(std::move(revision));
    }
}

}  // namespace slipway::testing
