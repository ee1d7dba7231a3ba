#include "publishing/fsck/list_checks.hpp"

#include "publishing/content/channel_diff.hpp"
#include "publishing/content/stored_nodes.hpp"
#include "publishing/fsck/following_checks.hpp"
#include "publishing/model/model.hpp"
#include "repo-format/formats/package_format.hpp"
#include "storage/catalog/events.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/purges.hpp"
#include "storage/catalog/revisions.hpp"

#include <algorithm>
#include <set>
#include <unordered_set>
#include <vector>

namespace slipway::publishing {
namespace {

constexpr std::size_t revisions_at_once = 200;
constexpr const char* remedy = "; bring the catalog back from a backup";

/// The checks of one repository; remembers which blocks and packages it has seen.
class RepositoryCheck {
public:
    RepositoryCheck(const storage::ReadTransaction& tx, RepositoryState repository,
                    const std::set<std::pair<RowId, Sha256>>& pool_names, storage::Findings& findings)
        : tx_(tx), repository_(std::move(repository)), pool_names_(pool_names), findings_(findings), nodes_(tx) {}

    Result<> check_channel(const storage::ChannelRow& channel);

private:
    Result<> check_revision(const storage::ChannelRow& channel, const storage::RevisionRow& revision);
    Result<> check_changes(const std::string& where, const storage::RevisionRow& revision);
    void check_extra(const std::string& where, const storage::DistroRow& distro, const storage::RevisionRow& head,
                     const std::set<std::string>& own);
    Result<> check_list(const std::string& where, const storage::ListRow& list);
    Result<> check_entries(const std::string& where, const storage::DistroRow& distro, const Sha256& block);
    Result<> check_package(const std::string& where, const storage::DistroRow& distro, const Sha256& package,
                           bool has_row);
    Result<> check_head(const storage::ChannelRow& channel, const storage::RevisionRow& head);
    Result<> check_served(const std::string& where, const storage::ChannelRow& channel,
                          const storage::DistroRow& distro, const index::EntryKey& package);

