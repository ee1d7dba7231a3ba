// Start-up: repositories, trees and served bytes come from the catalog as they were committed. Nothing is signed and no
// package is read; cost follows the number of blocks and pool names.
#include "publishing/publisher/loading.hpp"

#include "publishing/rendering/index_loading.hpp"
#include "storage/catalog/keys.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/catalog/revisions.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace slipway::publishing {
namespace {

using FileRows = std::vector<storage::IndexFileRow>;

/// An index that cannot be put together: its files are named, and none of them can be served.
std::shared_ptr<RenderedIndex> unreadable_index(const FileRows& rows) {
    auto index = std::make_shared<RenderedIndex>();
    const auto& first = rows.front();
    index->key = first.index;
    index->root = first.list_root;
    index->variant = first.variant;
    index->is_readable = false;
    for (const auto& row : rows) {
        RenderedFile& file = index->files.emplace_back();
        file.output = {row.document, row.form};
        file.sha256 = row.sha256;
        file.size = row.size;
        file.published_at = row.published_at;
    }
    return index;
}

/// What is damaged keeps nobody from starting: everything else is served. An index whose list can be read can be
/// published anew.
Result<std::shared_ptr<const RenderedIndex>> load_served(const storage::ReadTransaction& tx,
                                                         const index::NodeReader& nodes, const FileRows& rows) {
    auto loaded = load_index(tx, nodes, rows, Lost::is_left_out);
    if (loaded.ok() || loaded.error().fault() != Fault::corrupt) return loaded;
    auto unreadable = unreadable_index(rows);
    if (index::blocks_of(nodes, unreadable->root).ok()) unreadable->standing = Standing::damaged;
    return std::shared_ptr<const RenderedIndex>(std::move(unreadable));
}

bool lacks_a_segment(const RenderedFile& file) { return std::ranges::any_of(file.segments, &PlacedSegment::is_lost); }

/// A row that is lost, or was damaged and is forgotten (damaged_rows.hpp), leaves an index without one of its outputs,
/// or a file without a segment.
void mark_lost_rows(const storage::RepositoryRow& repository, ServedIndexes& indexes) {
    for (auto& [key, index] : indexes) {
        const auto distro = std::ranges::find(repository.distros, key.distro, &storage::DistroRow::id);
        if (distro == repository.distros.end()) continue;
        const auto outputs = kind_of(key).outputs(distro->compression);
        const bool has_all = std::ranges::equal(index->files, outputs, {}, &RenderedFile::output);
        if (has_all && std::ranges::none_of(index->files, lacks_a_segment)) continue;
        auto damaged = std::make_shared<RenderedIndex>(*index);
        damaged->standing = Standing::damaged;
        index = std::move(damaged);
    }
}

/// Whether the rows are those of an index that is known already.
bool is_made_of(const RenderedIndex& index, const FileRows& rows) {
    if (!index.is_readable || index.standing != Standing::known || index.files.size() != rows.size()) return false;
    return std::ranges::all_of(rows, [&](const storage::IndexFileRow& row) {
        const auto* file = index.find(row.document, row.form);
        return file != nullptr && row.is_whole && file->sha256 == row.sha256 && index.root == row.list_root &&
               index.variant == row.variant && file->published_at == row.published_at;
    });
}

Result<std::shared_ptr<const RenderedIndex>> load_or_take_over(const storage::ReadTransaction& tx,
                                                               const index::NodeReader& nodes, const IndexKey& key,
                                                               const FileRows& rows, const ServedIndexes* known) {
    if (known != nullptr)
        if (const auto found = known->find(key); found != known->end() && is_made_of(*found->second, rows))
            return found->second;
    return load_served(tx, nodes, rows);
}

Result<> load_channel(const storage::ReadTransaction& tx, const index::NodeReader& nodes,
                      const storage::RepositoryRow& repository, const storage::ChannelRow& row, ChannelState& state,
                      ChannelPublication& served, const ServedIndexes* known = nullptr) {
    state.settings = row;
    state.life = TRY(storage::find_channel_life(tx, row.id));
    const auto revision = TRY(storage::head_revision(tx, row.id));
    if (!revision) return Error(Fault::corrupt, "channel " + repository.name + "/" + row.name + " has no revision");
    state.revision = revision->number;
    state.updated_at = revision->time;
    state.root = revision->root;
    state.package_count = revision->package_count;
    for (const auto& list : revision->lists) {
        TRY(check_kind(list.index));
        state.lists[list.index] = {list.root, list.count};
    }
    for (const auto& distro : repository.distros)  // empty ones are not stored
        for (auto& key : all_indexes(distro, state.lists)) state.lists.try_emplace(std::move(key));
    const auto past = TRY(storage::find_continuation(tx, repository.name, row.name));
    state.last_date = Seconds(std::chrono::seconds(past.last_date));

    std::map<IndexKey, FileRows> files;
    for (auto& file : TRY(storage::current_index_files(tx, row.id))) files[file.index].push_back(std::move(file));
    for (const auto& [key, rows] : files) {
        TRY(check_kind(key));
        served.indexes[key] = TRY(load_or_take_over(tx, nodes, key, rows, known));
    }
    mark_lost_rows(repository, served.indexes);
    for (auto& entry_point : TRY(storage::entry_points(tx, row.id))) {
        const EntryPointKey key{entry_point.distro, entry_point.architecture};
        served.entry_points[key] = std::move(entry_point);
    }
    return {};
}

}  // namespace

