// What a channel keeps of each package's past.
//
// A package can only be too many when others of its name came, and too old when its time has come. So an application
// looks at the names that differ from the content which the last one left, found in the trees without reading what is
// equal, and at those whose time is due. After a start, and when the policy changed, it looks at all of them once.
#include "publishing/content/keep_policy.hpp"

#include "publishing/content/channel_draft.hpp"
#include "repo-format/index/name_reader.hpp"

#include <map>

namespace slipway::publishing {
namespace {

constexpr std::size_t decided_at_once = 256;

/// Looks through one index, name by name: entries of one name stand together, their versions ascending.
class IndexPruning {
public:
    IndexPruning(const UploadTimes& uploaded_at, const storage::KeepPolicy& policy, Seconds now, const IndexKey& index,
                 Prunable& found)
        : uploaded_at_(uploaded_at), policy_(policy), now_(now), index_(index), found_(found) {}

    Result<> take(const index::EntryKey& key) {
        if (key.name != name_) TRY(end_of_name());
        name_ = key.name;
        by_architecture_[key.qualifier].push_back(key);
        return {};
    }

    Result<> end() {
        TRY(end_of_name());
        return decide();
    }

private:
    Result<> end_of_name() {
        for (const auto& [architecture, packages] : by_architecture_) look_at(packages);
        by_architecture_.clear();
        return surplus_.size() < decided_at_once ? Result<>() : decide();
    }

    void look_at(const std::vector<index::EntryKey>& ascending) {
        const std::uint32_t kept_anyway = policy_.versions.value_or(1);
        std::uint32_t versions = 0;
        const index::EntryKey* newer = nullptr;
        for (auto package = ascending.rbegin(); package != ascending.rend(); ++package) {
            if (newer == nullptr || newer->version != package->version) ++versions;
            newer = &*package;
            if (versions > kept_anyway) surplus_.push_back(*package);
        }
    }

    /// What is young is kept.
    Result<> decide() {
        std::vector<Sha256> digests;
        for (const auto& key : surplus_) digests.push_back(key.sha256);
        const auto times = policy_.days ? TRY(uploaded_at_(digests)) : std::vector<Seconds>();
        for (std::size_t i = 0; i < surplus_.size(); ++i)
            if (!policy_.days || !is_young(surplus_[i], times[i]))
                found_.packages.push_back({index_.distro, index_.component, std::move(surplus_[i])});
        surplus_.clear();
        return {};
    }

    bool is_young(const index::EntryKey& key, Seconds uploaded_at) {
        const Seconds end = uploaded_at + std::chrono::hours(24) * *policy_.days;
        if (end <= now_) return false;
        found_.due.emplace(end, std::pair(index_, key.name));
        return true;
    }

    const UploadTimes& uploaded_at_;
    const storage::KeepPolicy& policy_;
    Seconds now_;
    const IndexKey& index_;
    Prunable& found_;
    std::string name_;
    std::map<std::string, std::vector<index::EntryKey>> by_architecture_;
    std::vector<index::EntryKey> surplus_;  // more than the versions that are kept
};

Result<> visit_all(const index::NodeReader& nodes, index::ListOrder order, const index::Root& root,
                   const std::function<Result<>(const index::Entry&)>& visitor) {
    Result<> outcome;
    TRY(index::visit_entries(nodes, order, root, std::nullopt, [&](const index::Entry& entry) {
        outcome = visitor(entry);
        return outcome.ok() ? index::Visit::next : index::Visit::stop;
    }));
    return outcome;
}

Result<> visit_names(const index::NodeReader& nodes, index::ListOrder order, const index::Root& root,
                     const std::set<std::string>& names, const std::function<Result<>(const index::Entry&)>& visitor) {
    auto reader = TRY(index::NameReader::open(nodes, order, root));
    for (const auto& name : names)
        for (const auto& entry : TRY(reader.entries_of(name))) TRY(visitor(entry));
    return {};
}

}  // namespace

Result<Prunable> find_prunable(const UploadTimes& uploaded_at, const index::NodeReader& nodes,
                               const storage::RepositoryRow& repository, const ContentLists& lists,
                               const storage::KeepPolicy& policy, Seconds now,
                               const std::optional<NamesByIndex>& names) {
    Prunable found;
    if (policy.keeps_everything()) return found;
    for (const auto& distro : repository.distros) {
        for (const auto& index : package_lists(distro, lists)) {
            const auto list = lists.find(index);
            if (list == lists.end() || (names && !names->contains(index))) continue;
            IndexPruning pruning(uploaded_at, policy, now, index, found);
            const auto take_own = [&](const index::Entry& entry) -> Result<> {
                if (!is_home_of(distro, index, entry.key.qualifier)) return {};
                return pruning.take(entry.key);
            };
            const auto order = package_order_of(distro);
            if (names)
                TRY(visit_names(nodes, order, list->second.root, names->at(index), take_own));
            else
                TRY(visit_all(nodes, order, list->second.root, take_own));
            TRY(pruning.end());
        }
    }
    return found;
}

std::optional<NamesByIndex> KeptContent::names_to_check(const index::NodeReader& nodes,
                                                        const storage::RepositoryRow& repository,
                                                        const ContentLists& lists, const storage::KeepPolicy& policy,
                                                        Seconds now) const {
    if (policy_ != policy) return std::nullopt;
    // This fails if the content's revision was forgotten and its nodes were collected. Then everything is checked,
    // which finds out whether the failure has another cause.
    auto differing = names_that_differ(nodes, repository, lists_, lists);
    if (!differing.ok()) return std::nullopt;
    auto names = std::move(differing).release();
    for (auto due = due_.begin(); due != due_.end() && due->first <= now; ++due)
        names[due->second.first].insert(due->second.second);
    return names;
}

void KeptContent::remember(KeepApplied applied, const ContentLists& lists) {
    if (applied.to_all) due_.clear();
    due_.erase(due_.begin(), due_.upper_bound(applied.time));
    due_.merge(applied.due);
    policy_ = applied.policy;
    lists_ = lists;
}

}  // namespace slipway::publishing