    const storage::ReadTransaction& tx_;
    RepositoryState repository_;
    const std::set<std::pair<RowId, Sha256>>& pool_names_;
    storage::Findings& findings_;
    StoredNodes nodes_;
    std::unordered_set<Sha256> roots_, blocks_, packages_;
};

/// Damage is noted; everything else keeps fsck from going on.
Result<> note(Result<> checked, const char* check, const std::string& where, storage::Findings& findings) {
    if (checked.ok() || checked.error().fault() != Fault::corrupt) return checked;
    findings.damage(check, where + ": " + checked.error().message() + remedy);
    return {};
}

bool has_kind(const storage::DistroRow& distro, Document name) {
    const auto kinds = formats::of(distro.format).kinds();
    return std::ranges::any_of(kinds, [&](const auto* kind) { return kind->name() == name; });
}

Result<> RepositoryCheck::check_channel(const storage::ChannelRow& channel) {
    const std::string where = repository_.settings.name + "/" + channel.name;
    const auto head = TRY(storage::head_revision(tx_, channel.id));
    if (!head) {
        findings_.damage("revision", where + " has no revision");
        return {};
    }
    const auto past = TRY(storage::find_continuation(tx_, repository_.settings.name, channel.name));
    if (past.last_revision < head->number)
        findings_.damage("revision",
                         where + " would number a revision below " + std::to_string(head->number) + " again");

    std::optional<std::int64_t> before;
    while (true) {
        const auto revisions = TRY(storage::revisions_before(tx_, channel.id, before, revisions_at_once));
        for (const auto& revision : revisions) TRY(check_revision(channel, revision));
        if (revisions.size() < revisions_at_once) break;
        before = revisions.back().number;
    }
    return check_head(channel, *head);
}

Result<> RepositoryCheck::check_revision(const storage::ChannelRow& channel, const storage::RevisionRow& revision) {
    const std::string where =
        repository_.settings.name + "/" + channel.name + " revision " + std::to_string(revision.number);
    std::map<IndexKey, ListState> lists;
    for (const auto& list : revision.lists) {
        const auto* distro = repository_.find_distro(list.index.distro);
        if (distro == nullptr) {
            findings_.damage("list", where + " lists a distro that does not exist");
            return {};
        }
        if (!has_kind(*distro, list.index.kind))
            findings_.damage("list", where + " has a list " + std::string(name_of(list.index.kind)) +
                                         ", which distro " + distro->name + " has not");
        lists[list.index] = {list.root, list.count};
        if (roots_.insert(list.root).second) TRY(note(check_list(where, list), "list", where, findings_));
    }
    if (content_root(repository_, lists) != revision.root)
        findings_.damage("revision", where + " does not have the root of its lists");
    return check_changes(where, revision);
}

/// Every revision has a cause, an actor, an event.
Result<> RepositoryCheck::check_changes(const std::string& where, const storage::RevisionRow& revision) {
    if (revision.changes.empty()) findings_.damage("revision", where + " has no cause");
    for (const auto& change : revision.changes) {
        if (!change.cause) findings_.damage("revision", where + " has an unknown cause");
        if (change.actor.empty()) findings_.damage("revision", where + " has a change without an actor");
        if (!TRY(storage::has_event(tx_, change.event)))
            findings_.damage(
                "revision", where + " names event " + std::to_string(change.event) + ", which is not in the audit log");
    }
    return {};
}

Result<> RepositoryCheck::check_list(const std::string& where, const storage::ListRow& list) {
    const auto& distro = *repository_.find_distro(list.index.distro);
    std::uint64_t count = 0;
    for (const auto& block : TRY(index::blocks_of(nodes_, list.root))) {
        count += block.entries;
        if (blocks_.insert(block.hash).second)
            TRY(note(check_entries(where, distro, block.hash), "list", where, findings_));
    }
    if (count == list.count) return {};
    return Error(Fault::corrupt, "list " + list.root.hex() + " has " + std::to_string(count) + " entries instead of " +
                                     std::to_string(list.count));
}

Result<> RepositoryCheck::check_entries(const std::string& where, const storage::DistroRow& distro,
                                        const Sha256& block) {
    std::vector<Sha256> unknown;
    for (const auto& entry : TRY(index::entries_of(nodes_, block)))
        if (packages_.insert(entry.key.sha256).second) unknown.push_back(entry.key.sha256);
    const auto found = TRY(storage::find_packages(tx_, repository_.settings.id, unknown));
    for (const auto& package : unknown) TRY(check_package(where, distro, package, found.contains(package)));
    return {};
}

Result<> RepositoryCheck::check_package(const std::string& where, const storage::DistroRow& distro,
                                        const Sha256& package, bool has_row) {
    const RowId repository = repository_.settings.id;
    if (!has_row) {
        // An older revision may list what was purged since; in a newest one it lacks its name (check_served).
        if (!TRY(storage::find_purges(tx_, repository, package)).empty()) return {};
        findings_.damage("package", where + ": package " + package.hex() + " is missing in the catalog");
        return {};
    }
    TRY(note(storage::check_package_row(tx_, repository, package), "package", where, findings_));
    const auto texts = storage::documents_of(tx_, repository, package);
    const bool whole = texts.ok() && package_list_of(distro).is_enough(*texts);
    if (!whole)
        findings_.damage("package",
                         where + ": the texts of package " + package.hex() + " are missing or damaged" + remedy);
    return {};
}

Result<> RepositoryCheck::check_head(const storage::ChannelRow& channel, const storage::RevisionRow& head) {
    const std::string where = repository_.settings.name + "/" + channel.name;
    bool whole = true;
    std::map<RowId, std::set<std::string>> own;  // by distro, the architectures that packages need
    for (const auto& list : head.lists) {
        const auto* distro = repository_.find_distro(list.index.distro);
        if (distro == nullptr || !lists_packages(list.index)) continue;  // reported by check_revision; checked below
        const auto check = [&]() -> Result<> {
            for (const auto& block : TRY(index::blocks_of(nodes_, list.root)))
                for (const auto& entry : TRY(index::entries_of(nodes_, block.hash)))
                    if (is_home_of(*distro, list.index, entry.key.qualifier)) {
                        TRY(check_served(where, channel, *distro, entry.key));
                        own[distro->id].insert(needed_architecture(*distro, entry.key.qualifier).value_or(""));
                    }
            return {};
        };
        auto checked = check();
        // A broken list was reported with its revision.
        if (!checked.ok() && checked.error().fault() != Fault::corrupt) return checked;
        whole = whole && checked.ok();
    }
    if (!whole) return {};
    for (const auto& distro : repository_.settings.distros) check_extra(where, distro, head, own[distro.id]);
    return check_following_lists(tx_, repository_.settings, lists_of(head), where, findings_);
}

/// An architecture that the distro does not declare has an index as long as the channel has a package of it.
void RepositoryCheck::check_extra(const std::string& where, const storage::DistroRow& distro,
                                  const storage::RevisionRow& head, const std::set<std::string>& own) {
    for (const auto& architecture : extra_architectures(distro, lists_of(head)))
        if (!own.contains(architecture))
            findings_.damage("list", where + " has an index for " + architecture + " in distro " + distro.name +
                                         ", which neither the distro declares nor a package needs");
}

Result<> RepositoryCheck::check_served(const std::string& where, const storage::ChannelRow& channel,
                                       const storage::DistroRow& distro, const index::EntryKey& package) {
    const std::string what = where + ": " + package.name + " " + package.version + " " + package.qualifier;
    if (!pool_names_.contains({distro.id, package.sha256}))
        findings_.damage("pool", what + " is listed in distro " + distro.name + ", but has no name there");
    if (!channel.immutable_versions) return {};
    const auto row = TRY(storage::find_package(tx_, repository_.settings.id, package.sha256));
    const auto taken =
        TRY(storage::find_taken_version(tx_, distro.id, package.name, package.version, package.qualifier));
    if (row && (!taken || taken->uploaded_sha256 != row->uploaded_sha256))
        findings_.damage("version", what + " is in an immutable channel, but its version is not taken by its bytes");
    return {};
}

}  // namespace

Result<> check_lists(const storage::ReadTransaction& tx, storage::Findings& findings) {
    std::set<std::pair<RowId, Sha256>> pool_names;
    TRY(storage::visit_pool_names(
        tx, [&](const storage::PoolName& name) { pool_names.emplace(name.distro, name.sha256); }));
    for (const auto& settings : TRY(storage::all_repositories(tx))) {
        RepositoryState repository;
        repository.settings = settings;
        RepositoryCheck check(tx, std::move(repository), pool_names, findings);
        for (const auto& channel : settings.channels) TRY(check.check_channel(channel));
    }
    return {};
}

}  // namespace slipway::publishing