Result<signing::Keyring> load_keyring(const storage::ReadTransaction& tx, RowId repository) {
    signing::Keyring keyring;
    for (auto& row : TRY(storage::keys_of(tx, repository))) {
        keyring.push_back({{row.fingerprint, row.algorithm, row.created_at, row.expires_at, row.armored}, row.state});
    }
    return keyring;
}

namespace {

/// All of it but the names of packages, purges, and channels that expired.
Result<> load_repository(const storage::ReadTransaction& tx, const index::NodeReader& nodes,
                         storage::RepositoryRow settings, RepositorySlot& slot, const RepositorySlot* known) {
    auto state = std::make_shared<RepositoryState>();
    state->keyring = TRY(load_keyring(tx, settings.id));
    for (const auto& distro : settings.distros) {
        const bool is_known = known != nullptr && known->pools.contains(distro.id);
        slot.pools[distro.id] = is_known ? known->pools.at(distro.id) : std::make_shared<PoolNames>();
    }
    for (const auto& channel : settings.channels) {
        const ServedIndexes* indexes = nullptr;
        if (known != nullptr)
            if (const auto found = known->served.find(channel.name); found != known->served.end())
                indexes = &found->second.indexes;
        TRY(load_channel(tx, nodes, settings, channel, state->channels[channel.name], slot.served[channel.name],
                         indexes)
                .during("loading " + settings.name + "/" + channel.name));
    }
    state->ephemeral = TRY(storage::find_ephemeral_rule(tx, settings.id));
    state->settings = std::move(settings);
    slot.state = std::move(state);
    return {};
}

Result<> load_expired(const storage::ReadTransaction& tx, std::map<std::string, RepositorySlot>& slots) {
    std::map<RowId, ExpiredChannels> expired;
    TRY(storage::visit_expired_channels(
        tx, [&](RowId repository, const std::string& channel, Seconds at) { expired[repository][channel] = at; }));
    for (auto& [name, slot] : slots) {
        const auto found = expired.find(slot.state->settings.id);
        if (found == expired.end()) continue;
        auto state = std::make_shared<RepositoryState>(*slot.state);
        state->expired = std::make_shared<const ExpiredChannels>(std::move(found->second));
        slot.state = std::move(state);
    }
    return {};
}

using Purges = std::map<RowId, std::vector<storage::PurgeRow>>;

Result<Purges> load_purges(const storage::ReadTransaction& tx, std::map<std::string, RepositorySlot>& slots) {
    Purges purges;
    TRY(storage::visit_purges(tx, [&](const storage::PurgeRow& purge) { purges[purge.repository].push_back(purge); }));
    for (auto& [name, slot] : slots) {
        const auto found = purges.find(slot.state->settings.id);
        if (found == purges.end()) continue;
        auto digests = std::make_shared<std::unordered_set<Sha256>>();
        for (const auto& purge : found->second) digests->insert({purge.sha256, purge.uploaded_sha256});
        auto state = std::make_shared<RepositoryState>(*slot.state);
        state->purged = std::move(digests);
        slot.state = std::move(state);
    }
    return purges;
}

bool serve_the_same(const storage::EntryPointRow& a, const storage::EntryPointRow& b) {
    const auto bytes = [](const storage::EntryPointRow& row) {
        return std::tie(row.generation, row.content, row.signed_content, row.detached, row.key, row.last_modified,
                        row.is_whole);
    };
    return bytes(a) == bytes(b);
}

bool serve_the_same(const ChannelPublication& a, const ChannelPublication& b) {
    return a.indexes == b.indexes &&
           std::ranges::equal(a.entry_points, b.entry_points, [](const auto& x, const auto& y) {
               return x.first == y.first && serve_the_same(x.second, y.second);
           });
}

bool trust_the_same(const signing::Keyring& a, const signing::Keyring& b) {
    return std::ranges::equal(a, b, [](const auto& x, const auto& y) {
        return x.key.fingerprint == y.key.fingerprint && x.state == y.state;
    });
}

/// The channels whose files are to be put together again.
std::set<std::string> changed_channels(const RepositorySlot& before, const RepositorySlot& after) {
    const bool all = !trust_the_same(before.state->keyring, after.state->keyring);
    std::set<std::string> changed;
    for (const auto& [name, channel] : after.served) {
        const auto found = before.served.find(name);
        if (all || found == before.served.end() || !serve_the_same(found->second, channel)) changed.insert(name);
    }
    return changed;
}

}  // namespace

