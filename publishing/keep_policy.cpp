#include "publishing/keep_policy.hpp"

#include "publishing/channel_draft.hpp"

#include <map>

namespace slipway::publishing {
namespace {

/// Looks through one index, name by name: entries of one name stand together, their versions ascending.
class IndexExpiry {
public:
    IndexExpiry(const storage::ReadTransaction& tx, RowId repository, const storage::KeepPolicy& policy, Seconds now,
                const IndexKey& index, std::vector<ExpiredPackage>& expired)
        : tx_(tx), repository_(repository), policy_(policy), now_(now), index_(index), expired_(expired) {}

    Result<> take(const index::EntryKey& key) {
        if (key.name != name_) TRY(end_of_name());
        name_ = key.name;
        by_architecture_[key.architecture].push_back(key);
        return {};
    }

    Result<> end_of_name() {
        for (const auto& [architecture, packages] : by_architecture_) TRY(look_at(packages));
        by_architecture_.clear();
        return {};
    }

private:
    Result<> look_at(const std::vector<index::EntryKey>& ascending) {
        const std::uint32_t kept_anyway = policy_.versions.value_or(1);
        std::uint32_t versions = 0;
        const index::EntryKey* newer = nullptr;
        for (auto package = ascending.rbegin(); package != ascending.rend(); ++package) {
            if (newer == nullptr || newer->version != package->version) ++versions;
            newer = &*package;
            if (versions <= kept_anyway || TRY(is_young(*package))) continue;
            expired_.push_back({index_.distro, index_.component, *package});
        }
        return {};
    }

    Result<bool> is_young(const index::EntryKey& key) const {
        if (!policy_.days) return false;
        const auto package = TRY(storage::find_package(tx_, repository_, key.sha256));
        if (!package) return missing_package(key.sha256);
        return package->uploaded_at + std::chrono::hours(24) * *policy_.days > now_;
    }

    const storage::ReadTransaction& tx_;
    RowId repository_;
    const storage::KeepPolicy& policy_;
    Seconds now_;
    const IndexKey& index_;
    std::vector<ExpiredPackage>& expired_;
    std::string name_;
    std::map<std::string, std::vector<index::EntryKey>> by_architecture_;
};

}  // namespace

Result<std::vector<ExpiredPackage>> find_expired(const storage::ReadTransaction& tx, const index::NodeReader& nodes,
                                                 const storage::RepositoryRow& repository, const ContentLists& lists,
                                                 const storage::KeepPolicy& policy, Seconds now) {
    std::vector<ExpiredPackage> expired;
    if (policy.keeps_everything()) return expired;
    for (const auto& distro : repository.distros) {
        for (const auto& index : all_indexes(distro)) {
            const auto list = lists.find(index);
            if (list == lists.end()) continue;
            IndexExpiry expiry(tx, repository.id, policy, now, index, expired);
            Result<> outcome;
            TRY(index::visit_entries(nodes, version_order_of(distro), list->second.root, std::nullopt,
                                     [&](const index::Entry& entry) {
                                         if (!is_home_of(distro, index, entry.key.architecture))
                                             return index::Visit::next;
                                         outcome = expiry.take(entry.key);
                                         return outcome.ok() ? index::Visit::next : index::Visit::stop;
                                     }));
            TRY(std::move(outcome));
            TRY(expiry.end_of_name());
        }
    }
    return expired;
}

}  // namespace slipway::publishing
