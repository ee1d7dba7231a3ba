// The steps of a publication, in the order of docs/publishing.md: plan, render, sign. The thread of the publication
// waits for the cpu pool and the signing workers.
#include "publishing/publisher/publication_steps.hpp"

#include "publishing/planning/catalog_facts.hpp"

#include <set>

namespace slipway::publishing {
namespace {

/// What is served no more: of channels and distros that go, of indexes that lost their last package.
void drop_gone(Publication& publication) {
    const Plan& plan = publication.plan;
    for (const auto& [name, id] : plan.gone_channels) publication.served.erase(name);
    for (auto& [name, served] : publication.served) {
        std::erase_if(served.indexes, [&](const auto& index) { return !plan.after.find_distro(index.first.distro); });
        std::erase_if(served.entry_points, [&](const auto& row) { return !plan.after.find_distro(row.first.first); });
    }
    for (const auto& [name, work] : plan.channels)
        for (const auto& index : work.gone) {
            publication.served[name].indexes.erase(index);
            if (lists_packages(index)) publication.served[name].entry_points.erase({index.distro, index.architecture});
        }
}

/// Those that change, and those whose digests would be signed again without being known: see Standing.
std::set<IndexKey> indexes_to_render(const ChannelPlan& work, const ChannelState& channel,
                                     const ServedIndexes& served) {
    auto keys = work.render;
    for (const auto& [key, index] : served)
        if (index->standing != Standing::known && work.entry_points.contains(key.distro) && channel.lists.contains(key))
            keys.insert(key);
    return keys;
}

}  // namespace

Result<> PublicationSteps::plan(Publication& publication) const {
    const CatalogFacts facts(TRY(parts_.catalog.read()), publication.before->settings);
    Rights rights(facts.transaction(), publication.now);
    auto group =
        TRY(plan_group({facts, parts_.nodes, parts_.new_id, publication.now, parts_.limits, publication.kept.get()},
                       *publication.before, publication.changes, rights));
    for (const auto& [change, error] : group.refused) change->refuse(error);
    publication.changes = std::move(group.changes);
    publication.answers = std::move(group.answers);
    publication.plan = std::move(group.plan);
    publication.ended(Step::plan, parts_.counts);
    return {};
}

/// The same index as another channel serves it: nothing is left to be rendered or hashed. Null where none does.
std::shared_ptr<const RenderedIndex> PublicationSteps::find_equal(const Publication& publication, const IndexKey& key,
                                                                  const ListState& list,
                                                                  const storage::DistroRow& distro) const {
    for (const auto& [name, channel] : publication.served) {
        const auto found = channel.indexes.find(key);
        if (found == channel.indexes.end() || !found->second->offers(list.root, distro)) continue;
        if (!is_whole(parts_.segments.store(), *found->second)) continue;
        auto equal = std::make_shared<RenderedIndex>(*found->second);
        for (auto& file : equal->files) file.published_at = publication.now;
        return equal;
    }
    return nullptr;
}

Result<std::unique_ptr<IndexRendering>> PublicationSteps::render(Publication& publication) const {
    const Plan& plan = publication.plan;
    IndexRendering::Request request;
    request.repository = plan.after.settings.id;
    request.lane = request.repository;
    request.nodes = plan.nodes;
    request.pending = plan.packages;
    request.published_at = publication.now;
    std::vector<std::size_t> missing;  // in `new_indexes`, of those that are rendered
    for (const auto& [name, work] : plan.channels) {
        const auto& served = publication.served[name].indexes;
        for (const auto& key : indexes_to_render(work, plan.after.channels.at(name), served)) {
            const ListState& list = plan.after.channels.at(name).lists.at(key);
            const auto& distro = *plan.after.find_distro(key.distro);
            publication.new_indexes.emplace_back(name, find_equal(publication, key, list, distro));
            if (publication.new_indexes.back().second) continue;
            missing.push_back(publication.new_indexes.size() - 1);
            const auto previous = served.find(key);
            request.indexes.push_back({key, list.root, distro, previous == served.end() ? nullptr : previous->second});
        }
    }
    const IndexRendering::Parts rendering_parts{parts_.catalog,     parts_.segments, parts_.cpu,
                                                parts_.cpu_threads, parts_.counts,   parts_.gc_guard};
    auto rendering = std::make_unique<IndexRendering>(rendering_parts, std::move(request));
    auto rendered = TRY(rendering->run());
    for (std::size_t i = 0; i < missing.size(); ++i) publication.new_indexes[missing[i]].second = rendered.indexes[i];
    publication.new_segments = std::move(rendered.new_segments);
    publication.ended(Step::render, parts_.counts);
    return rendering;
}

Result<> PublicationSteps::sign(Publication& publication) const {
    const Plan& plan = publication.plan;
    drop_gone(publication);
    for (const auto& [channel, index] : publication.new_indexes)
        publication.served[channel].indexes[index->key] = index;
    for (const auto& [name, work] : plan.channels) write_entry_points(publication, name);
    std::vector<storage::EntryPointRow*> rows;
    for (auto& [name, row] : publication.new_entry_points) rows.push_back(&row);
    TRY(sign_entry_points(parts_.signers, plan.after, rows, signing::Priority::publication).during("signing"));
    for (const auto& [name, row] : publication.new_entry_points)
        publication.served.at(name).entry_points[{row.distro, row.architecture}] = row;
    return {};
}

void PublicationSteps::write_entry_points(Publication& publication, const std::string& name) const {
    const RepositoryState& repository = publication.plan.after;
    ChannelState& channel = publication.plan.after.channels.at(name);
    ChannelPublication& served = publication.served[name];
    const auto& distros = publication.plan.channels.at(name).entry_points;
    const GenerationDate date = next_date(channel.last_date, publication.now);
    publication.clock_was_wrong |= date.clock_was_wrong;
    for (const RowId distro : distros) {
        for (const auto& key : entry_points_of(*repository.find_distro(distro), served.indexes)) {
            storage::EntryPointRow row;
            row.channel = channel.settings.id;
            row.distro = key.first;
            row.architecture = key.second;
            const storage::EntryPointRow& before = served.entry_points[key];
            row.generation = before.generation + 1;
            row.date = date.date;
            // Of a URL that is new or comes back the channel's date is all that is known.
            const bool is_known = before.last_modified != Seconds{};
            row.last_modified = next_last_modified(is_known ? before.last_modified : channel.last_date, date);
            row.content = entry_point_text(repository, channel, key, served.indexes, date.date, parts_.public_url);
            publication.new_entry_points.emplace_back(name, std::move(row));
        }
    }
    if (!distros.empty()) channel.last_date = date.date;
}

}  // namespace slipway::publishing
