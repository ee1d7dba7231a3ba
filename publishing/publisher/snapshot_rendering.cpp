// Rendering a snapshot: what a publication does, for a revision that is past.
//
//     prepare ──▶ rendered before: take over its content ────────────────────────▶ sign ──▶ finish
//            └──▶ its lists, without what was purged ──▶ render indexes ──▶ write ──▶ sign ──▶ finish
//
// What a snapshot says must not depend on what changes later. Its date is its revision's; there is no `Snapshots` field
// in it and no key hint. What may change (the repository's description, architectures that the distro got since) is
// fixed when it is rendered first and kept in the catalog from then on.
#include "publishing/publisher/snapshot_rendering.hpp"

#include "publishing/content/channel_diff.hpp"
#include "publishing/content/following_lists.hpp"
#include "publishing/content/stored_nodes.hpp"
#include "repo-format/index/edit.hpp"
#include "signing/keys/keyring.hpp"

#include <algorithm>
#include <unordered_set>

namespace slipway::publishing {
namespace {

// All snapshots share one turn of the cpu pool, whichever repository they are of.
constexpr WorkerPool::Lane snapshot_lane = -1;

Error deleted_meanwhile() { return Error(Fault::not_found, "the channel was deleted"); }

}  // namespace

Result<RenderedSnapshot> SnapshotRendering::run() {
    made_.work = TRY(prepare());
    switch (made_.work) {
        case SnapshotWork::all: TRY(render_and_sign()); break;
        case SnapshotWork::signatures: TRY(sign()); break;
        case SnapshotWork::nothing: break;
    }
    made_.snapshot = TRY(make_snapshot(parts_.rendering.segments.store(), *distro_, made_.row, std::move(indexes_)));
    return std::move(made_);
}

Result<SnapshotWork> SnapshotRendering::prepare() {
    const auto& key = request_.key;
    for (const auto& [name, channel] : request_.repository->channels)
        if (channel.settings.id == key.channel) channel_ = &channel;
    distro_ = request_.repository->find_distro(key.distro);
    if (channel_ == nullptr || distro_ == nullptr) return deleted_meanwhile();

    const auto tx = TRY(parts_.rendering.catalog.read());
    const auto revision = TRY(get_revision(tx, channel_->settings, key.revision));
    const auto terms = TRY(terms_now(tx, *request_.repository, *distro_));
    TRY(storage::visit_purges(tx, [&](const storage::PurgeRow& purge) {
        if (purge.repository == request_.repository->settings.id && purge.format == distro_->format)
            purges_.push_back(purge);
    }));
    auto stored = TRY(storage::find_snapshot(tx, key.channel, key.revision, key.distro));
    const bool known = stored && TRY(take_over(tx, std::move(*stored)));
    const bool is_signed = known && made_.row.signers == terms.signers;
    made_.row.channel = key.channel;
    made_.row.revision = key.revision;
    made_.row.distro = key.distro;
    made_.row.signers = terms.signers;
    made_.row.purges = terms.purges;
    if (known) return is_signed ? SnapshotWork::nothing : SnapshotWork::signatures;
    TRY(plan(revision));
    return SnapshotWork::all;
}

/// Whether what was rendered before can be served: it lists nothing that was purged since, and nothing of it is lost.
Result<bool> SnapshotRendering::take_over(const storage::ReadTransaction& tx, storage::SnapshotRow stored) {
    if (TRY(lists_purged(stored))) return false;
    auto indexes = load_indexes(tx, stored);
    if (!indexes.ok() && indexes.error().fault() == Fault::corrupt) return false;
    indexes_ = TRY(std::move(indexes));
    made_.row = std::move(stored);
    return true;
}

Result<bool> SnapshotRendering::lists_purged(const storage::SnapshotRow& stored) const {
    for (const auto& file : stored.files)
        if (lists_packages(file.index) && !TRY(purged_in(file.list_root)).empty()) return true;
    return false;
}

/// The entries of a package list that were purged since.
Result<std::vector<index::EntryKey>> SnapshotRendering::purged_in(const index::Root& package_list) const {
    std::vector<index::EntryKey> purged;
    for (const auto& purge : purges_) {
        const index::EntryKey key{purge.name, purge.version, purge.architecture, purge.sha256};
        const auto found = TRY(index::find_entry(parts_.nodes, package_order_of(*distro_), package_list, key));
        if (found) purged.push_back(key);
    }
    return purged;
}

/// What has to leave the lists of the revision. Of purged packages no texts are left: the lists that follow from
/// packages are searched for what comes from these.
Result<SnapshotRendering::Leaving> SnapshotRendering::find_leaving(const ContentLists& lists) const {
    Leaving leaving;
    std::unordered_set<Sha256> purged;
    for (const auto& index : package_lists(*distro_, lists)) {
        leaving[index] = TRY(purged_in(root_in(lists, index)));
        for (const auto& key : leaving[index]) purged.insert(key.sha256);
    }
    if (purged.empty()) return leaving;
    for (const auto& [index, list] : lists)
        if (index.distro == distro_->id && !lists_packages(index))
            leaving[index] = TRY(keys_from(parts_.nodes, index, list.root, purged));
    return leaving;
}

/// The package lists that the distro declares now, of which one it got since the revision is empty, and all indexes
/// that the revision had.
Result<> SnapshotRendering::plan(const storage::RevisionRow& revision) {
    date_ = std::min(revision.time, request_.now);  // apt refuses a date of the future
    auto lists = lists_of(revision);
    auto nodes = std::make_shared<PendingNodes>(parts_.nodes);
    auto leaving = TRY(find_leaving(lists));
    for (const auto& key : all_indexes(*distro_, lists)) {
        if (!lists_packages(key) && !lists.contains(key)) continue;
        const auto list = TRY(without(std::move(leaving[key]), key, lists[key], *nodes));
        const auto found = request_.served.find(key);
        const auto served = found == request_.served.end() ? nullptr : found->second;
        if (served && served->offers(list.root, *distro_))
            indexes_[key] = served;
        else
            to_render_.push_back({key, list.root, *distro_, served});
    }
    made_.nodes = std::move(nodes);
    return {};
}

Result<ListState> SnapshotRendering::without(std::vector<index::EntryKey> keys, const IndexKey& index, ListState list,
                                             PendingNodes& made) const {
    if (keys.empty()) return list;
    const auto order = kind_of(index).traits().order;
    auto edited = TRY(index::edit_list(parts_.nodes, order, list.root, {{}, std::move(keys)}));
    made.add(std::move(edited.nodes));
    return ListState{edited.root, edited.count};
}

Result<> SnapshotRendering::render_and_sign() {
    IndexRendering::Request request;
    request.repository = request_.repository->settings.id;
    request.lane = snapshot_lane;
    request.nodes = made_.nodes;
    request.pending = std::make_shared<const PendingPackages>();
    request.indexes = to_render_;
    request.published_at = date_;
    IndexRendering rendering(parts_.rendering, std::move(request));
    write(TRY(rendering.run()));
    TRY(sign());
    return rendering.wait_until_durable();
}

/// The rows of the indexes, and the entry points to be signed.
void SnapshotRendering::write(RenderedIndexes rendered) {
    for (auto& index : rendered.indexes) indexes_[index->key] = std::move(index);
    made_.new_segments = std::move(rendered.new_segments);
    for (const auto& [key, index] : indexes_)
        for (const auto& file : index->files) made_.row.files.push_back(row_of(request_.key.channel, *index, file));

    auto timeless = *request_.repository;
    timeless.keyring.clear();
    for (const auto& key : entry_points_of(*distro_, indexes_)) {
        storage::EntryPointRow row;
        row.channel = request_.key.channel;
        row.distro = key.first;
        row.architecture = key.second;
        row.date = date_;
        row.content = entry_point_text(timeless, *channel_, key, indexes_, date_,
                                       /*public_url=*/"");
        made_.row.entry_points.push_back(std::move(row));
    }
}

Result<> SnapshotRendering::sign() {
    const auto& repository = *request_.repository;
    std::vector<storage::EntryPointRow*> rows;
    std::vector<FutureSignature> detached;
    for (auto& row : made_.row.entry_points) {
        rows.push_back(&row);
        if (has_release(*distro_)) detached.push_back(request_release_signature(parts_.signers, repository, row));
    }
    TRY(sign_entry_points(parts_.signers, repository, rows, signing::Priority::package));
    for (std::size_t i = 0; i < detached.size(); ++i) rows[i]->detached = TRY(detached[i].get());
    return {};
}

}  // namespace slipway::publishing
