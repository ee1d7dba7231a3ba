#include "publishing/planning/resigning.hpp"

#include "publishing/intake/rpm_signing.hpp"
#include "publishing/planning/facts.hpp"
#include "repo-format/formats/package_format.hpp"
#include "storage/catalog/purges.hpp"

#include <algorithm>
#include <unordered_set>

namespace slipway::publishing {
namespace {

// Enough to keep the signing workers busy; bounds what is in memory.
constexpr unsigned packages_at_once = 4;

// What is published already was taken in under a limit, be it another one than now.
constexpr std::uint64_t most_ever = std::uint64_t{1} << 40;

}  // namespace

/// A package that is being signed anew.
struct Resigning::Package {
    Sha256 older;
    storage::PackageRow row;
    std::optional<SourceBytes> bytes;
    std::optional<rpm::RpmPackage> headers;
};

Result<Resigning::Replacements> Resigning::run() {
    TRY(find_packages());
    if (packages_.empty()) return std::move(made_);
    WorkerPool pool(packages_at_once, WorkerPool::Priority::gives_way, "signing anew", parts_.guard);
    JobGroup chains(pool, WorkerPool::common_lane);
    for (unsigned chain = 0; chain < packages_at_once; ++chain)
        chains.add([this, &chains] { return sign_packages(chains); });
    TRY(chains.wait());
    return std::move(made_);
}

Result<> Resigning::find_packages() {
    auto tx = TRY(parts_.catalog.read());
    std::unordered_set<Sha256> seen;
    for (const auto& [name, channel] : repository_->channels) {
        for (const auto& [key, list] : channel.lists) {
            const auto& distro = *repository_->find_distro(key.distro);
            if (!lists_packages(key) || !formats::of(distro.format).traits().signs_packages) continue;
            std::vector<Sha256> listed;
            TRY(index::visit_entries(parts_.nodes, package_order_of(distro), list.root, std::nullopt,
                                     [&](const index::Entry& entry) {
                                         if (seen.insert(entry.key.sha256).second) listed.push_back(entry.key.sha256);
                                         return index::Visit::next;
                                     }));
            for (std::span<const Sha256> left = listed; !left.empty();) {
                const auto part = left.first(std::min(left.size(), asked_at_once));
                left = left.subspan(part.size());
                TRY(collect_signed(tx, part));
            }
        }
    }
    return {};
}

/// Of these packages, those that the revoked key signed.
Result<> Resigning::collect_signed(const storage::ReadTransaction& tx, std::span<const Sha256> listed) {
    const auto rows = TRY(storage::find_packages(tx, repository_->settings.id, listed));
    for (const auto& digest : listed)
        if (const auto row = rows.find(digest); row != rows.end() && row->second.signed_by == revoked_)
            packages_.push_back(digest);
    return {};
}

Result<> Resigning::sign_packages(const JobGroup& chains) {
    while (!chains.failed()) {
        const auto package = TRY(open_next());
        if (!package) return {};
        TRY(sign(*package).during("signing " + package->row.file_name + " anew"));
    }
    return {};
}

/// Whether the package was purged since it was looked up.
Result<bool> Resigning::was_purged(const Sha256& package) const {
    const auto tx = TRY(parts_.catalog.read());
    const auto purges = TRY(storage::find_purges(tx, repository_->settings.id, package));
    return !purges.empty();
}

/// The next package that has no newer signed variant yet; null after the last one.
Result<std::unique_ptr<Resigning::Package>> Resigning::open_next() {
    auto tx = TRY(parts_.catalog.read());
    while (true) {
        std::size_t mine = 0;
        {
            const std::lock_guard lock(mutex_);
            if (next_ == packages_.size()) return std::unique_ptr<Package>();
            mine = next_++;
        }
        auto package = std::make_unique<Package>();
        package->older = packages_[mine];
        auto row = TRY(storage::find_package(tx, repository_->settings.id, package->older));
        if (!row) continue;  // collected as garbage: no revision has it any more
        const auto newest = TRY(storage::find_package_by_upload(tx, repository_->settings.id, row->uploaded_sha256));
        if (newest && !is_signed_by_revoked(*repository_, *newest)) {
            const std::lock_guard lock(mutex_);
            made_.emplace_back(package->older, newest->sha256);
            continue;
        }
        package->row = std::move(*row);
        if (TRY(parts_.blobs.contains(package->older)) && !TRY(parts_.blobs.is_whole(package->older))) {
            parts_.blobs.mark_damaged(package->older);  // its next upload is signed anew
            continue;
        }
        auto file = parts_.blobs.open_blob(package->older);
        if (!file.ok() && TRY(was_purged(package->older))) continue;
        auto source = TRY(std::move(file));
        package->bytes = TRY(SourceBytes::of(std::move(source)));
        package->headers = TRY(rpm::read_rpm(*package->bytes, rpm::VerifyDigests::no));
        return package;
    }
}

Result<> Resigning::sign(Package& package) {
    const auto memory = memory_.share(0);
    const auto signatures = TRY(
        make_signatures(parts_.signers, repository_->settings.name, key(), *package.bytes, *package.headers, *memory));
    auto& row = package.row;
    auto upload = TRY(write_signed(parts_.blobs, *package.bytes, *package.headers, signatures, key().fingerprint, row,
                                   {most_ever, *memory}));
    TRY(parts_.blobs.commit({&upload, 1}));
    row.id = 0;  // a package of its own, made from the same uploaded bytes
    TRY(parts_.store(row));
    const std::lock_guard lock(mutex_);
    made_.emplace_back(package.older, row.sha256);
    return {};
}

}  // namespace slipway::publishing
