// Step 5 of docs/publishing.md: all rows of a publication in one transaction. Rows written follow the change: nothing
// here is proportional to the repository.
#include "publishing/publisher/storing.hpp"

#include "publishing/content/search_texts.hpp"
#include "storage/catalog/keys.hpp"

#include <unordered_map>
#include <vector>

namespace slipway::publishing {
namespace {

Result<> store_ephemeral(storage::WriteTransaction& tx, const Plan& plan, Seconds now) {
    const auto repository = plan.after.settings.id;
    for (const auto& name : plan.expired_channels) TRY(storage::record_expired_channel(tx, repository, name, now));
    if (plan.ephemeral_rule_changed) TRY(storage::save_ephemeral_rule(tx, repository, plan.after.ephemeral));
    for (const auto& [name, work] : plan.channels) {
        if (!work.created) continue;
        TRY(storage::forget_expired_channel(tx, repository, name));
        const auto& channel = plan.after.channels.at(name);
        if (channel.life) TRY(storage::save_channel_life(tx, channel.settings.id, *channel.life));
    }
    for (const auto& name : plan.prolonged) {
        const auto& channel = plan.after.channels.at(name);
        TRY(storage::save_channel_life(tx, channel.settings.id, *channel.life));
    }
    return {};
}

Result<> store_settings(storage::WriteTransaction& tx, const Plan& plan, Seconds now) {
    for (const auto& [name, channel] : plan.gone_channels) TRY(storage::delete_channel(tx, channel));
    for (const auto distro : plan.gone_distros) TRY(storage::delete_distro(tx, distro));
    for (const auto& past : plan.past_contents)
        TRY(storage::set_revision_content(tx, past.channel, past.revision, past.root, past.package_count));
    if (plan.settings_changed) TRY(storage::save_repository(tx, plan.after.settings));
    TRY(store_ephemeral(tx, plan, now));
    if (!plan.keyring_changed) return {};
    for (const auto& key : plan.new_keys) {
        storage::KeyRow row;
        row.repository = plan.after.settings.id;
        row.fingerprint = key.fingerprint;
        row.state = KeyState::standby;
        row.algorithm = key.algorithm;
        row.armored = key.armored;
        row.created_at = key.created_at;
        row.expires_at = key.expires_at;
        TRY(storage::insert_key(tx, row));
    }
    for (const auto& [key, state] : plan.after.keyring)
        TRY(storage::set_key_state(tx, plan.after.settings.id, key.fingerprint, state));
    return {};
}

/// What the repository has of the packages that the plan stores or gives names to.
Result<std::unordered_map<Sha256, storage::PackageRow>> packages_there(const storage::WriteTransaction& tx,
                                                                       const Plan& plan) {
    std::vector<Sha256> needed;
    for (const auto& [digest, package] : *plan.packages) needed.push_back(digest);
    for (const auto& name : plan.pool_names)
        if (!plan.packages->contains(name.sha256)) needed.push_back(name.sha256);
    return storage::find_packages(tx, plan.after.settings.id, needed);
}

Result<> store_packages(storage::WriteTransaction& tx, const Plan& plan) {
    const auto there = TRY(packages_there(tx, plan));
    for (const auto& [digest, package] : *plan.packages)
        // An upload of the same bytes may have been committed since this one was read in.
        if (!there.contains(digest)) TRY(store_package(tx, *package));
    for (const auto& name : plan.pool_names) {
        // A package that was known when the upload was planned may have been collected as garbage since.
        if (!plan.packages->contains(name.sha256) && !there.contains(name.sha256))
            return Error(Fault::busy, name.file_name + " was collected as garbage while it was uploaded");
        TRY(storage::insert_pool_name(tx, name));
    }
    return {};
}

Result<> store_content(storage::WriteTransaction& tx, const Plan& plan) {
    TRY(store_packages(tx, plan));
    for (const auto& place : plan.pool_places) TRY(storage::insert_pool_place(tx, place));
    for (const auto& purge : plan.purges) {
        TRY(storage::delete_package(tx, purge.repository, purge.sha256));
        TRY(storage::insert_purge(tx, purge));
    }
    for (const auto& version : plan.released_versions) TRY(storage::release_version(tx, version));
    for (const auto& version : plan.taken_versions) TRY(storage::take_version(tx, version));
    for (const auto& [hash, bytes] : plan.nodes->nodes()) TRY(storage::insert_node(tx, hash, bytes));
    return {};
}

Result<> store_revisions(storage::WriteTransaction& tx, const Plan& plan, const std::vector<RowId>& event_ids) {
    for (const auto& [name, work] : plan.channels) {
        const ChannelState& channel = plan.after.channels.at(name);
        if (work.new_revision) {
            storage::RevisionRow row;
            row.channel = channel.settings.id;
            row.number = channel.revision;
            row.time = channel.updated_at;
            row.root = channel.root;
            row.package_count = channel.package_count;
            for (const auto& [key, list] : channel.lists)
                if (list.root) row.lists.push_back({key, *list.root, list.count});
            for (auto [change, event] : work.changes) {
                change.event = event_ids.at(event);
                row.changes.push_back(std::move(change));
            }
            TRY(storage::insert_revision(tx, row));
        }
        TRY(storage::save_continuation(tx, plan.after.settings.name, name,
                                       {channel.revision, channel.last_date.time_since_epoch().count()}));
    }
    return {};
}

Result<> store_published_files(storage::WriteTransaction& tx, const Publication& publication) {
    for (const auto& segment : publication.new_segments) TRY(storage::insert_segment(tx, segment));
    for (const auto& [channel, index] : publication.new_indexes) {
        const auto id = publication.plan.after.channels.at(channel).settings.id;
        std::vector<storage::IndexFileRow> rows;
        for (const auto& file : index->files) rows.push_back(row_of(id, *index, file));
        TRY(storage::replace_index_files(tx, rows, publication.now));
    }
    for (const auto& [channel, row] : publication.new_entry_points) TRY(storage::save_entry_point(tx, row));
    return {};
}

/// The package list of an rpm index takes its repomd.xml along; a Release stands for all of a distro.
Result<> retire_gone_indexes(storage::WriteTransaction& tx, const Publication& publication) {
    for (const auto& [name, work] : publication.plan.channels) {
        const auto channel = publication.plan.after.channels.at(name).settings.id;
        for (const auto& index : work.gone) {
            TRY(storage::retire_index_files(tx, channel, index, publication.now));
            if (lists_packages(index)) TRY(storage::delete_entry_point(tx, channel, index.distro, index.architecture));
        }
    }
    return {};
}

/// Of what the repository had nothing is left to be stored.
Result<> store_end(storage::WriteTransaction& tx, const Plan& plan) {
    TRY(storage::delete_repository(tx, plan.after.settings.id));
    for (const auto& event : plan.events) TRY(storage::append_event(tx, event));
    return {};
}

}  // namespace

Result<> store(storage::WriteTransaction& tx, Publication& publication) {
    if (publication.plan.repository_gone) return store_end(tx, publication.plan);
    TRY(store_settings(tx, publication.plan, publication.now).during("storing settings"));
    std::vector<RowId> event_ids;
    for (auto& event : publication.plan.events) {
        event = TRY(storage::append_event(tx, event));
        event_ids.push_back(event.id);
    }
    if (publication.clock_was_wrong)
        TRY(storage::append_event(
            tx, event_of(the_server, {publication.repository, ""}, publication.now, audit::ClockWasWrong())));
    TRY(store_content(tx, publication.plan).during("storing packages"));
    TRY(store_revisions(tx, publication.plan, event_ids).during("storing revisions"));
    TRY(store_published_files(tx, publication).during("storing published files"));
    return retire_gone_indexes(tx, publication).during("storing indexes that are gone");
}

}  // namespace slipway::publishing