Result<std::map<std::string, RepositorySlot>> load_slots(const storage::ReadTransaction& tx,
                                                         const index::NodeReader& nodes,
                                                         const storage::SegmentStore& segments) {
    std::map<std::string, RepositorySlot> slots;
    std::map<RowId, std::shared_ptr<PoolNames>> pools;
    for (auto& settings : TRY(storage::all_repositories(tx))) {
        RepositorySlot& slot = slots[settings.name];
        TRY(load_repository(tx, nodes, std::move(settings), slot, nullptr));
        pools.insert(slot.pools.begin(), slot.pools.end());
    }
    TRY(storage::visit_pool_names(tx, [&](const storage::PoolName& name) {
        if (const auto pool = pools.find(name.distro); pool != pools.end())
            pool->second->insert(name.sha256, name.size, name.file_name);
    }));
    const auto purges = TRY(load_purges(tx, slots));
    TRY(load_expired(tx, slots));
    for (auto& [name, slot] : slots) {
        if (const auto found = purges.find(slot.state->settings.id); found != purges.end())
            for (const auto& purge : found->second) purge_name(*slot.state, slot.pools, purge);
        slot.published = TRY(build_repository(slot, nullptr, segments, Seconds{}));
    }
    return slots;
}

Result<std::optional<LoadedAgain>> load_again(const storage::ReadTransaction& tx, const index::NodeReader& nodes,
                                              const storage::SegmentStore& segments, const std::string& name,
                                              const RepositorySlot& before, Seconds now) {
    auto settings = TRY(storage::find_repository(tx, name));
    if (!settings) return std::optional<LoadedAgain>();
    const auto id = settings->id;
    const auto* known = before.state && before.state->settings.id == id ? &before : nullptr;
    std::map<std::string, RepositorySlot> slots;
    RepositorySlot& slot = slots[name];
    TRY(load_repository(tx, nodes, std::move(*settings), slot, known));
    LoadedAgain loaded;
    TRY(storage::visit_pool_names_behind(tx, id, known == nullptr ? 0 : known->newest_package,
                                         [&](const storage::PoolName& pool) { loaded.new_names.push_back(pool); }));
    auto purges = TRY(load_purges(tx, slots));
    loaded.purges = std::move(purges[id]);
    TRY(load_expired(tx, slots));
    slot.newest_package = TRY(storage::last_package(tx));
    std::set<std::string> changed;
    if (known != nullptr) {
        slot.kept = known->kept;
        slot.published = known->published;
        changed = changed_channels(*known, slot);
    }
    slot.published = TRY(build_repository(slot, known == nullptr ? nullptr : &changed, segments, now));
    loaded.slot = std::move(slot);
    return std::optional(std::move(loaded));
}

}  // namespace slipway::publishing
